"""A month's table takes the rows that came before it was there, so that a missed duty can be made good."""

from django.db import migrations

FORWARD = """
create or replace function audit_ensure_partitions(first date, months integer) returns integer
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    month date := date_trunc('month', first)::date;
    made integer := 0;
begin
    for i in 0 .. months - 1 loop
        if to_regclass('public.audit_entry_' || to_char(month, 'YYYY_MM')) is null then
            perform public.audit_make_partition(month);
            made := made + 1;
        end if;
        month := (month + interval '1 month')::date;
    end loop;
    return made;
end $$;

create function audit_make_partition(month date) returns void
language plpgsql set search_path = pg_catalog, public as $$
declare
    name text := 'audit_entry_' || to_char(month, 'YYYY_MM');
    since timestamptz := month::timestamp at time zone 'UTC';
    until timestamptz := (month + interval '1 month') at time zone 'UTC';
    early boolean;
    login text;
begin
    -- The database refuses a partition whose rows lie in the default one.
    early := exists (select from public.audit_entry_default e where e.at >= since and e.at < until);
    if early then
        alter table public.audit_entry detach partition public.audit_entry_default;
    end if;
    execute format(
        'create table public.%I partition of public.audit_entry for values from (%L) to (%L)', name, since, until);
    -- A partition is reached through its parent only: by itself it knows no policy and would get the rights that
    -- the owner gives to all new tables.
    for login in
        select distinct grantee::regrole::text from pg_class, aclexplode(relacl)
        where pg_class.oid = to_regclass('public.' || name) and grantee not in (0, relowner)
    loop
        execute format('revoke all on public.%I from %s', name, login);
    end loop;
    if early then
        insert into public.audit_entry
            select * from public.audit_entry_default e where e.at >= since and e.at < until;
        delete from public.audit_entry_default e where e.at >= since and e.at < until;
        alter table public.audit_entry attach partition public.audit_entry_default default;
    end if;
end $$;
revoke all on function audit_make_partition(date) from public;
"""

BACKWARD = """
drop function audit_make_partition(date);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
