"""Whoever holds the secret of a grant finds the practice that it belongs to, and nothing else."""

from django.db import migrations

FORWARD = """
create function delegation_grant_of(token_digest bytea) returns table (practice_id uuid, id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select practice_id, id from public.delegation_grant where digest = token_digest
$$;
"""

BACKWARD = "drop function delegation_grant_of(bytea);"


class Migration(migrations.Migration):
    dependencies = [("delegation", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
