"""Rooms that practices share: one resource for all of them, so that the exclusion constraint judges across practices.

An appointment is stamped with the shared room of its room when it takes up time there; the stamp stays when the
practice stops sharing, so that what was, and what was agreed to stay, goes on occupying.
"""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
create function scheduling_room_is_shared() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    if new.shared_room_id is not null and not exists (
        select from public.communities_shared_room s
        join public.communities_partner p on p.community_id = s.community_id
        join public.communities_community c on c.id = s.community_id
        where s.id = new.shared_room_id and p.practice_id = new.practice_id and p.state = 'approved'
          and c.dissolved_at is null
    ) then
        raise exception 'the practice shares no such room' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger scheduling_room_is_shared_new before insert on scheduling_room
    for each row when (new.shared_room_id is not null) execute function scheduling_room_is_shared();
create trigger scheduling_room_is_shared_changed before update on scheduling_room
    for each row when (new.shared_room_id is distinct from old.shared_room_id)
    execute function scheduling_room_is_shared();

create function scheduling_takes_up(status text, blocking boolean, withdrawn_at timestamptz) returns boolean
language sql immutable set search_path = pg_catalog, public as $$
    select blocking and withdrawn_at is null
        and status in ('requested', 'booked', 'confirmed', 'arrived', 'completed')
$$;

create function scheduling_stamp() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    if tg_op = 'UPDATE'
        and new.shared_room_id is not distinct from old.shared_room_id
        and (new.room_id, new.busy_from, new.busy_until)
            is not distinct from (old.room_id, old.busy_from, old.busy_until)
        and public.scheduling_takes_up(old.status, old.blocking, old.withdrawn_at)
    then
        return new;
    end if;
    new.shared_room_id := null;
    if new.room_id is not null then
        select shared_room_id into new.shared_room_id from public.scheduling_room
        where practice_id = new.practice_id and id = new.room_id for share;
    end if;
    return new;
end $$;
create trigger scheduling_stamp_new before insert on scheduling_appointment
    for each row execute function scheduling_stamp();
create trigger scheduling_stamp_changed before update on scheduling_appointment
    for each row
    when (
        (old.room_id, old.busy_from, old.busy_until, old.status, old.blocking, old.withdrawn_at, old.shared_room_id)
        is distinct from
        (new.room_id, new.busy_from, new.busy_until, new.status, new.blocking, new.withdrawn_at, new.shared_room_id)
    )
    execute function scheduling_stamp();

create function scheduling_stamp_hold() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    new.shared_room_id := null;
    if new.room_id is not null then
        select shared_room_id into new.shared_room_id from public.scheduling_room
        where practice_id = new.practice_id and id = new.room_id for share;
    end if;
    return new;
end $$;
create trigger scheduling_stamp_hold before insert or update on scheduling_hold
    for each row execute function scheduling_stamp_hold();

-- A hold that is past keeps no other practice away either.
create function scheduling_drop_past_holds(
    practice uuid, clinician uuid, wanted_room uuid, wanted_shared uuid, wanted tstzrange, at timestamptz
) returns void
language sql security definer set search_path = pg_catalog, public as $$
    delete from public.scheduling_hold
    where until <= at and busy_from < upper(wanted) and busy_until > lower(wanted)
      and (practice_id = practice and (clinician_id = clinician or room_id = wanted_room)
        or shared_room_id = wanted_shared)
$$;
revoke execute on function scheduling_drop_past_holds(uuid, uuid, uuid, uuid, tstzrange, timestamptz) from public;

create or replace function scheduling_occupy_hold() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    if tg_op = 'UPDATE' then
        delete from public.scheduling_occupancy where practice_id = old.practice_id and hold_id = old.id;
    end if;
    perform public.scheduling_drop_past_holds(
        new.practice_id, new.clinician_id, new.room_id, new.shared_room_id,
        tstzrange(new.busy_from, new.busy_until), new.made_at
    );
    insert into public.scheduling_occupancy (practice_id, hold_id, resource, during)
    select new.practice_id, new.id, resource, tstzrange(new.busy_from, new.busy_until)
    from unnest(array[new.clinician_id, coalesce(new.shared_room_id, new.room_id)]) as resource
    where resource is not null;
    return null;
end $$;
create trigger scheduling_hold_shared after update on scheduling_hold
    for each row when (old.shared_room_id is distinct from new.shared_room_id)
    execute function scheduling_occupy_hold();

create or replace function scheduling_occupy() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    if tg_op = 'UPDATE' then
        delete from public.scheduling_occupancy
        where practice_id = old.practice_id and appointment_id = old.id;
    end if;
    if public.scheduling_takes_up(new.status, new.blocking, new.withdrawn_at) then
        perform public.scheduling_drop_past_holds(
            new.practice_id, new.clinician_id, new.room_id, new.shared_room_id,
            tstzrange(new.busy_from, new.busy_until), new.changed_at
        );
        insert into public.scheduling_occupancy (practice_id, appointment_id, resource, during)
        values (new.practice_id, new.id, new.clinician_id, tstzrange(new.busy_from, new.busy_until));
        if new.room_id is not null then
            insert into public.scheduling_occupancy (practice_id, appointment_id, resource, during)
            values (
                new.practice_id, new.id, coalesce(new.shared_room_id, new.room_id),
                tstzrange(new.busy_from, new.busy_until)
            );
        end if;
    end if;
    return null;
