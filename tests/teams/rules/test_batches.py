"""What is understood of what people paste, and what is not let through (I1, IN-3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kollega.accounts.rules.addresses import is_address, normalised
from kollega.teams.rules.batches import Finding, addresses_in, cleaned, fault_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a@x.se\nb@x.se\r\n\n  c@x.se ", ["a@x.se", "b@x.se", "c@x.se"]),
        ("a@x.se, b@x.se;c@x.se", ["a@x.se", "b@x.se", "c@x.se"]),
        ('Anna Berg <anna@x.se>; "Dahl, Kari" <kari@x.se>', ["anna@x.se", "kari@x.se"]),
        ("Dahl, Kari <kari@x.se>, a@x.se", ["kari@x.se", "a@x.se"]),
        ("a@x.se b@x.se\tc@x.se", ["a@x.se", "b@x.se", "c@x.se"]),
        ("not an address", ["not an address"]),
        (" \n,;", []),
    ],
)
def test_I1_a_pasted_list_is_understood(text: str, found: list[str]) -> None:
    assert addresses_in(text) == found


def test_I1_blanks_and_duplicates_are_cleaned_and_the_bad_one_is_named() -> None:
    batch = cleaned(["  Anna@X.se ", "", "anna@x.SE", "nonsense", "  ", "b@x.se"])
    assert [(w.address, w.fault) for w in batch] == [
        ("anna@x.se", None),
        ("nonsense", Finding.NO_ADDRESS),
        ("b@x.se", None),
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "ａnna@example.test",  # full width, NFKC makes it ASCII
        "аnna@example.test",  # Cyrillic a
        "anna@exаmple.test",
        "\u212aari@example.test",  # Kelvin sign, case folding makes it k
        "straße@example.test",  # case folding makes it ss
        "anna@example\u3002test",  # ideographic full stop
    ],
)
def test_IN3_a_look_alike_is_named_as_one(typed: str) -> None:
    assert fault_of(typed) is Finding.LOOKS_ALIKE


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "@",
        "anna",
        "anna@",
        "@x.se",
        "anna@x",
        "an na@x.se",
        "a@@x.se",
        "a@x..se",
        ".a@x.se",
        "a@-x.se",
        "a@x.se\n",
        "dålig",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert fault_of(typed) is Finding.NO_ADDRESS or typed.strip() == "a@x.se"


@given(st.from_regex(r"[A-Za-z0-9.+_-]{1,20}@[A-Za-z0-9-]{1,10}\.[a-z]{2,5}", fullmatch=True))
def test_an_accepted_address_is_its_own_normal_form(typed: str) -> None:
    if fault_of(typed) is None:
        address = normalised(typed)
        assert normalised(address) == address
        assert address.isascii()
        assert is_address(address)


@given(st.lists(st.text(max_size=40), max_size=20))
def test_no_text_breaks_the_cleaning_and_each_address_comes_once(texts: list[str]) -> None:
    batch = cleaned([part for text in texts for part in addresses_in(text)])
    addresses = [written.address for written in batch]
    assert len(addresses) == len(set(addresses))
