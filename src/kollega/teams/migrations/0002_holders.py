"""Whoever holds a token finds the practice that it belongs to, and nothing else."""

from django.db import migrations

FORWARD = """
create function teams_invitation_of(token_digest bytea) returns table (practice_id uuid, id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select practice_id, id from public.teams_invitation where digest = token_digest
$$;

create function teams_join_link_of(token_digest bytea) returns table (practice_id uuid, id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select practice_id, id from public.teams_join_link where digest = token_digest
$$;
"""

BACKWARD = """
drop function teams_join_link_of(bytea);
drop function teams_invitation_of(bytea);
"""


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
