"""The history of an appointment as sentences: when, who, what, from what to what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kollega.kernel.actor import Actor
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.enums import Change, Place, Status
from kollega.scheduling.queries.appointments import HistoryRow
from kollega.scheduling.queries.offers import rooms_of, services_of
from kollega.web.calendar import day_words
from kollega.web.calendar.status_words import CHANGE_WORDS, PLACE_WORDS, status_word

FIELDS: Mapping[str, Promise | str] = {
    "time": gettext_lazy("Time"),
    "status": gettext_lazy("Status"),
    "clients": gettext_lazy("Clients"),
    "clinician_id": gettext_lazy("Clinician"),
    "room_id": gettext_lazy("Room"),
    "service_id": gettext_lazy("Service"),
    "place": gettext_lazy("Place"),
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """`sentences` say each what changed; `undo_url` is empty once it can no longer be undone."""

    when: str
    who: str
    words: str
    sentences: tuple[str, ...]
    undo_url: str


@dataclass(frozen=True, slots=True)
class _Names:
    """What ids stand for, by id as text."""

    zone: ZoneInfo
    known: Mapping[str, str]

    def of(self, id_: Any) -> str:
        return self.known.get(str(id_), "") if id_ else _("none")


def history_of(actor: Actor, rows: list[HistoryRow], practice: str) -> list[HistoryLine]:
    """The lines, the newest first."""
    known: dict[UUID, str] = {member.id: member.name for member in calendar_members(actor.practice_id)}
    known |= {room.id: room.name for room in rooms_of(actor, archived=True)}
    known |= {service.id: service.name for service in services_of(actor, archived=True)}
    names = _Names(actor.timezone, {str(id_): name for id_, name in known.items()})
    return [_line(row, names, practice) for row in reversed(rows)]


def _line(row: HistoryRow, names: _Names, practice: str) -> HistoryLine:
    at = row.at.astimezone(names.zone)
    return HistoryLine(
        when=f"{day_words.short_day(at.date())} {at:%H:%M}",
        who=row.by_name,
        words=str(CHANGE_WORDS[row.change]),
        sentences=tuple(_sentences(row, names)),
        undo_url=reverse("calendar:undo", args=[practice, row.change_id]) if row.may_undo else "",
    )


def _sentences(row: HistoryRow, names: _Names) -> list[str]:
    before, after = _values(row.before, names), _values(row.after, names)
    found = []
    for field, label in FIELDS.items():
        old, new = before.get(field, ""), after.get(field, "")
        if row.change is Change.BOOKED and new and field != "status":
            found.append(_("%(field)s: %(after)s") % {"field": label, "after": new})
        elif row.change is not Change.BOOKED and old != new:
            found.append(
                _("%(field)s: from %(before)s to %(after)s")
                % {"field": label, "before": old or _("none"), "after": new or _("none")}
            )
    return found


def _values(values: Mapping[str, Any], names: _Names) -> dict[str, str]:
    """A row's values in words; a time is a start, an end, or both."""
    found = {field: names.of(values[field]) for field in ("clinician_id", "room_id", "service_id") if field in values}
    time = _time(values, names.zone)
    if time:
        found["time"] = time
    if values.get("status"):
        found["status"] = status_word(Status(values["status"]))
    if values.get("place"):
        found["place"] = str(PLACE_WORDS[Place(values["place"])])
    if "clients" in values:
        count = int(values["clients"])
        found["clients"] = ngettext("%(count)s client", "%(count)s clients", count) % {"count": count}
    return found


def _time(values: Mapping[str, Any], zone: ZoneInfo) -> str:
    starts, ends = (
        datetime.fromisoformat(values[name]).astimezone(zone) if values.get(name) else None
        for name in ("starts_at", "ends_at")
    )
    if starts and ends:
        return f"{day_words.short_day(starts.date())} {day_words.clock(starts)}–{day_words.clock(ends)}"
    if starts:
        return f"{day_words.short_day(starts.date())} {day_words.clock(starts)}"
    return day_words.clock(ends) if ends else ""
