"""What crosses practices on purpose: which messages are due, and what the holder of a secret comes to. Ids only."""

from django.db import migrations

FORWARD = """
create function notices_due_now(moment timestamptz, most integer) returns table (practice_id uuid, id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select notice.practice_id, notice.id from public.notices_notice notice
    where notice.state = 'waiting' and notice.due_at < moment and not notice.held
    order by notice.due_at limit most
$$;

create function notices_link_of(secret_digest bytea)
returns table (practice_id uuid, appointment_id uuid, client_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select link.practice_id, link.appointment_id, link.client_id from public.notices_link link
    where link.digest = secret_digest
$$;
"""

BACKWARD = """
drop function notices_link_of(bytea);
drop function notices_due_now(timestamptz, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
