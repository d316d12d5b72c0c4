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
create index audit_entry_seq_index on audit_entry (practice_id, seq);
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
drop function audit_ensure_partitions(date, integer);
drop table audit_entry;
drop sequence audit_entry_seq;
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
                ("seq", models.BigIntegerField(db_default=0)),
                ("xid", models.BigIntegerField(db_default=0)),
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
        migrations.RunSQL(
            """
            do $$ begin
                if exists (select from pg_roles where rolname = 'kollega_app') then
                    revoke update, delete, truncate on audit_entry from kollega_app;
                    revoke all on audit_entry_default from kollega_app;
                end if;
            end $$
            """,
            migrations.RunSQL.noop,
        ),
    ]
