"""Which clinician and which room is occupied when: the exclusion constraint that forbids overlaps.

The table holds resources and times, nothing about whom or what. Only the trigger writes it, as the owner, so that
it follows every path by which an appointment is stored.
"""

from django.db import migrations

FORWARD = """
create type uuidrange as range (subtype = uuid);

create table scheduling_occupancy (
    practice_id uuid not null,
    appointment_id uuid not null,
    resource uuid not null,
    during tstzrange not null,
    constraint scheduling_no_overlap exclude using gist (
        uuidrange(resource, resource, '[]') with &&,
        during with &&
    ),
    constraint scheduling_occupancy_appointment foreign key (practice_id, appointment_id)
        references scheduling_appointment (practice_id, id) on delete cascade
);
create index scheduling_occupancy_of on scheduling_occupancy (practice_id, appointment_id);

alter table scheduling_occupancy enable row level security;
create policy tenant on scheduling_occupancy
    using (practice_id = (select nullif(current_setting('app.practice', true), '')::uuid))
    with check (practice_id = (select nullif(current_setting('app.practice', true), '')::uuid));

create function scheduling_occupy() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
    if tg_op = 'UPDATE' then
        delete from public.scheduling_occupancy
        where practice_id = old.practice_id and appointment_id = old.id;
    end if;
    if new.blocking and new.withdrawn_at is null
        and new.status in ('requested', 'booked', 'confirmed', 'arrived', 'completed')
    then
        insert into public.scheduling_occupancy (practice_id, appointment_id, resource, during)
        values (new.practice_id, new.id, new.clinician_id, tstzrange(new.busy_from, new.busy_until));
        if new.room_id is not null then
            insert into public.scheduling_occupancy (practice_id, appointment_id, resource, during)
            values (new.practice_id, new.id, new.room_id, tstzrange(new.busy_from, new.busy_until));
        end if;
    end if;
    return null;
end $$;

create trigger scheduling_occupy_new after insert on scheduling_appointment
    for each row execute function scheduling_occupy();
create trigger scheduling_occupy_changed after update on scheduling_appointment
    for each row
    when (
        (old.clinician_id, old.room_id, old.busy_from, old.busy_until, old.status, old.blocking, old.withdrawn_at)
        is distinct from
        (new.clinician_id, new.room_id, new.busy_from, new.busy_until, new.status, new.blocking, new.withdrawn_at)
    )
    execute function scheduling_occupy();

do $$
declare login text;
begin
    for login in
        select distinct grantee::regrole::text from pg_class, aclexplode(relacl)
        where pg_class.oid = 'scheduling_occupancy'::regclass and grantee not in (0, relowner)
    loop
        execute format('revoke insert, update, delete, truncate on scheduling_occupancy from %s', login);
    end loop;
end $$;
"""

BACKWARD = """
drop table scheduling_occupancy;
drop function scheduling_occupy() cascade;
drop type uuidrange;
"""


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
