"""What a person's other practices may tell this one: begin and end of taken time, where the person wishes it (B2)."""

from django.db import migrations

FORWARD = """
create function scheduling_mirrored_busy(members uuid[], from_ timestamptz, until_ timestamptz)
returns table (membership_id uuid, starts_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
    select here.id, lower(taken.during), upper(taken.during)
    from public.scheduling_mirror mirror
    join public.practices_membership here
        on here.practice_id = mirror.practice_id and here.id = mirror.membership_id and here.ended_at is null
    join public.practices_membership there
        on there.person_id = here.person_id and there.practice_id <> here.practice_id and there.ended_at is null
    join public.scheduling_occupancy taken
        on taken.practice_id = there.practice_id and taken.resource = there.id
        and public.uuidrange(taken.resource, taken.resource, '[]') && public.uuidrange(there.id, there.id, '[]')
        and taken.during && tstzrange(from_, until_)
    where mirror.practice_id = nullif(current_setting('app.practice', true), '')::uuid
        and mirror.membership_id = any(members)
$$;
"""

BACKWARD = "drop function scheduling_mirrored_busy(uuid[], timestamptz, timestamptz);"


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0009_calendars_in")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
