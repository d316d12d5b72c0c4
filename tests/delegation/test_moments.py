"""The end of a grant in each language's own way."""

from datetime import UTC, datetime

import pytest

from kollega.delegation.rules.moments import moment_in_words

NOW = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "30 June"), ("sv", "30 juni"), ("nb", "30. juni"), ("de", "30. Juni"), ("fr", "30 juin")],
)
def test_a_moment_is_said_as_the_language_says_it(language: str, words: str) -> None:
    this_year = moment_in_words(datetime(2026, 6, 30, 17, tzinfo=UTC), language, at=NOW)
    assert this_year.startswith(words)
    assert this_year.endswith("17:00")
    assert "2026" not in this_year
    assert "2027" in moment_in_words(datetime(2027, 6, 30, 17, tzinfo=UTC), language, at=NOW)
