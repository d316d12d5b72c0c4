"""The colour of public pages: read as people type it, taken only when words can be read in it (UI 15)."""

import pytest

from kollega.online.rules.accent import DARK_GROUNDS, DARK_INK, LIGHT_GROUNDS, contrast, for_dark, is_readable, normal


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("#1F5F8B", "#1f5f8b"), (" 1f5f8b ", "#1f5f8b"), ("#abc", "#aabbcc"), ("blue", None), ("#12345", None)],
)
def test_a_colour_is_read_as_people_type_it(typed: str, kept: str | None) -> None:
    assert normal(typed) == kept


def test_B11_a_colour_is_taken_when_words_in_it_and_on_it_can_be_read() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert is_readable("#1f5f8b")
    assert not is_readable("#7fb8e6")
    # Readable on white alone, but not on the sunk ground.
    assert contrast("#707070", "#ffffff") > 4.5
    assert not is_readable("#707070")


@pytest.mark.parametrize("accent", ["#1f5f8b", "#000000", "#8d4446", "#443f00", "#0000ff"])
def test_B11_every_colour_has_a_lighter_sister_for_the_dark(accent: str) -> None:
    dark = for_dark(accent)
    assert all(contrast(dark, ground) >= 4.5 for ground in (*DARK_GROUNDS, DARK_INK))
    assert all(contrast(accent, ground) >= 4.5 for ground in LIGHT_GROUNDS) == is_readable(accent)
