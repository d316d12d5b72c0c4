"""Whose practice a presented secret belongs to: the id alone, so that the tenant is known before the look-up."""

from django.db import migrations

FORWARD = """
create function feeds_practice_of(wanted bytea) returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
    select practice_id from public.feeds_feed where digest = wanted and revoked_at is null
$$;
"""

BACKWARD = "drop function feeds_practice_of(bytea);"


class Migration(migrations.Migration):
    dependencies = [("feeds", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
