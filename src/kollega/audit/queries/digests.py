"""Rows of the log as the chain sees them. Inside the practice's scope and an open transaction."""

from collections.abc import Iterator
from uuid import UUID

from django.db import connection

from kollega.audit.rules.segments import DIGEST_BYTES, Row

# The canonical form of a row: a JSON array of all its columns, written by the database, in which nothing depends on
# the session's settings. A changed form would change every digest: add a new column only together with a new form.
CANONICAL = (
    "json_build_array(id, to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), practice_id, seq, xid, person_id,"
    " membership_id, on_behalf_of, roles, action, object_type, object_id, client_id, outcome, source, request_id,"
    " detail)::text"
)
SELECT = (
    f"select seq, xid, substring(sha256(convert_to({CANONICAL}, 'UTF8')) for {DIGEST_BYTES})"  # noqa: S608 - constants
    " from audit_entry where practice_id = %s"
)
BATCH = 20_000


def final_rows(practice_id: UUID, *, floor_seq: int, xid_from: int, xid_to: int, most: int) -> list[Row]:
    """Return at most so many rows of the span, in order of their transactions."""
    return _rows(
        " and seq > %s and xid >= %s and xid < %s order by xid, seq limit %s",
        [practice_id, floor_seq, xid_from, xid_to, most],
    )


def rows_of_span(
    practice_id: UUID, *, floor_seq: int, ceiling_seq: int | None, xid_from: int, xid_to: int | None
) -> Iterator[Row]:
    """Yield the rows numbered above the floor and up to the ceiling, of transactions in the span."""
    condition = " and seq > %s and xid >= %s"
    values: list[UUID | int] = [practice_id, floor_seq, xid_from]
    if ceiling_seq is not None:
        condition, values = condition + " and seq <= %s", [*values, ceiling_seq]
    if xid_to is not None:
        condition, values = condition + " and xid < %s", [*values, xid_to]
    with connection.chunked_cursor() as cursor:
        cursor.execute(SELECT + condition, values)
        while batch := cursor.fetchmany(BATCH):
            for seq, xid, digest in batch:
                yield Row(seq, xid, bytes(digest))


def highest_seq_of_unborn(practice_id: UUID, *, xid_from: int) -> int | None:
    """Return the highest row number among transactions from this number on."""
    with connection.cursor() as cursor:
        cursor.execute("select max(seq) from audit_entry where practice_id = %s and xid >= %s", [practice_id, xid_from])
        found: int | None = cursor.fetchone()[0]
    return found


def _rows(condition: str, values: list[UUID | int]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(SELECT + condition, values)
        return [Row(seq, xid, bytes(digest)) for seq, xid, digest in cursor.fetchall()]
