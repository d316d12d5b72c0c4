"""Rules about every table at once, read from the system catalogue."""

from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from kollega.platform.columns import PracticeKey, TenantForeignKey

# Tables without a tenant, each with its reason.
WITHOUT_TENANT = {
    "accounts_": "people and their factors cross practices",
    "account_": "addresses of people cross practices",
    "mfa_": "factors of people cross practices",
    "usersessions_": "login sessions of people cross practices",
    "auth_": "Django's own, empty",
    "django_": "Django's own bookkeeping",
    "procrastinate_": "jobs hold ids only and name their practice",
    "platform_outbox": "the relay reads across practices; ids only",
    "platform_handled": "ids of events and names of handlers only",
    "platform_limit": "hashed keys and counts only",
    "platform_heartbeat": "names of processes only",
    "platform_": "bookkeeping of the installation; ids only",
    "practices_practice": "the tenant itself; has a policy of its own",
    "catalogue_affiliate": "people's links and who came by them cross practices",
    "notices_reminders_from": "one moment, set when a restore's held work is dropped",
    "operator_": "the installation's own back office; no data of clients",
}


def own_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if model.__module__.startswith("kollega."):
            yield model


def rows(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_TI4_every_table_has_a_policy_or_a_reason() -> None:
    guarded = {row[0] for row in rows("select relname from pg_class where relrowsecurity")}
    bare = [
        str(row[0])
        for row in rows(
            "select relname from pg_class c join pg_namespace n on n.oid = relnamespace"
            " where nspname = 'public' and relkind in ('r', 'p') and not relispartition"
        )
        if row[0] not in guarded and not str(row[0]).startswith(tuple(WITHOUT_TENANT))
    ]
    assert bare == []


def test_TI4_every_table_with_a_practice_is_guarded() -> None:
    unguarded = rows(
        "select c.relname from pg_class c join pg_namespace n on n.oid = relnamespace"
        " join pg_attribute a on a.attrelid = c.oid and a.attname = 'practice_id'"
        " where nspname = 'public' and relkind in ('r', 'p') and not relispartition and not relrowsecurity"
        " and relname not in ('platform_outbox')"
    )
    allowed = {("platform_outbox",)}
    assert set(unguarded) <= allowed


def test_TI4_foreign_keys_between_tenant_tables_hold_the_practice() -> None:
    """A plain foreign key ignores row-level security and would accept an id of another practice."""
    plain = rows(
        "select con.conname from pg_constraint con"
        " join pg_attribute mine on mine.attrelid = con.conrelid and mine.attname = 'practice_id'"
        " join pg_attribute theirs on theirs.attrelid = con.confrelid and theirs.attname = 'practice_id'"
        " where con.contype = 'f' and not (mine.attnum = any(con.conkey))"
    )
    assert plain == []


def test_TI4_tenant_models_use_tenant_foreign_keys() -> None:
    wrong = []
    for model in own_models():
        fields = model._meta.local_fields
        if not any(getattr(field, "tenant_column", False) for field in fields):
            continue
        for field in fields:
            if isinstance(field, models.ForeignKey) and not isinstance(field, (PracticeKey, TenantForeignKey)):
                target = field.remote_field.model
                if any(getattr(other, "tenant_column", False) for other in target._meta.local_fields):
                    wrong.append(f"{model.__name__}.{field.name}")
    assert wrong == []


def test_every_foreign_key_points_down_the_ladder() -> None:
    ladder = [
        "platform",
        "audit",
        "accounts",
        "practices",
        "catalogue",
        "communities",
        "clients",
        "messaging",
        "scheduling",
    ]
    ladder += ["journal", "teams", "operator"]
    upward = []
    for model in own_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey):
                target = field.remote_field.model._meta.app_label
                here = model._meta.app_label
                if target in ladder and here in ladder and ladder.index(target) > ladder.index(here):
                    upward.append(f"{model.__name__}.{field.name}")
    assert upward == []


def test_the_app_login_owns_nothing_and_bypasses_nothing() -> None:
    assert rows(
        "select rolbypassrls or rolsuper or rolcreatedb or rolcreaterole from pg_roles where rolname = current_user"
    ) == [(False,)]
    assert (
        rows("select relname from pg_class where relowner = (select oid from pg_roles where rolname = current_user)")
        == []
    )


def test_no_extension_is_needed() -> None:
    assert rows("select extname from pg_extension where extname <> 'plpgsql'") == []


def test_business_time_never_comes_from_the_database() -> None:
    """A column with now() as its default would ignore the shifted clock."""
    found = rows(
        "select c.relname, a.attname from pg_attrdef d join pg_class c on c.oid = adrelid"
        " join pg_attribute a on a.attrelid = adrelid and a.attnum = adnum"
        " where pg_get_expr(adbin, adrelid) ~* '(now\\(|current_timestamp|clock_timestamp)'"
        " and relname not like 'procrastinate%'"
    )
    assert found == []


def test_web_needs_no_owner_login() -> None:
    """Only migrate, backup and restore get the owner's address; the tests have it to play those."""
    with psycopg.connect(settings_url()) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("create table public.x ()")


def settings_url() -> str:
    known = settings.DATABASES["default"]
    return f"postgresql://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{connection.settings_dict['NAME']}"
