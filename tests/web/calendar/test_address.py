"""The calendar's address: what it holds and what it leads to."""

from datetime import date

import pytest

from kollega.web.calendar.address import Density, Place, View

TODAY = date(2026, 11, 24)


def test_an_empty_address_is_the_week_of_today() -> None:
    place = Place.read({}, today=TODAY)
    assert (place.view, place.day, place.first, place.last) == (
        View.WEEK,
        TODAY,
        date(2026, 11, 23),
        date(2026, 11, 29),
    )


def test_what_was_kept_counts_until_the_address_says_otherwise() -> None:
    assert Place.read({}, today=TODAY, kept="day.compact").density is Density.COMPACT
    assert Place.read({"view": "list"}, today=TODAY, kept="day.compact").view is View.LIST


def test_nonsense_is_the_usual() -> None:
    place = Place.read({"view": "moon", "date": "31-31", "density": "x"}, today=TODAY, kept="a.b.c")
    assert place == Place.read({}, today=TODAY)


def test_the_query_reads_back_as_the_same_place() -> None:
    place = Place(view=View.GROUP, day=TODAY, columns=("p-1", "r-2"), weekend=True)
    fields = dict(pair.split("=") for pair in place.query.split("&"))
    assert Place.read(fields, today=TODAY) == place


@pytest.mark.parametrize(
    ("view", "step", "expected"),
    [
        (View.DAY, 1, date(2026, 11, 25)),
        (View.WEEK, -1, date(2026, 11, 17)),
        (View.LIST, 1, date(2026, 12, 1)),
        (View.MONTH, 2, date(2027, 1, 1)),
    ],
)
def test_steps(view: View, step: int, expected: date) -> None:
    assert Place(view=view, day=TODAY).stepped(step).day == expected


def test_the_month_starts_on_a_monday_and_ends_on_a_sunday() -> None:
    place = Place(view=View.MONTH, day=TODAY)
    assert (place.first.weekday(), place.last.weekday(), len(place.days) % 7) == (0, 6, 0)
