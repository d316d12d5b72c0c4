"""Dates and times as people type them."""

from datetime import date, time

import pytest
from django.utils import translation

from kollega.web.date_text import read_date, read_time

TODAY = date(2027, 3, 3)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2027-03-05", date(2027, 3, 5)),
        ("5/3", date(2027, 3, 5)),
        ("5.3.", date(2027, 3, 5)),
        ("5.3.27", date(2027, 3, 5)),
        ("05.03.2027", date(2027, 3, 5)),
        ("5-3-2027", date(2027, 3, 5)),
        ("30/12", date(2026, 12, 30)),
        ("29/2", date(2028, 2, 29)),
        ("today", TODAY),
        ("Tomorrow", date(2027, 3, 4)),
        ("+2w", date(2027, 3, 17)),
        ("- 3", date(2027, 2, 28)),
        ("+1m", date(2027, 4, 3)),
        ("+1y", date(2028, 3, 3)),
        ("31/2/2027", None),
        ("13/13", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_typed_date_is_understood(typed: str, meant: date | None) -> None:
    assert read_date(typed, today=TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("2.5.84", date(1984, 5, 2)), ("2.5.26", date(2026, 5, 2)), ("4.3.27", date(1927, 3, 4)), ("2.5.", None)],
)
def test_a_birth_date_lies_in_the_past_and_has_a_year(typed: str, meant: date | None) -> None:
    assert read_date(typed, today=TODAY, past=True) == meant


def test_a_step_of_months_stays_in_the_month() -> None:
    assert read_date("+1m", today=date(2027, 1, 31)) == date(2027, 2, 28)
    assert read_date("-1y", today=date(2028, 2, 29)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("language", "typed"), [("sv", "i dag"), ("de", "heute"), ("fr", "aujourd’hui"), ("nb", "I dag")]
)
def test_today_has_a_name_in_every_language(language: str, typed: str) -> None:
    with translation.override(language):
        assert read_date(typed, today=TODAY) == TODAY


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", time(9)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9.30", time(9, 30)),
        ("9:30", time(9, 30)),
        ("9h30", time(9, 30)),
        ("23:59", time(23, 59)),
        ("24", None),
        ("960", None),
        ("nine", None),
        ("12345", None),
    ],
)
def test_a_typed_time_is_understood(typed: str, meant: time | None) -> None:
    assert read_time(typed) == meant
