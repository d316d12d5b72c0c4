"""The toolbar of the calendar: title, steps, views, the small month."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from kollega.web.calendar import day_words
from kollega.web.calendar.address import Density, Place, View

VIEW_KEYS = {View.DAY: "d", View.WEEK: "w", View.MONTH: "m"}


@dataclass(frozen=True, slots=True)
class ViewChoice:
    label: str
    query: str
    current: bool
    key: str


@dataclass(frozen=True, slots=True)
class DayLink:
    day: date
    number: int
    label: str
    query: str
    other: bool
    today: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class WeekRow:
    number: int
    days: tuple[DayLink, ...]


@dataclass(frozen=True, slots=True)
class Toolbar:
    """Everything the toolbar prints; `*_query` are addresses behind the question mark."""

    title: str
    short_title: str
    week: str
    tab_title: str
    today_query: str
    previous_query: str
    next_query: str
    previous_words: str
    next_words: str
    views: tuple[ViewChoice, ...]
    densities: tuple[ViewChoice, ...]
    current_view: str
    month_title: str
    month_previous: str
    month_next: str
    weekdays: tuple[str, ...]
    weeks: tuple[WeekRow, ...]


def toolbar_of(place: Place, today: date) -> Toolbar:
    names = view_names()
    steps = _step_words(place.view)
    first_of_month = place.day.replace(day=1)
    return Toolbar(
        title=title_of(place),
        short_title=_short_title(place),
        week="" if place.view is View.MONTH else day_words.week_words(place.day),
        tab_title=_tab_title(place),
        today_query=place.at(today).query,
        previous_query=place.stepped(-1).query,
        next_query=place.stepped(1).query,
        previous_words=steps[0],
        next_words=steps[1],
        views=tuple(
            ViewChoice(names[view], place.seen_as(view).query, view is place.view, VIEW_KEYS.get(view, ""))
            for view in View
        ),
        densities=tuple(
            ViewChoice(words, f"{place.query}&density={density}", density is place.density, "")
            for density, words in density_names().items()
        ),
        current_view=names[place.view],
        month_title=day_words.capital(day_words.month_name(place.day)),
        month_previous=place.at(first_of_month - timedelta(days=1)).query,
        month_next=place.at((first_of_month + timedelta(days=32)).replace(day=1)).query,
        weekdays=tuple(
            day_words.capital(day_words.weekday(date(2024, 1, 1) + timedelta(days=number))[:2]) for number in range(7)
        ),
        weeks=_weeks(place, today),
    )


def view_names() -> dict[View, str]:
    return {
        View.DAY: _("Day"),
        View.WEEK: _("Week"),
        View.MONTH: _("Month"),
        View.GROUP: _("Group"),
        View.LIST: _("List"),
    }


def density_names() -> dict[Density, str]:
    return {Density.COMPACT: _("Compact"), Density.REGULAR: _("Regular"), Density.ROOMY: _("Roomy")}


def title_of(place: Place) -> str:
    if place.view is View.MONTH:
        return day_words.capital(day_words.month_name(place.day))
    if place.first == place.last:
        return day_words.capital(day_words.full_day(place.day))
    return day_words.days_from_to(place.first, place.last)


def _short_title(place: Place) -> str:
    """The title where there is little room: no year."""
    if place.view is View.MONTH:
        return title_of(place)
    if place.first == place.last:
        return day_words.capital(day_words.short_day(place.day))
    return day_words.days_without_year(place.first, place.last)


def _tab_title(place: Place) -> str:
    if place.view is View.MONTH:
        return title_of(place)
    words = day_words.short_day(place.day) if place.first == place.last else title_of(place)
    return f"{words}, {day_words.week_words(place.day)}"


def _step_words(view: View) -> tuple[str, str]:
    if view is View.MONTH:
        return _("Previous month"), _("Next month")
    if view in (View.WEEK, View.LIST):
        return _("Previous week"), _("Next week")
    return _("Previous day"), _("Next day")


def _weeks(place: Place, today: date) -> tuple[WeekRow, ...]:
    month = replace(place, view=View.MONTH)
    days = month.days
    shown = set() if place.view is View.MONTH else set(place.days)
    links = [
        DayLink(
            day=day,
            number=day.day,
            label=day_words.full_day(day),
            query=place.at(day).query,
            other=day.month != place.day.month,
            today=day == today,
            shown=day in shown,
        )
        for day in days
    ]
    rows = [tuple(links[start : start + 7]) for start in range(0, len(links), 7)]
    return tuple(WeekRow(row[0].day.isocalendar().week, row) for row in rows)
