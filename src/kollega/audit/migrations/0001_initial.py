"""The log: partitioned by month, insert and read only for the app login, row-level security per practice."""

import django.db.models
from django.db import migrations, models

import kollega.kernel.ids
import kollega.platform.columns

FORWARD = """
create sequence audit_entry_seq;
create table audit_entry (
    id uuid not null,
    at timestamptz not null,
    practice_id uuid not null,
    seq bigint not null default nextval('audit_entry_seq'),
    xid bigint not null default (pg_current_xact_id()::text::bigint),
    person_id uuid,
    membership_id uuid,
    on_behalf_of uuid,
    roles text not null,
    action text not null,
    object_type text not null,
    object_id uuid,
    client_id uuid,
    outcome text not null,
    source text not null,
    request_id text not null,
    detail jsonb not null,
    primary key (practice_id, at, id)
) partition by range (at);
create table audit_entry_default partition of audit_entry default;
create index audit_entry_xid on audit_entry (practice_id, xid, seq);
create index audit_entry_client on audit_entry (practice_id, client_id, at) where client_id is not null;

alter table audit_entry enable row level security;
create policy tenant on audit_entry
    using (practice_id = (select nullif(current_setting('app.practice', true), '')::uuid))
    with check (practice_id = (select nullif(current_setting('app.practice', true), '')::uuid));

create function audit_ensure_partitions(first date, months integer) returns integer
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    month date := date_trunc('month', first)::date;
    made integer := 0;
    name text;
    login text;
begin
    for i in 0 .. months - 1 loop
        name := 'audit_entry_' || to_char(month, 'YYYY_MM');
        if to_regclass('public.' || name) is null then
            execute format(
                'create table public.%I partition of public.audit_entry for values from (%L) to (%L)',
                name, month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
            -- A partition is reached through its parent only: by itself it knows no policy and would get the
            -- rights that the owner gives to all new tables.
            for login in
                select distinct grantee::regrole::text from pg_class, aclexplode(relacl)
                where pg_class.oid = to_regclass('public.' || name) and grantee not in (0, relowner)
            loop
                execute format('revoke all on public.%I from %s', name, login);
            end loop;
            made := made + 1;
        end if;
        month := (month + interval '1 month')::date;
    end loop;
    return made;
end $$;
"""

BACKWARD = """
drop function audit_heads_beyond(text);
drop function audit_practices_to_seal();
drop function audit_sealed_practices();
drop function audit_practices();
drop function audit_cluster();
drop table audit_anchored;
drop table audit_segment;
drop function audit_ensure_partitions(date, integer);
drop table audit_entry;
drop sequence audit_entry_seq;
"""

