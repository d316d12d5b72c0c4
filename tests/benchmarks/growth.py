"""Many more appointments at once: every stored one again, in years before, so that sizes can be compared (LD-7)."""

from typing import Any

import psycopg
from psycopg import sql

APPOINTMENTS = "scheduling_appointment"
# Far enough apart that no copy meets an original or another copy.
APART = "interval '1456 days'"
MOVED = ("starts_at", "ends_at", "busy_from", "busy_until")
# What names one booking only.
LEFT_OUT = ("submit_key", "recurrence_id", "import_key")


def grow(connection: "psycopg.Connection[Any]", times: int) -> int:
    """Store what there is `times` times in all, with the owner's login; return how many appointments there are then."""
    columns = [
        row[0]
        for row in connection.execute(
            "select column_name from information_schema.columns where table_name = %s and is_generated = 'NEVER'",
            [APPOINTMENTS],
        )
    ]
    copied = [name for name in columns if name not in LEFT_OUT]
    statement = sql.SQL(
        "insert into {table} ({names}, import_key) select {values}, '' from {table} a, {copies}"
    ).format(
        table=sql.Identifier(APPOINTMENTS),
        names=sql.SQL(", ").join(map(sql.Identifier, copied)),
        values=sql.SQL(", ").join(map(_value, copied)),
        copies=sql.SQL("generate_series(1, {}) k").format(sql.Literal(times - 1)),
    )
    connection.execute(statement)
    connection.commit()
    connection.execute(sql.SQL("analyze {}").format(sql.Identifier(APPOINTMENTS)))
    connection.commit()
    found = connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(APPOINTMENTS))).fetchone()
    return int(found[0]) if found else 0


def _value(column: str) -> sql.Composable:
    if column == "id":
        return sql.SQL("gen_random_uuid()")
    name = sql.SQL("a.{}").format(sql.Identifier(column))
    return sql.SQL("{} - k * {}").format(name, sql.SQL(APART)) if column in MOVED else name
