"""The log's partitions: made ahead, and no way around the log's own rules."""

import psycopg
import pytest
from django.db import connection, connections


def _partitions() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_entry'::regclass")
        return [row[0] for row in cursor.fetchall()]


def test_AL4_the_app_login_reaches_no_partition_directly() -> None:
    partitions = _partitions()
    assert len(partitions) > 24
    for partition in partitions:
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"):
            with connection.cursor() as cursor:
                cursor.execute("SELECT has_table_privilege(current_user, %s, %s)", [partition, right])
                assert cursor.fetchone() == (False,), f"{right} on {partition}"


def test_AL4_a_partition_made_later_is_closed_too() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT audit_ensure_partitions('2040-01-01', 1)")
        assert cursor.fetchone() == (1,)
    with connection.cursor() as cursor, pytest.raises(Exception) as refused:
        cursor.execute("SELECT count(*) FROM audit_entry_2040_01")
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
