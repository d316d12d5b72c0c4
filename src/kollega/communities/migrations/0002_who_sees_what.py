"""Who sees communities: the practices in them; who changes them: the practice that created them.

Functions of the owner break the circle of policies that ask one another, and give partners' names without their ids.
"""

from django.db import migrations

FORWARD = """
create function communities_here() returns uuid
language sql stable set search_path = pg_catalog, public as $$
    select nullif(current_setting('app.practice', true), '')::uuid
$$;

create function communities_joined(states text[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
    select community_id from public.communities_partner
    where practice_id = public.communities_here() and state = any(states)
$$;

create function communities_created() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
    select id from public.communities_community where creator_id = public.communities_here()
$$;

alter table communities_community enable row level security;
create policy seen on communities_community for select using (
    creator_id = (select communities_here())
    or id in (select communities_joined(array['asked', 'approved', 'leaving']))
);
create policy made on communities_community for insert with check (creator_id = (select communities_here()));
create policy changed on communities_community for update using (creator_id = (select communities_here()))
    with check (creator_id = (select communities_here()));

drop policy tenant on communities_partner;
create policy seen on communities_partner for select using (
    practice_id = (select communities_here()) or community_id in (select communities_created())
);
create policy asked on communities_partner for insert with check (
    practice_id = (select communities_here())
    and (state = 'asked' or community_id in (select communities_created()))
);
create policy changed on communities_partner for update
    using (practice_id = (select communities_here()) or community_id in (select communities_created()))
    with check (practice_id = (select communities_here()) or community_id in (select communities_created()));

alter table communities_code enable row level security;
create policy tenant on communities_code using (community_id in (select communities_created()))
    with check (community_id in (select communities_created()));

alter table communities_shared_room enable row level security;
create policy seen on communities_shared_room for select using (
    community_id in (select communities_joined(array['approved', 'leaving']))
);
create policy made on communities_shared_room for insert
    with check (community_id in (select communities_created()));
create policy changed on communities_shared_room for update
    using (community_id in (select communities_created()))
    with check (community_id in (select communities_created()));

create function communities_let_in() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    if (new.practice_id, new.community_id) is distinct from (old.practice_id, old.community_id) then
        raise exception 'a partner stays who it is' using errcode = 'check_violation';
    end if;
    if new.state = 'approved' and old.state <> 'leaving' and not exists (
        select from public.communities_community
        where id = new.community_id and creator_id = public.communities_here()
    ) then
        raise exception 'only the creator lets a practice in' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger communities_let_in before update on communities_partner
    for each row execute function communities_let_in();

create function communities_partners(of_community uuid) returns table (
    partner_id uuid, name text, state text, asked_at timestamptz, since timestamptz, ended_at timestamptz,
    own boolean, creator boolean
)
language sql stable security definer set search_path = pg_catalog, public as $$
    select p.id, r.name, p.state, p.asked_at, p.since, p.ended_at,
        p.practice_id = public.communities_here(), p.practice_id = c.creator_id
    from public.communities_partner p
    join public.communities_community c on c.id = p.community_id
    join public.practices_practice r on r.id = p.practice_id
    where p.community_id = of_community
      and of_community in (select public.communities_joined(array['approved', 'leaving']))
      and (p.since is not null or c.creator_id = public.communities_here())
    order by r.name, p.id
$$;

create function communities_code_of(code_digest bytea) returns table (
    code_id uuid, community_id uuid, creator_id uuid
)
language sql stable security definer set search_path = pg_catalog, public as $$
    select j.id, c.id, c.creator_id from public.communities_code j
    join public.communities_community c on c.id = j.community_id where j.digest = code_digest
$$;
"""

BACKWARD = """
drop function communities_code_of(bytea);
drop function communities_partners(uuid);
drop function communities_let_in() cascade;
drop function communities_created() cascade;
drop function communities_joined(text[]) cascade;
drop function communities_here() cascade;
"""


class Migration(migrations.Migration):
    dependencies = [("communities", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
