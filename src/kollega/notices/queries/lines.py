"""Messages to clients as they are shown: of one appointment, those that wait, and the practice's whole list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kollega.clients.queries.access import met_names, names_of
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.messaging.queries.fates import Fate, mail_fates, text_fates
from kollega.notices.enums import Channel, NoticeKind, NoticeState, Why
from kollega.notices.models import Notice, Thread
from kollega.notices.rules.facts import from_json
from kollega.platform.operations import Action, Entry, query
from kollega.scheduling.queries.telling import sees_fully, visit_to_tell

PAGE = 50


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One message. `state` is where it stands by our side, `fate` what became of the mail: empty unless handed on.

    `at` is when it was sent or decided about, None while it waits; `due_at` when it goes. `starts_at` is the time it
    speaks of. `client_name` is empty where the viewer may not know it. `hours` says before which time a reminder goes.
    """

    id: UUID
    appointment_id: UUID
    client_id: UUID
    client_name: str
    channel: Channel
    kind: NoticeKind
    state: NoticeState
    why: Why | None
    fate: str
    troubled: bool
    due_at: datetime
    at: datetime | None
    starts_at: datetime
    hours: int | None

    @property
    def failed(self) -> bool:
        """Whether somebody has to look at it: the client does not know what they should."""
        return self.fate in ("refused", "given_up", "undelivered") or self.state is NoticeState.UNSENT


@dataclass(frozen=True, slots=True)
class AppointmentNotices:
    """The messages about one appointment, the newest first. `may_invite`: nobody was invited yet and it can be done."""

    lines: tuple[NoticeLine, ...]
    invited: bool
    may_invite: bool


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Up to 50 messages, the newest first; `older` is the place after the last, None at the end."""

    lines: tuple[NoticeLine, ...]
    older: tuple[datetime, UUID] | None


def _of_one(actor: Actor, result: AppointmentNotices, given: dict[str, Any]) -> Entry:
    client_id = result.lines[0].client_id if result.lines else None
    return Entry(Action.READ, "notices", given["appointment_id"], client_id)


@query(requires=Permission.CALENDAR_SEE, logs=_of_one)
def notices_of(actor: Actor, *, appointment_id: UUID) -> AppointmentNotices:
    """Return the messages about an appointment that the actor may open. NotFound otherwise."""
    if not sees_fully(actor, appointment_id):
        raise NotFound
    rows = Notice.objects.filter(practice_id=actor.practice_id, appointment_id=appointment_id)
    visit = visit_to_tell(actor.practice_id, appointment_id)
    threads = Thread.objects.filter(practice_id=actor.practice_id, appointment_id=appointment_id, open=True)
    invited = threads.exists()
    possible = visit is not None and bool(visit.client_ids) and not visit.gone and visit.starts_at > actor.at
    return AppointmentNotices(
        lines=tuple(_lines(actor, rows.order_by("-created_at", "-id")[:PAGE])),
        invited=invited,
        may_invite=possible and not invited and actor.may(Permission.APPOINTMENT_BOOK),
    )


def _one(actor: Actor, result: NoticeLine, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "notices", result.appointment_id, result.client_id)


@query(requires=Permission.CALENDAR_SEE, logs=_one)
def notice_line(actor: Actor, *, notice_id: UUID) -> NoticeLine:
    """Return one message without what it said. NotFound when the actor may not open its appointment."""
    row = Notice.objects.filter(practice_id=actor.practice_id, id=notice_id).first()
    if row is None or not sees_fully(actor, row.appointment_id):
        raise NotFound
    return _lines(actor, [row])[0]


def _list(actor: Actor, result: object, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "notice_list", client_id=given.get("client_id"))


@query(requires=Permission.CALENDAR_SEE, logs=_list)
def waiting_notices(actor: Actor, *, most: int = 20) -> tuple[NoticeLine, ...]:
    """Return the messages that wait, the next first: about the own calendar, or all for who books for everyone."""
    rows = _reachable(actor).filter(state=NoticeState.WAITING).order_by("due_at", "id")
    return tuple(_lines(actor, rows[:most]))


@query(requires=Permission.CALENDAR_SEE)
def waiting_count(actor: Actor) -> int:
    """Count the messages that `waiting_notices` lists; a number only, so nothing is logged."""
    return _reachable(actor).filter(state=NoticeState.WAITING).count()


@query(requires=Permission.CALENDAR_SEE, logs=_list)
def failed_notices(actor: Actor, *, since: datetime, most: int = 20) -> tuple[NoticeLine, ...]:
    """Return the messages since then that did not reach the client's server, the newest first."""
    rows = _reachable(actor).filter(created_at__gte=since, state__in=[NoticeState.SENT, NoticeState.UNSENT])
    found = (line for line in _lines(actor, rows.order_by("-created_at", "-id")[:500]) if line.failed)
    return tuple(line for line, _ in zip(found, range(most), strict=False))


@query(requires=Permission.CALENDAR_SEE, logs=_list)
def notice_page(
    actor: Actor,
    *,
    older_than: tuple[datetime, UUID] | None = None,
    client_id: UUID | None = None,
    state: NoticeState | None = None,
) -> NoticePage:
    """Return a page of the list, of one client or in one state if asked."""
    rows = _reachable(actor)
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    if state is not None:
        rows = rows.filter(state=state)
    if older_than is not None:
        at, notice_id = older_than
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=notice_id))
    found = list(rows.order_by("-created_at", "-id")[: PAGE + 1])
    older = (found[PAGE - 1].created_at, found[PAGE - 1].id) if len(found) > PAGE else None
    return NoticePage(tuple(_lines(actor, found[:PAGE])), older)


def _reachable(actor: Actor) -> "QuerySet[Notice]":
    rows = Notice.objects.filter(practice_id=actor.practice_id)
    if actor.may(Permission.APPOINTMENT_BOOK_ANY):
        return rows
    return rows.filter(appointment__clinician_id=actor.membership_id)


def _lines(actor: Actor, rows: "Iterable[Notice] | QuerySet[Notice]") -> list[NoticeLine]:
    found = list(rows)
    ids = {row.client_id for row in found}
    # Whoever sees these messages either may know the clients or has the appointments with them.
    names = {key: name.full for key, name in {**met_names(actor, ids), **names_of(actor, ids)}.items()}
    sent = [row.message_id for row in found if row.message_id]
    fates = {**mail_fates(actor.practice_id, sent), **text_fates(actor.practice_id, sent)}
    return [
        _line(row, names.get(row.client_id, ""), fates.get(row.message_id) if row.message_id else None) for row in found
    ]


def _line(row: Notice, name: str, fate: Fate | None) -> NoticeLine:
    at = row.decided_at
    if at is not None and fate is not None and fate.after is not None:
        at += fate.after
    return NoticeLine(
        id=row.id,
        appointment_id=row.appointment_id,
        client_id=row.client_id,
        client_name=name,
        channel=Channel(row.channel),
        kind=NoticeKind(row.kind),
        state=NoticeState(row.state),
        why=Why(row.why) if row.why else None,
        fate=fate.state if fate else "",
        troubled=fate.troubled if fate else False,
        due_at=row.due_at,
        at=at,
        starts_at=from_json(row.facts).starts_at,
        hours=row.hours,
    )
