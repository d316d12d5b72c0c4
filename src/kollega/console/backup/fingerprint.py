"""The rows of every table as a count and a sum of hashes, the same before a backup and after its restore."""

import psycopg
from psycopg import sql

from kollega.console.backup.archive import Table

# A row as text must not depend on the server's or the session's taste.
SETTINGS = (
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'iso_8601'",
    "SET LOCAL extra_float_digits = 3",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL search_path = public",
    "SET LOCAL row_security = off",
)


def fingerprint(connection: psycopg.Connection) -> dict[str, Table]:
    """Count and hash the rows of every table in the open transaction; partitions count by themselves."""
    for setting in SETTINGS:
        connection.execute(setting)
    names = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
    ).fetchall()
    return {name: _table(connection, name) for (name,) in names}


def _table(connection: psycopg.Connection, name: str) -> Table:
    row = connection.execute(
        sql.SQL(
            "SELECT count(*), coalesce(sum(('x' || left(md5(r::text), 15))::bit(60)::bigint), 0)::text FROM {} AS r"
        ).format(sql.Identifier(name))
    ).fetchone()
    assert row is not None
    return Table(rows=row[0], digest=row[1])


def differences(wanted: dict[str, Table], found: dict[str, Table]) -> list[str]:
    """One sentence for each table that is not as it was."""
    told = []
    for name in sorted(wanted.keys() | found.keys()):
        before, after = wanted.get(name), found.get(name)
        if before is None or after is None:
            told.append(f"{name}: the table is {'new' if before is None else 'missing'}")
        elif before.rows != after.rows:
            told.append(f"{name}: {after.rows} rows instead of {before.rows}")
        elif before.digest != after.digest:
            told.append(f"{name}: the rows are not the same")
    return told
