"""What a feed gives: the member's own calendar, masked as the member chose (AZ-5, AL-1)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from kollega.feeds.enums import Shows
from kollega.feeds.queries.feeds import HeldFeed
from kollega.feeds.rules.entries import AHEAD, BACK, Entry, digest_of
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, query
from kollega.platform.operations import Entry as LogEntry
from kollega.scheduling.enums import Kind, Place, Status
from kollega.scheduling.queries.own_calendar import OwnEvent, own_events


@dataclass(frozen=True, slots=True)
class Content:
    """All entries of a feed. `named` are those that say who comes, `digest` changes with any word."""

    title: str
    zone: str
    entries: list[Entry]
    digest: str
    named: frozenset[UUID]


def _log(actor: Actor, result: Content, given: dict[str, Any]) -> LogEntry | None:
    held: HeldFeed = given["held"]
    if result.digest in given["known"]:
        return None
    return _names_read(held, len(result.named))


def _names_read(held: HeldFeed, names: int) -> LogEntry | None:
    if not names:
        return None
    return LogEntry(Action.READ, "feed", held.feed_id, detail={"shows": held.shows, "appointments": names})


@query(requires=Permission.CALENDAR_SEE, logs=_log)
def read_feed(actor: Actor, *, held: HeldFeed, known: Collection[str]) -> Content:
    """Return the whole content; names are logged, unless the reader says that it has a content of this digest."""
    return content_of(actor, held)


def _log_given(_actor: Actor, result: list[Entry], given: dict[str, Any]) -> LogEntry | None:
    return _names_read(given["held"], len(given["content"].named & {entry.id for entry in result}))


@query(requires=Permission.CALENDAR_SEE, logs=_log_given)
def give(
    actor: Actor, *, held: HeldFeed, content: Content, wanted: Callable[[Entry], bool] = lambda _entry: True
) -> list[Entry]:
    """Return the wanted entries of a content whole, for handing out; those with names are logged."""
    return [entry for entry in content.entries if wanted(entry)]


@query(requires=Permission.CALENDAR_SEE)
def content_at_hand(actor: Actor, *, held: HeldFeed) -> Content:
    """Return the content for looking at etags only: what is handed out of it goes through `give`, which logs."""
    return content_of(actor, held)


def content_of(actor: Actor, held: HeldFeed) -> Content:
    """Put the content together; inside a query that sees to the log."""
    today = datetime.combine(actor.at.astimezone(actor.timezone).date(), time(), tzinfo=actor.timezone).astimezone(UTC)
    found = own_events(actor, today - BACK, today + AHEAD, named=held.shows is not Shows.BUSY)
    with translation.override(held.language):
        title = _("Kollega · %(practice)s") % {"practice": held.membership.practice_name}
        kept = [one for one in found if one.kind is Kind.VISIT or held.with_blocks]
        entries = [_entry(one, held.shows) for one in kept]
    return Content(
        title=title,
        zone=actor.zone,
        entries=entries,
        digest=digest_of(title, actor.zone, entries),
        named=frozenset(one.id for one in kept if one.clients),
    )


def _entry(one: OwnEvent, shows: Shows) -> Entry:
    return Entry(
        id=one.id,
        summary=_summary(one, shows),
        place="" if shows is Shows.BUSY else _place(one),
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        zone=one.zone,
        tentative=one.status is Status.REQUESTED,
        free=not one.occupies,
        version=one.version,
        changed_at=one.changed_at,
    )


def _summary(one: OwnEvent, shows: Shows) -> str:
    if one.kind is Kind.BLOCK:
        return (one.title if shows is Shows.NAMES else "") or _("Private")
    if not one.clients or shows is Shows.BUSY:
        return _("Appointment")
    return ", ".join(client.name if shows is Shows.NAMES else client.initials for client in one.clients)


def _place(one: OwnEvent) -> str:
    return _("Video") if one.place is Place.VIDEO else one.room
