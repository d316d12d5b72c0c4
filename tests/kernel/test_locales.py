"""Dates in words follow the language; English is British."""

from datetime import time

from babel.dates import format_time

from kollega.kernel.locales import locale_of


def test_english_times_have_24_hours_and_other_languages_keep_their_own() -> None:
    assert format_time(time(15, 30), "short", locale=locale_of("en")) == "15:30"
    assert locale_of("nb") == "nb"
