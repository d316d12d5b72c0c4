"""What stands on a card: a client, a couple, a group, a private block, or that the time is taken."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kollega.scheduling.enums import Kind
from kollega.scheduling.queries.calendar import CalendarEvent
from kollega.scheduling.queries.offers import ServiceRow


@dataclass(frozen=True, slots=True)
class Title:
    """`short` and `initials` stand where there is little room; `spoken` is for screen readers.

    `is_person` marks words that name somebody, so that they can be hidden.
    """

    name: str
    short: str
    initials: str
    spoken: str
    is_person: bool


def title_of(event: CalendarEvent, service: ServiceRow | None, zone: ZoneInfo) -> Title:
    if event.full and event.kind is not Kind.BLOCK and event.client is not None:
        if service is not None and service.group_size is not None:
            return _group(event, service)
        return _people(event)
    words = _plain(event, zone)
    return Title(words, words, "", words, is_person=False)


def _plain(event: CalendarEvent, zone: ZoneInfo) -> str:
    if event.held_until is not None:
        return _("Held until %(time)s") % {"time": f"{event.held_until.astimezone(zone):%H:%M}"}
    if not event.full:
        return _("Occupied")
    if event.kind is Kind.BLOCK:
        return event.title or _("Private")
    return _("Client")


def _group(event: CalendarEvent, service: ServiceRow) -> Title:
    """A group goes by the name of its service, with how many of its places are taken."""
    filled = {"name": service.name, "count": event.client_count, "size": service.group_size}
    words = _("%(name)s, %(count)s of %(size)s") % filled
    return Title(words, words, "", words, is_person=False)


def _people(event: CalendarEvent) -> Title:
    """A. Berg + 1 for two who come together."""
    assert event.client is not None
    name, more = event.client.name, event.client_count - 1
    if more < 1:
        return Title(name, _short(name), event.client.initials, name, is_person=True)
    spoken = ngettext("%(name)s and %(count)s more", "%(name)s and %(count)s more", more) % {
        "name": name,
        "count": more,
    }
    known = [one.client.name for one in event.participants]
    return Title(
        f"{name} + {more}",
        f"{_short(name)} + {more}",
        f"{event.client.initials} + {more}",
        ", ".join(known) if len(known) == event.client_count else spoken,
        is_person=True,
    )


def _short(name: str) -> str:
    """A. Berg for Anna Berg."""
    given, _space, family = name.partition(" ")
    return f"{given[:1]}. {family}" if family else name
