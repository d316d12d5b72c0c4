"""Reading the log: the practice's page of it, and who did what with one client."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kollega.audit.models import LogEntry
from kollega.audit.rules.themes import OBJECTS_BY_THEME, Theme
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query

PAGE = 50
MOST_EXPORTED = 50_000


@dataclass(frozen=True, slots=True)
class LoggedAction:
    """One row of the log: ids and codes. `person_id` is None for the system itself."""

    id: UUID
    at: datetime
    person_id: UUID | None
    on_behalf_of: UUID | None
    roles: tuple[str, ...]
    action: str
    object_type: str
    object_id: UUID | None
    client_id: UUID | None
    is_denied: bool
    source: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What is asked of the log; empty fields ask for nothing. `first` and `until` (exclusive) are moments in UTC.

    `kinds` are pairs of action and object type; an empty list finds nothing.
    """

    theme: Theme = Theme.ALL
    person_id: UUID | None = None
    client_id: UUID | None = None
    first: datetime | None = None
    until: datetime | None = None
    kinds: Sequence[tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between rows: those before it are newer, those after it older."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class LogPage:
    """Rows with the newest first; `newer` and `older` are None where there are no more."""

    rows: list[LoggedAction] = field(default_factory=list)
    newer: Cursor | None = None
    older: Cursor | None = None


def _read(actor: Actor, result: Any, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "log", client_id=given["asked"].client_id, detail=_asked(given["asked"]))


def _exported(actor: Actor, result: list[LoggedAction], given: dict[str, Any]) -> Entry:
    detail = {"rows": len(result), **_asked(given["asked"])}
    return Entry(Action.EXPORT, "log", client_id=given["asked"].client_id, detail=detail)


def _asked(asked: LogFilter) -> dict[str, Any]:
    """What was looked for, in ids and moments; typed words only as the kinds they stood for."""
    found: dict[str, Any] = {"theme": asked.theme.value}
    if asked.person_id:
        found["person"] = str(asked.person_id)
    if asked.first or asked.until:
        found["between"] = [str(asked.first or ""), str(asked.until or "")]
    if asked.kinds is not None:
        found["kinds"] = len(asked.kinds)
    return found


@query(requires=Permission.LOG_READ, logs=_read)
def log_page(
    actor: Actor, *, asked: LogFilter, older_than: Cursor | None = None, newer_than: Cursor | None = None
) -> LogPage:
    """Return 50 rows of the practice's log; from the newest, or on one side of a cursor."""
    return _page(_matching(actor, asked), older_than, newer_than)


@query(requires=Permission.LOG_READ, logs=_exported)
def log_export(actor: Actor, *, asked: LogFilter) -> list[LoggedAction]:
    """Return the newest 50,000 matching rows."""
    return [logged_action(entry) for entry in _matching(actor, asked).order_by("-at", "-id")[:MOST_EXPORTED]]


def log_of_client(
    actor: Actor, *, client_ids: Collection[UUID], older_than: Cursor | None = None, newer_than: Cursor | None = None
) -> LogPage:
    """Return 50 rows of what was done with a client (all their cards): opened, changed, refused.

    For use inside a query of the clients domain, which decides who may ask and logs that they did. Names of people
    are the caller's business: rows carry ids.
    """
    return _page(_matching(actor, LogFilter()).filter(client_id__in=client_ids), older_than, newer_than)


def whole_log_of_client(actor: Actor, client_ids: Collection[UUID]) -> list[LoggedAction]:
    """Return what was done with a client (all their cards), the oldest first, at most the newest 50,000 rows.

    For use inside a query or operation that decides who may ask and logs that they did.
    """
    newest = _matching(actor, LogFilter()).filter(client_id__in=client_ids).order_by("-at", "-id")[:MOST_EXPORTED]
    return [logged_action(entry) for entry in newest][::-1]


def log_on_behalf_of(
    actor: Actor,
    *,
    principal_id: UUID,
    person_id: UUID | None = None,
    older_than: Cursor | None = None,
    newer_than: Cursor | None = None,
) -> LogPage:
    """Return 50 rows of what others did for a person, or tried to; of one of them when asked.

    For use inside a query that answers for whose principal it is.
    """
    rows = _matching(actor, LogFilter(person_id=person_id)).filter(on_behalf_of=principal_id)
    return _page(rows.exclude(person_id=principal_id), older_than, newer_than)


def _matching(actor: Actor, asked: LogFilter) -> "QuerySet[LogEntry]":
    rows = LogEntry.objects.filter(practice_id=actor.practice_id)
    if asked.person_id:
        rows = rows.filter(person_id=asked.person_id)
    if asked.client_id:
        rows = rows.filter(client_id=asked.client_id)
    if asked.first:
        rows = rows.filter(at__gte=asked.first)
    if asked.until:
        rows = rows.filter(at__lt=asked.until)
    if asked.theme is not Theme.ALL:
        rows = rows.filter(_of_theme(asked.theme))
    if asked.kinds is not None:
        rows = rows.filter(_of_kinds(asked.kinds))
    return rows


def _of_theme(theme: Theme) -> Q:
    """A refused try names the operation, page or call instead of an object."""
    objects, domains = OBJECTS_BY_THEME[theme]
    found = Q(object_type__in=objects)
    for domain in domains:
        found |= Q(outcome=LogEntry.Outcome.DENIED, object_type__regex=rf"^((web|api\.v1)\.)?{domain}\.")
    return found


def _of_kinds(kinds: Sequence[tuple[str, str]]) -> Q:
    found = Q(pk__in=[])
    for action, object_type in kinds:
        if object_type:
            found |= Q(action=action, object_type=object_type, outcome=LogEntry.Outcome.DONE)
        else:
            found |= Q(action=action, outcome=LogEntry.Outcome.DENIED)
    return found


def _page(rows: "QuerySet[LogEntry]", older_than: Cursor | None, newer_than: Cursor | None) -> LogPage:
    if newer_than:
        beyond = rows.filter(_newer(newer_than)).order_by("at", "id")[: PAGE + 1]
        found = [logged_action(entry) for entry in beyond]
        shown = found[:PAGE][::-1]
        return LogPage(shown, newer=_cursor(shown[0]) if len(found) > PAGE else None, older=_last(shown))
    if older_than:
        rows = rows.filter(_older(older_than))
    found = [logged_action(entry) for entry in rows.order_by("-at", "-id")[: PAGE + 1]]
    shown = found[:PAGE]
    newer = _cursor(shown[0]) if older_than and shown else None
    return LogPage(shown, newer=newer, older=_last(shown) if len(found) > PAGE else None)


def _older(cursor: Cursor) -> Q:
    """The first condition alone would do; it is what the index of partitions understands."""
    return Q(at__lte=cursor.at) & (Q(at__lt=cursor.at) | Q(id__lt=cursor.id))


def _newer(cursor: Cursor) -> Q:
    return Q(at__gte=cursor.at) & (Q(at__gt=cursor.at) | Q(id__gt=cursor.id))


def _last(rows: list[LoggedAction]) -> Cursor | None:
    return _cursor(rows[-1]) if rows else None


def _cursor(row: LoggedAction) -> Cursor:
    return Cursor(row.at, row.id)


def logged_action(entry: LogEntry) -> LoggedAction:
    """For use in this domain: a stored row as others see it."""
    return LoggedAction(
        id=entry.id,
        at=entry.at,
        person_id=entry.person_id,
        on_behalf_of=entry.on_behalf_of,
        roles=tuple(entry.roles.split()),
        action=entry.action,
        object_type=entry.object_type,
        object_id=entry.object_id,
        client_id=entry.client_id,
        is_denied=entry.outcome == LogEntry.Outcome.DENIED,
        source=entry.source,
        detail=entry.detail,
    )
