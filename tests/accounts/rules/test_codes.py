import re

import pytest

from kollega.accounts.rules.codes import (
    code_at,
    looks_like_one_time_code,
    matching_step,
    new_recovery_codes,
    recovery_code_hash,
    secret_as_text,
    setup_address,
)

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert code_at(SECRET, seconds // 30) == code


def test_AU2_a_code_counts_for_its_own_time_step_and_its_neighbours_only() -> None:
    now = 1_700_000_000
    step = now // 30
    for distance, accepted in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        found = matching_step(SECRET, code_at(SECRET, step + distance), seconds=now, after=0)
        assert (found == step + distance) is accepted, distance


def test_AU2_a_step_that_was_used_never_counts_again() -> None:
    now = 1_700_000_000
    step = now // 30
    code = code_at(SECRET, step)
    assert matching_step(SECRET, code, seconds=now, after=step - 1) == step
    assert matching_step(SECRET, code, seconds=now, after=step) is None


def test_pasted_codes_may_have_blanks() -> None:
    assert matching_step(SECRET, " 287 082 ", seconds=59, after=0) == 1
    assert looks_like_one_time_code("287-082")
    assert not looks_like_one_time_code("ABCD-EFGH")
    assert matching_step(SECRET, "é", seconds=59, after=0) is None


def test_recovery_codes_are_long_random_and_read_in_any_case() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}", code) for code in codes)
    assert recovery_code_hash(codes[0].lower().replace("-", " ")) == recovery_code_hash(codes[0])


def test_the_setup_address_names_product_and_account() -> None:
    address = setup_address(SECRET, account="anna@example.org")
    assert address.startswith("otpauth://totp/Kollega%3Aanna%40example.org?secret=GEZDGNBV")
    assert secret_as_text(SECRET).startswith("GEZD GNBV")
