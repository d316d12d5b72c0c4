"""A rule as a sentence, and its dates as lines with what can be chosen for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kollega.scheduling.operations.repeating import Choice
from kollega.scheduling.rules.planning import DateState, PlannedDate
from kollega.scheduling.rules.recurring import LAST, Every, Rule, days
from kollega.web.calendar import day_words
from kollega.web.calendar.offers import Offers

SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One date. `options` hold what can be chosen instead of the time, leaving it out among it; empty when free."""

    name: str
    day: str
    time: str
    state: str
    words: str
    hints: tuple[str, ...]
    value: str
    checked: bool
    options: tuple[Option, ...]

    @property
    def taken_along(self) -> bool:
        return self.checked or any(option.chosen and option.value != SKIP for option in self.options)


def sentence_of(rule: Rule) -> str:
    """Every 2 weeks on Tuesday at 09:00, 10 times, last 7 July."""
    found = list(days(rule))
    if rule.every is Every.WEEK:
        on = ", ".join(day_words.weekday_name(day) for day in rule.weekdays)
        what = ngettext("Every week on %(days)s", "Every %(count)s weeks on %(days)s", rule.interval)
        what %= {"count": rule.interval, "days": on}
    elif rule.every is Every.MONTH_DAY:
        what = _("Every month on day %(day)s") % {"day": rule.month_day}
        if rule.month_day > 28:
            what = _("Every month on day %(day)s, or the last day of a shorter month") % {"day": rule.month_day}
    else:
        day = day_words.weekday_name(rule.weekdays[0])
        what = _("Every month on %(weekday)s number %(number)s") % {"weekday": day, "number": rule.position}
        if rule.position == LAST:
            what = _("Every month on the last %(weekday)s") % {"weekday": day}
    times = ngettext("%(count)s time", "%(count)s times", len(found)) % {"count": len(found)}
    last = day_words.short_day(found[-1]) if found else ""
    return _("%(what)s at %(time)s, %(times)s, last on %(last)s") % {
        "what": what,
        "time": f"{rule.starts:%H:%M}",
        "times": times,
        "last": last,
    }


def lines_of(
    dates: Sequence[PlannedDate], zone: ZoneInfo, offers: Offers, typed: Mapping[str, str] | None = None
) -> list[Line]:
    """Return the lines of a list of dates; `typed` keeps what was chosen in the form before."""
    return [_line(one, zone, offers, typed) for one in dates]


def _line(one: PlannedDate, zone: ZoneInfo, offers: Offers, typed: Mapping[str, str] | None) -> Line:
    name = f"day-{one.day.isoformat()}"
    free = one.state is DateState.FREE
    value = value_of(one.starts_at, str(one.room_id or "")) if free and one.starts_at else ""
    chosen = None if typed is None else typed.get(name, SKIP)
    slots = [(value_of(slot.starts_at, str(slot.room_id or "")), slot) for slot in one.alternatives]
    options = [Option(SKIP, _("Leave out"), chosen not in {value for value, _slot in slots})]
    for alternative, slot in slots:
        starts = slot.starts_at.astimezone(zone)
        where = offers.room_name(slot.room_id)
        words = f"{day_words.short_day(starts.date())} {day_words.clock(starts)}" + (f", {where}" if where else "")
        options.append(Option(alternative, words, chosen == alternative))
    starts_at = one.starts_at.astimezone(zone) if one.starts_at else None
    return Line(
        name=name,
        day=day_words.short_day(starts_at.date() if starts_at else one.day),
        time=day_words.clock(starts_at) if starts_at else "",
        state=one.state.value,
        words=_state_words(one),
        hints=_hints(one, offers),
        value=value,
        checked=free and (chosen is None or chosen == value),
        options=() if free else tuple(options),
    )


def _state_words(one: PlannedDate) -> str:
    if one.state is DateState.MISSING_TIME:
        return _("This time does not exist that night")
    if one.state is DateState.OVER_LIMIT:
        return _("More than the plan allows that month")
    if one.state is DateState.TAKEN:
        return _("Room taken") if one.resource == "room" else _("Taken")
    return _("Free")


def _hints(one: PlannedDate, offers: Offers) -> tuple[str, ...]:
    return tuple(
        words
        for words in (
            offers.room_name(one.room_id),
            one.holiday,
            _("outside working hours") if one.outside_hours else "",
            _("comes twice that night, the first is taken") if one.twice else "",
        )
        if words
    )


def value_of(starts_at: datetime, room: str) -> str:
    return f"{starts_at.isoformat()}|{room}"


def choices_in(post: Mapping[str, str]) -> list[Choice]:
    """Read what was chosen per day; ValueError for what no list offered."""
    found = []
    for name, value in post.items():
        if name.startswith("day-") and value and value != SKIP:
            at, _bar, room = value.partition("|")
            found.append(Choice(date.fromisoformat(name[4:]), datetime.fromisoformat(at), UUID(room) if room else None))
    return found


def book_words(count: int) -> str:
    return ngettext("Book %(count)s appointment", "Book %(count)s appointments", count) % {"count": count}


def change_words(count: int) -> str:
    return ngettext("Change %(count)s date", "Change %(count)s dates", count) % {"count": count}


def sum_words(count: int | str, skipped: int | str) -> str:
    return _("To book: %(count)s, left out: %(skipped)s") % {"count": count, "skipped": skipped}
