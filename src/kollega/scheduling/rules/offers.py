"""What a service, a room and hours must look like: wrong fields by name, with the sentence that says what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from kollega.kernel.errors import N_
from kollega.scheduling.enums import Mode, Rhythm
from kollega.scheduling.rules.windows import in_rhythm

LANGUAGES = ("sv", "nb", "de", "fr", "en")
COLOURS = 8
LARGEST_GROUP = 30


@dataclass(frozen=True, slots=True)
class ServiceValues:
    """What a person enters about a service; lengths in minutes, `names` per language code, `group_size` for groups."""

    names: dict[str, str]
    minutes: int
    mode: Mode
    code: str
    colour: int
    buffer_before: int = 0
    buffer_after: int = 0
    notice_minutes: int = 0
    bookable_online: bool = False
    group_size: int | None = None


@dataclass(frozen=True, slots=True)
class WeeklyEntry:
    """One weekly window as entered; weekday 0 is Monday, `ends` 00:00 is midnight at the end of the day.

    Every second week needs `valid_from`, a day of its first week.
    """

    weekday: int
    starts: time
    ends: time
    valid_from: date | None = None
    valid_until: date | None = None
    room_id: UUID | None = None
    place: str = ""
    rhythm: Rhythm = Rhythm.EVERY


@dataclass(frozen=True, slots=True)
class ExceptionEntry:
    """A dated exception as entered: off without times, else other hours on these days."""

    first_day: date
    last_day: date
    starts: time | None = None
    ends: time | None = None
    room_id: UUID | None = None
    reason: str = ""


def wrong_in_service(values: ServiceValues) -> dict[str, str]:
    """Return the wrong fields with their sentences; empty when all is well."""
    wrong: dict[str, str] = {}
    if not any(name.strip() for name in values.names.values()) or set(values.names) - set(LANGUAGES):
        wrong["names"] = N_("Enter a name in at least one language.")
    elif any(len(name) > 80 for name in values.names.values()):
        wrong["names"] = N_("Write at most 80 characters.")
    if not 5 <= values.minutes <= 720:
        wrong["minutes"] = N_("Enter a length between 5 minutes and 12 hours.")
    if not (2 <= len(values.code) <= 3 and values.code.isalnum()):
        wrong["code"] = N_("Enter a code of two or three letters.")
    if not 1 <= values.colour <= COLOURS:
        wrong["colour"] = N_("Choose one of the eight colours.")
    for field in ("buffer_before", "buffer_after"):
        if not 0 <= getattr(values, field) <= 240:
            wrong[field] = N_("Enter between 0 and 240 minutes.")
    if values.group_size is not None and not 2 <= values.group_size <= LARGEST_GROUP:
        wrong["group_size"] = N_("Enter a number of clients from 2 to 30.")
    if not 0 <= values.notice_minutes <= 40_320:
        wrong["notice_minutes"] = N_("Enter a notice time of at most four weeks.")
    return wrong


def next_colour(used: Sequence[int]) -> int:
    """Return the colour to give to a new service: the first that is used least."""
    return min(range(1, COLOURS + 1), key=lambda colour: (used.count(colour), colour))


def wrong_in_week(entries: Sequence[WeeklyEntry]) -> dict[str, str]:
    """Return what is wrong with a week; entries are named by their number from 0."""
    wrong: dict[str, str] = {}
    for number, entry in enumerate(entries):
        if not 0 <= entry.weekday <= 6:
            wrong[f"{number}.weekday"] = N_("Choose a day of the week.")
        if not _forward(entry.starts, entry.ends):
            wrong[f"{number}.ends"] = N_("The end must come after the start.")
        if entry.valid_from and entry.valid_until and entry.valid_until < entry.valid_from:
            wrong[f"{number}.valid_until"] = N_("The last day must not come before the first.")
        if entry.rhythm is Rhythm.SECOND and entry.valid_from is None:
            wrong[f"{number}.valid_from"] = N_("Enter from which week on.")
        if any(_clash(entry, other) for other in entries[:number]):
            wrong[f"{number}.starts"] = N_("These hours overlap with others of the same day.")
    return wrong


def wrong_in_exception(entry: ExceptionEntry) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not 0 <= (entry.last_day - entry.first_day).days <= 366:
        wrong["last_day"] = N_("The last day must not come before the first, nor over a year after it.")
    if (entry.starts is None) != (entry.ends is None):
        wrong["ends"] = N_("Enter both a start and an end, or neither for a day off.")
    elif entry.starts is not None and entry.ends is not None and not _forward(entry.starts, entry.ends):
        wrong["ends"] = N_("The end must come after the start.")
    return wrong


def _forward(starts: time, ends: time) -> bool:
    return ends == time(0) or starts < ends


def _clash(one: WeeklyEntry, other: WeeklyEntry) -> bool:
    if one.weekday != other.weekday or not (_end(one) > other.starts and _end(other) > one.starts):
        return False
    if _apart(one, other):
        return False
    return (one.valid_until or date.max) >= (other.valid_from or date.min) and (other.valid_until or date.max) >= (
        one.valid_from or date.min
    )


def _apart(one: WeeklyEntry, other: WeeklyEntry) -> bool:
    """Tell whether two windows never hold in the same week. Against odd and even ones, every second week moves on."""
    if {one.rhythm, other.rhythm} == {Rhythm.ODD, Rhythm.EVEN}:
        return True
    if one.rhythm is not Rhythm.SECOND or other.rhythm is not Rhythm.SECOND or not other.valid_from:
        return False
    return not in_rhythm(Rhythm.SECOND, one.valid_from, other.valid_from)


def _end(entry: WeeklyEntry) -> time:
    return time.max if entry.ends == time(0) else entry.ends
