"""What the back office sees of all practices: facts and counts, and nothing that stands in a record."""

from django.db import migrations

FORWARD = """
create function operator_practices() returns table (
    id uuid, slug text, name text, country text, language text, created_at timestamptz, team_since timestamptz,
    is_demo boolean, members bigint, clinicians bigint
)
language sql stable security definer set search_path = pg_catalog, public as $$
    select p.id, p.slug, p.name, p.country, p.language, p.created_at, p.team_since, p.is_demo,
        count(m.id), count(m.id) filter (where 'clinician' = any (m.roles))
    from public.practices_practice p
    left join public.practices_membership m on m.practice_id = p.id and m.ended_at is null
    group by p.id order by p.name, p.id
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("operator", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, "drop function operator_practices()")]
