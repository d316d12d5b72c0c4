import pytest

from kollega.accounts.rules.passwords import ABOUT_YOU, COMMON, TOO_LONG, TOO_SHORT, as_typed, password_finding


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "zwölf kleine Bären",
        "aaaabbbbccccdddd",  # no composition rules
        "åäöåäöåäöåäö-xyz",
        "x7" * 64,
        "pass phrase " * 21,
    ],
)
def test_AU1_long_passwords_of_any_kind_are_accepted(password: str) -> None:
    assert password_finding(password, address="anna@example.org", name="Anna Berg") is None


@pytest.mark.parametrize(
    ("password", "finding"),
    [
        ("elevenchars", TOO_SHORT),
        ("x" * 257, TOO_LONG),
        ("123456789012", COMMON),
        ("aaaaaaaaaaaaaaa", COMMON),
        ("qwertyuiopasdf", COMMON),
        ("dragondragon", COMMON),
        ("Password123!", COMMON),
        ("psykologen2026!", COMMON),
        ("Kollega-Praxis", COMMON),
        ("Therapeut!!!!", COMMON),
        ("Lösenord12345", COMMON),
        ("anna.berg2026", ABOUT_YOU),
        ("annaberg1234!", ABOUT_YOU),
        ("anna.berg@example.org", ABOUT_YOU),
    ],
)
def test_AU1_short_common_and_personal_passwords_are_refused(password: str, finding: str) -> None:
    assert password_finding(password, address="anna.berg@example.org", name="Anna Berg") == finding


def test_AU1_the_same_letters_typed_in_two_ways_are_one_password() -> None:
    assert as_typed("a\u0308ngstlich") == as_typed("\u00e4ngstlich")
