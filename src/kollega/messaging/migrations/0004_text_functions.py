"""What crosses practices on purpose: which text messages are due, and whose one is. Ids only."""

from django.db import migrations

FORWARD = """
create function messaging_due_texts(moment timestamptz, most integer) returns table (practice_id uuid, id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select text.practice_id, text.id from public.messaging_text text
    where text.state = 'waiting' and text.try_at <= moment
        and (text.leased_until is null or text.leased_until < moment)
    order by text.try_at limit most
$$;

create function messaging_text_practice(reference uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
    select text.practice_id from public.messaging_text text where text.id = reference
$$;
"""

BACKWARD = """
drop function messaging_text_practice(uuid);
drop function messaging_due_texts(timestamptz, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_texts")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
