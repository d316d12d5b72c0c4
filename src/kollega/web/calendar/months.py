"""The month view: how much is booked and how much is free on each day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kollega.scheduling.queries.lists import DayCount
from kollega.web.calendar import day_words
from kollega.web.calendar.address import Place, View


@dataclass(frozen=True, slots=True)
class MonthDay:
    """`booked` and `capacity` are minutes; `free` is in words, empty where nobody works; `elsewhere` what is taken in
    other calendars of it, empty for nothing."""

    day: date
    number: int
    label: str
    query: str
    other: bool
    today: bool
    count: int
    booked: int
    capacity: int
    free: str
    elsewhere: str
    holiday: str


@dataclass(frozen=True, slots=True)
class MonthWeek:
    number: int
    query: str
    days: tuple[MonthDay, ...]


def month_of(
    counts: list[DayCount], place: Place, *, today: date, holidays: Mapping[date, str], alone: bool
) -> list[MonthWeek]:
    """The weeks of the month; `alone` when one person's days are counted, so that a day opens as a day."""
    view = View.DAY if alone else View.GROUP
    days = [_day(count, place, view, today, holidays.get(count.day, "")) for count in counts]
    return [
        MonthWeek(
            number=days[start].day.isocalendar().week,
            query=place.at(days[start].day).seen_as(View.WEEK).query,
            days=tuple(days[start : start + 7]),
        )
        for start in range(0, len(days), 7)
    ]


def _day(count: DayCount, place: Place, view: View, today: date, holiday: str) -> MonthDay:
    works = bool(count.free_minutes or count.booked_minutes or count.outside_minutes)
    return MonthDay(
        day=count.day,
        number=count.day.day,
        label=day_words.full_day(count.day),
        query=place.at(count.day).seen_as(view).query,
        other=count.day.month != place.day.month,
        today=count.day == today,
        count=count.visits,
        booked=count.booked_minutes,
        capacity=count.booked_minutes + count.free_minutes + count.outside_minutes,
        free=day_words.hours(count.free_minutes) if works else "",
        elsewhere=day_words.hours(count.outside_minutes) if count.outside_minutes else "",
        holiday=holiday,
    )
