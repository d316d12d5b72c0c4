"""The practice's log: the newest first, by theme, person, client and time; itself logged."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.paging import Page, decode_cursor, encode_cursor
from kollega.audit.queries.entries import Cursor, LogFilter, LoggedAction, log_page
from kollega.audit.rules.themes import Theme
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.permissions import Permission

router = Router()


class LoggedActionOut(Schema):
    id: UUID
    at: datetime
    person_id: UUID | None
    on_behalf_of: UUID | None
    roles: list[str]
    action: str
    object_type: str
    object_id: UUID | None
    client_id: UUID | None
    is_denied: bool
    source: str
    detail: dict[str, Any]


class LogAsked(Schema):
    theme: Theme = Theme.ALL
    person_id: UUID | None = None
    client_id: UUID | None = None
    first: datetime | None = None
    until: datetime | None = None
    cursor: str | None = None


@endpoint(router, "GET", "/log", requires=Permission.LOG_READ, answer=Page[LoggedActionOut], tag="Log")
def list_log(request: ApiRequest, asked: Query[LogAsked]) -> dict[str, Any]:
    """Who saw and changed what, the newest first, 50 a page. Reading the log is logged.

    `first` and `until` (exclusive) are instants.
    """
    wanted = LogFilter(
        theme=asked.theme,
        person_id=asked.person_id,
        client_id=asked.client_id,
        first=asked.first,
        until=asked.until,
    )
    found = log_page(request.actor, asked=wanted, older_than=log_cursor(asked.cursor))
    older = found.older
    return {
        "items": [logged_out(row) for row in found.rows],
        "next": encode_cursor(older.at.isoformat(), older.id) if older else None,
    }


def log_cursor(text: str | None) -> Cursor | None:
    """Return the place in the log that a cursor stands for. Refuses with BadInput."""
    parts = decode_cursor(text, 2)
    if parts is None:
        return None
    try:
        return Cursor(datetime.fromisoformat(parts[0]), UUID(parts[1]))
    except ValueError as error:
        raise BadInput(fields={"cursor": N_("This cursor is not one that was given out.")}) from error


def logged_out(row: LoggedAction) -> LoggedActionOut:
    """Return the shape of one row, for endpoints that show rows of the log."""
    return LoggedActionOut(
        id=row.id,
        at=row.at,
        person_id=row.person_id,
        on_behalf_of=row.on_behalf_of,
        roles=list(row.roles),
        action=row.action,
        object_type=row.object_type,
        object_id=row.object_id,
        client_id=row.client_id,
        is_denied=row.is_denied,
        source=row.source,
        detail=row.detail,
    )
