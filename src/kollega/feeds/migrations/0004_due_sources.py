"""Which calendars are to be read, over all practices: ids only, by a function of the owner."""

from django.db import migrations

FORWARD = """
create function feeds_due_sources(moment timestamptz, most integer) returns table (practice_id uuid, id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select source.practice_id, source.id from public.feeds_source source
    join public.practices_membership member
        on member.practice_id = source.practice_id and member.id = source.membership_id and member.ended_at is null
    where source.next_at <= moment and (source.leased_until is null or source.leased_until < moment)
    order by source.next_at limit most
$$;
"""

BACKWARD = "drop function feeds_due_sources(timestamptz, integer);"


class Migration(migrations.Migration):
    dependencies = [("feeds", "0003_calendars_in")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