SEALING = """
-- One row seals the rows of one practice whose transactions ended since the segment before.
create table audit_segment (
    practice_id uuid not null,
    number integer not null,
    cluster bigint not null,
    floor_seq bigint not null,
    xid_to bigint not null,
    top_seq bigint not null,
    digests bytea not null,
    previous bytea not null,
    hash bytea not null,
    key bytea not null,
    signature bytea not null,
    sealed_at timestamptz not null,
    primary key (practice_id, number)
);
create index audit_segment_time on audit_segment (practice_id, sealed_at);
alter table audit_segment enable row level security;
create policy tenant on audit_segment
    using (practice_id = (select nullif(current_setting('app.practice', true), '')::uuid))
    with check (practice_id = (select nullif(current_setting('app.practice', true), '')::uuid));

-- How far the heads have been written to each place outside the database; a mark of progress, no evidence.
create table audit_anchored (
    practice_id uuid not null,
    place text not null,
    number integer not null,
    primary key (practice_id, place)
);
alter table audit_anchored enable row level security;
create policy tenant on audit_anchored
    using (practice_id = (select nullif(current_setting('app.practice', true), '')::uuid))
    with check (practice_id = (select nullif(current_setting('app.practice', true), '')::uuid));

-- Transaction numbers begin anew in another cluster, as after a restore from a dump.
create function audit_cluster() returns bigint
language sql stable set search_path = pg_catalog, public as $$
    select system_identifier from pg_control_system()
$$;

-- Every practice that has rows, and every one that has segments: one step through the index for each.
create function audit_practices() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
    with recursive known as (
        (select e.practice_id from public.audit_entry e order by e.practice_id limit 1)
        union all
        select (
            select e.practice_id from public.audit_entry e
            where e.practice_id > known.practice_id order by e.practice_id limit 1
        )
        from known where known.practice_id is not null
    )
    select practice_id from known where practice_id is not null
$$;

create function audit_sealed_practices() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
    with recursive known as (
        (select s.practice_id from public.audit_segment s order by s.practice_id limit 1)
        union all
        select (
            select s.practice_id from public.audit_segment s
            where s.practice_id > known.practice_id order by s.practice_id limit 1
        )
        from known where known.practice_id is not null
    )
    select practice_id from known where practice_id is not null
$$;

create function audit_practices_to_seal() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
    select practice.id from public.audit_practices() as practice (id)
    left join lateral (
        select s.cluster, s.xid_to, s.floor_seq from public.audit_segment s
        where s.practice_id = practice.id order by s.number desc limit 1
    ) head on true
    where head.cluster is distinct from public.audit_cluster() or exists (
        select from public.audit_entry e
        where e.practice_id = practice.id and e.xid >= head.xid_to and e.seq > head.floor_seq
            and e.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    )
$$;

-- The newest segment of each practice that the place outside has not got yet.
create function audit_heads_beyond(place text) returns table (
    practice_id uuid, number integer, hash bytea, key bytea, signature bytea, sealed_at timestamptz
)
language sql stable security definer set search_path = pg_catalog, public as $$
    select practice.id, head.number, head.hash, head.key, head.signature, head.sealed_at
    from public.audit_sealed_practices() as practice (id)
    cross join lateral (
        select * from public.audit_segment s where s.practice_id = practice.id order by s.number desc limit 1
    ) head
    left join public.audit_anchored anchored
        on anchored.practice_id = practice.id and anchored.place = audit_heads_beyond.place
    where head.number > coalesce(anchored.number, 0)
$$;
"""

# The app login adds rows and segments and reads them; who wrote a row when, the database says itself. A login is
# whoever the owner's default rights name, so that no name stands here.
RIGHTS = """
do $$
declare
    login text;
begin
    for login in
        select distinct grantee::regrole::text from pg_class, aclexplode(relacl)
        where oid = 'audit_entry'::regclass and grantee not in (0, relowner)
    loop
        execute format('revoke all on audit_entry, audit_entry_default, audit_segment from %s', login);
        execute format('grant select on audit_entry to %s', login);
        execute format(
            'grant insert (id, at, practice_id, person_id, membership_id, on_behalf_of, roles, action, object_type,'
            ' object_id, client_id, outcome, source, request_id, detail) on audit_entry to %s', login);
        execute format('grant select, insert on audit_segment to %s', login);
    end loop;
end $$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kollega.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("practice_id", kollega.platform.columns.PracticeId()),
                ("seq", models.BigIntegerField()),
                ("xid", models.BigIntegerField()),
                ("person_id", models.UUIDField(null=True)),
                ("membership_id", models.UUIDField(null=True)),
                ("on_behalf_of", models.UUIDField(null=True)),
                ("roles", models.TextField(default="")),
                ("action", models.TextField()),
                ("object_type", models.TextField()),
                ("object_id", models.UUIDField(null=True)),
                ("client_id", models.UUIDField(null=True)),
                ("outcome", models.TextField(choices=[("done", "Done"), ("denied", "Denied")], default="done")),
                ("source", models.TextField()),
                ("request_id", models.TextField(default="")),
                ("detail", models.JSONField(default=dict)),
            ],
            options={"db_table": "audit_entry", "managed": False},
        ),
        migrations.RunSQL(
            "select audit_ensure_partitions((date_trunc('month', now()) - interval '1 month')::date, 26)",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(SEALING, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Segment",
            fields=[
                ("pk", models.CompositePrimaryKey("practice_id", "number", blank=True, editable=False, primary_key=True, serialize=False)),
                ("practice_id", kollega.platform.columns.PracticeId()),
                ("number", models.IntegerField()),
                ("cluster", models.BigIntegerField()),
                ("floor_seq", models.BigIntegerField()),
                ("xid_to", models.BigIntegerField()),
                ("top_seq", models.BigIntegerField()),
                ("digests", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
                ("key", models.BinaryField()),
                ("signature", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
            ],
            options={"db_table": "audit_segment", "managed": False},
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