end $$;

drop function scheduling_drop_holds(uuid, uuid, uuid, tstzrange, timestamptz);

drop trigger scheduling_occupy_changed on scheduling_appointment;
create trigger scheduling_occupy_changed after update on scheduling_appointment
    for each row
    when (
        (old.clinician_id, old.room_id, old.busy_from, old.busy_until, old.status, old.blocking, old.withdrawn_at,
         old.shared_room_id)
        is distinct from
        (new.clinician_id, new.room_id, new.busy_from, new.busy_until, new.status, new.blocking, new.withdrawn_at,
         new.shared_room_id)
    )
    execute function scheduling_occupy();

create function scheduling_others_time(since timestamptz, until timestamptz, at timestamptz) returns table (
    shared_room_id uuid, starts_at timestamptz, ends_at timestamptz
)
language sql stable security definer set search_path = pg_catalog, public as $$
    select s.id, lower(o.during), upper(o.during)
    from public.communities_shared_room s
    join public.scheduling_occupancy o
      on public.uuidrange(o.resource, o.resource, '[]') && public.uuidrange(s.id, s.id, '[]')
     and o.during && tstzrange(since, until)
    where s.community_id in (select public.communities_joined(array['approved', 'leaving']))
      and o.practice_id <> public.communities_here()
      and (o.hold_id is null or exists (
        select from public.scheduling_hold h where h.id = o.hold_id and h.until > at
      ))
    order by 2, 3
$$;

create function scheduling_room_use(of_community uuid, since timestamptz, until timestamptz) returns table (
    shared_room_id uuid, partner_id uuid, minutes bigint
)
language sql stable security definer set search_path = pg_catalog, public as $$
    select s.id, partner.id, sum(extract(epoch from upper(o.during) - lower(o.during)))::bigint / 60
    from public.communities_shared_room s
    join public.scheduling_occupancy o
      on public.uuidrange(o.resource, o.resource, '[]') && public.uuidrange(s.id, s.id, '[]')
     and o.during && tstzrange(since, until) and o.hold_id is null
    join lateral (
        select p.id from public.communities_partner p
        where p.community_id = s.community_id and p.practice_id = o.practice_id and p.since is not null
        order by p.since desc, p.id limit 1
    ) partner on true
    where s.community_id = of_community
      and of_community in (select public.communities_joined(array['approved', 'leaving']))
      and lower(o.during) >= since and lower(o.during) < until
    group by s.id, partner.id
$$;

create function scheduling_met_by_others() returns table (shared_room_id uuid, appointment_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select distinct mine.shared_room_id, mine.id
    from public.scheduling_appointment mine
    join public.scheduling_appointment theirs
      on theirs.shared_room_id = mine.shared_room_id and theirs.practice_id <> mine.practice_id
     and theirs.busy_from < mine.busy_until and mine.busy_from < theirs.busy_until
     and public.scheduling_takes_up(theirs.status, theirs.blocking, theirs.withdrawn_at)
    where mine.practice_id = public.communities_here() and mine.shared_room_id is not null
      and public.scheduling_takes_up(mine.status, mine.blocking, mine.withdrawn_at)
    order by 1, 2
$$;

create function scheduling_stays(of_partner uuid, since timestamptz) returns table (
    times bigint, last_end timestamptz
)
language sql stable security definer set search_path = pg_catalog, public as $$
    select count(*), max(upper(o.during))
    from public.communities_partner p
    join public.communities_community c on c.id = p.community_id and c.creator_id = public.communities_here()
    join public.communities_shared_room s on s.community_id = p.community_id
    join public.scheduling_occupancy o
      on public.uuidrange(o.resource, o.resource, '[]') && public.uuidrange(s.id, s.id, '[]')
     and upper(o.during) > since and o.practice_id = p.practice_id and o.hold_id is null
    where p.id = of_partner
$$;
"""

class Migration(migrations.Migration):
    dependencies = [("scheduling", "0005_participants"), ("communities", "0002_who_sees_what")]

    operations = [
        migrations.AddField(
            model_name="room",
            name="shared_room",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="communities.sharedroom",
            ),
        ),
        migrations.AddField(model_name="room", name="shared_since", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="appointment",
            name="shared_room",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="communities.sharedroom",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="shared_room",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="communities.sharedroom",
            ),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.UniqueConstraint(
                condition=models.Q(("shared_room__isnull", False)),
                fields=("practice", "shared_room"),
                name="scheduling_room_shared_once",
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                condition=models.Q(("shared_room__isnull", False)),
                fields=["shared_room", "busy_from"],
                name="scheduling_by_shared_room",
            ),
        ),
        migrations.RunSQL(FORWARD),
    ]
