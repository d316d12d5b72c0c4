"""Days and times of public pages in words."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kollega.kernel.locales import locale_of
from kollega.online.enums import PartOfDay
from kollega.online.rules.times import part_of
from kollega.scheduling import clock_words as scheduling_clock
from kollega.scheduling.errors import FreeSlot

PART_WORDS: dict[PartOfDay, str | Promise] = {
    PartOfDay.MORNING: _("Morning"),
    PartOfDay.AFTERNOON: _("Afternoon"),
    PartOfDay.EVENING: _("Evening"),
}


@dataclass(frozen=True, slots=True)
class TimeButton:
    """One time to choose; `value` is its instant."""

    value: str
    words: str
    label: str


@dataclass(frozen=True, slots=True)
class PartView:
    words: str | Promise
    times: list[TimeButton]


@dataclass(frozen=True, slots=True)
class DayView:
    """A day that has free times."""

    words: str
    parts: list[PartView]


def day_words(day: date) -> str:
    """Thursday 4 March, in the current language."""
    language = get_language() or "en"
    weekday = format_date(day, "EEEE", locale=locale_of(language))
    return f"{weekday}{',' if language == 'de' else ''} {_skeleton('MMMMd', day)}"


def short_day(day: date) -> str:
    """Thu 4 Mar."""
    return _skeleton("MMMEd", day)


def moment_words(moment: datetime, zone: ZoneInfo) -> str:
    """Thursday 4 March, 14:00."""
    return f"{day_words(moment.astimezone(zone).date())}, {clock_words(moment, zone)}"


def short_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Thu 4 Mar, 14:00."""
    return f"{short_day(moment.astimezone(zone).date())}, {clock_words(moment, zone)}"


def clock_words(moment: datetime, zone: ZoneInfo) -> str:
    """14:00; with which of the two it is where the clock shows the same twice that night (B17)."""
    return scheduling_clock.clock_words(moment.astimezone(zone))


def days_of(slots: list[FreeSlot], zone: ZoneInfo) -> list[DayView]:
    """Group free times by local day and part of the day."""
    days: dict[date, dict[PartOfDay, list[TimeButton]]] = {}
    for slot in slots:
        day = slot.starts_at.astimezone(zone).date()
        parts = days.setdefault(day, {})
        parts.setdefault(part_of(slot.starts_at, zone), []).append(button_of(slot.starts_at, zone))
    return [
        DayView(day_words(day), [PartView(PART_WORDS[part], times) for part, times in parts.items()])
        for day, parts in days.items()
    ]


def button_of(moment: datetime, zone: ZoneInfo, *, with_day: bool = False) -> TimeButton:
    words = short_moment(moment, zone) if with_day else clock_words(moment, zone)
    return TimeButton(moment.isoformat(), words, moment_words(moment, zone))


def week_words(first: date) -> str:
    last = first + timedelta(days=6)
    return f"{_skeleton('MMMd', first)} – {_skeleton('MMMd', last)}"


def _skeleton(pattern: str, day: date) -> str:
    midday = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return str(format_skeleton(pattern, midday, locale=locale_of(get_language() or "en")))
