"""What the back office sees of all practices: facts, counts and marks, and nothing that stands in a record."""

from django.db import migrations

FORMER = """
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

FORWARD = """
drop function operator_practices();
create function operator_practices(moment timestamptz) returns table (
    id uuid, slug text, name text, country text, zone text, language text, created_at timestamptz,
    team_since timestamptz, is_demo boolean, members bigint, clinicians bigint, seats_of_practice bigint,
    seats_of_members bigint, plan text, trial_ends_at timestamptz, pays_after_trial boolean, contract_plan text,
    contract_ends_at timestamptz
)
language sql stable security definer set search_path = pg_catalog, public as $$
    select p.id, p.slug, p.name, p.country, p.zone, p.language, p.created_at, p.team_since, p.is_demo,
        who.members, who.clinicians, paid.seats, who.own_seats, chosen.plan, chosen.trial_ends_at,
        chosen.pays_after_trial, agreed.plan, agreed.ends_at
    from public.practices_practice p
    cross join lateral (
        select count(*) members, count(*) filter (where 'clinician' = any (m.roles)) clinicians,
            count(own.id) own_seats
        from public.practices_membership m
        left join public.catalogue_seat own
            on own.person_id = m.person_id and own.payer_id is null and own.ended_at is null
        where m.practice_id = p.id and m.ended_at is null
    ) who
    cross join lateral (
        select count(*) seats from public.catalogue_seat s where s.payer_id = p.id and s.ended_at is null
    ) paid
    left join lateral (
        select c.plan, c.trial_ends_at, c.pays_after_trial from public.catalogue_practice_plan c
        where c.practice_id = p.id and c.begins_at <= moment order by c.begins_at desc, c.id desc limit 1
    ) chosen on true
    left join public.catalogue_contract agreed
        on agreed.practice_id = p.id and agreed.begins_at <= moment
        and (agreed.ends_at is null or agreed.ends_at > moment)
$$;
"""

BACKWARD = "drop function operator_practices(timestamptz);" + FORMER


class Migration(migrations.Migration):
    dependencies = [("operator", "0002_overview"), ("catalogue", "0002_tenancy")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
