"""Dates and lengths in words, by locale data; English is British, so that the day comes first."""

from datetime import date, datetime, time, timedelta

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kollega.scheduling.clock_words import clock_words


def locale() -> Locale:
    language = get_language() or "en"
    return Locale("en", "GB") if language == "en" else Locale.parse(language)


def full_day(day: date) -> str:
    """Tuesday 3 March 2026."""
    return format_date(day, "full", locale=locale())


def short_day(day: date) -> str:
    """Tue 3 Mar, in the order of the language."""
    return format_skeleton("MMMEd", datetime.combine(day, time()), locale=locale())


def weekday(day: date) -> str:
    """Tue."""
    return format_date(day, "ccc", locale=locale())


def weekday_name(number: int) -> str:
    """The full name of a weekday; 0 is Monday."""
    return format_date(date(2024, 1, 1) + timedelta(days=number), "cccc", locale=locale())


def day_and_month(day: date) -> str:
    """3 Mar, in the order of the language."""
    return format_skeleton("MMMd", datetime.combine(day, time()), locale=locale())


def month_name(day: date) -> str:
    """March 2026."""
    return format_skeleton("yMMMM", datetime.combine(day, time()), locale=locale())


def days_from_to(first: date, last: date) -> str:
    """16-22 Nov 2026."""
    return format_interval(first, last, "yMMMd", locale=locale())


def days_without_year(first: date, last: date) -> str:
    """16-22 Nov."""
    return format_interval(first, last, "MMMd", locale=locale())


def week_words(day: date) -> str:
    """Week 47, by ISO 8601."""
    return _("week %(number)s") % {"number": day.isocalendar().week}


def clock(moment: datetime | time) -> str:
    """10:05, and which of the two it is where the clock shows a moment's time twice."""
    return clock_words(moment) if isinstance(moment, datetime) and moment.tzinfo else f"{moment:%H:%M}"


def hours(minutes: int) -> str:
    """Minutes as hours with at most one decimal, by the language."""
    return format_decimal(round(minutes / 60, 1), format="0.#", locale=locale())


def capital(words: str) -> str:
    """The first letter as a capital: a day's name at the head of a page."""
    return words[:1].upper() + words[1:]
