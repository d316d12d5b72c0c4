"""Limits on guessing: they act before hashing, are told with Retry-After, and lock nobody out of their own browser."""

from typing import Any

import pytest
from django.test import Client

from kollega.accounts import limits
from kollega.accounts.operations import hashing
from tests.factories import PASSWORD, make_person, unique
from tests.signing_in import client_of, code_now, give_codes, give_password, sign_in

_addresses = iter(range(1, 250))


@pytest.fixture
def network() -> dict[str, Any]:
    """A source address that no other test uses, so that counters do not meet."""
    return {"REMOTE_ADDR": f"2001:db8:{next(_addresses):x}:{id(object()) % 65_535:x}::1"}


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    counted: list[str] = []
    real = hashing.check_password
    monkeypatch.setattr(hashing, "check_password", lambda raw, encoded: counted.append(encoded) or real(raw, encoded))
    return counted


def _wrong(client: Client, address: str, times: int, **more: Any) -> list[int]:
    form = {"address": address, "password": "a wrong pass phrase"}
    return [client.post("/signin/", form, **more).status_code for _ in range(times)]


def test_AU7_RL1_guessing_at_one_account_from_one_network_stops_before_the_hash(
    network: dict[str, Any], hashes: list[str]
) -> None:
    person = give_password(make_person())
    allowed = limits.SIGN_IN_BY_ACCOUNT_AND_NETWORK.count
    assert _wrong(Client(), person.email, allowed, **network) == [422] * allowed
    assert len(hashes) == allowed
    answer = Client().post("/signin/", {"address": person.email, "password": PASSWORD}, **network)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= limits.SIGN_IN_BY_ACCOUNT_AND_NETWORK.seconds
    assert len(hashes) == allowed


def test_AU6_AU7_the_limit_is_the_same_for_an_address_nobody_has(network: dict[str, Any]) -> None:
    allowed = limits.SIGN_IN_BY_ACCOUNT_AND_NETWORK.count
    answers = _wrong(Client(), f"{unique('nobody')}@example.test", allowed + 1, **network)
    assert answers == [422] * allowed + [429]


def test_AU7_another_network_is_not_locked_out(network: dict[str, Any]) -> None:
    person = give_password(make_person())
    _wrong(Client(), person.email, limits.SIGN_IN_BY_ACCOUNT_AND_NETWORK.count + 1, **network)
    elsewhere = Client().post(
        "/signin/", {"address": person.email, "password": PASSWORD}, REMOTE_ADDR="2001:db8:ffff::7"
    )
    assert elsewhere.status_code == 302


def test_AU7_a_known_browser_gets_in_while_strangers_have_used_up_every_limit(
    network: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = give_password(make_person())
    known = Client()
    sign_in(known, person)
    known.post("/signout/")
    monkeypatch.setattr(limits, "SIGN_IN_BY_ACCOUNT_UNKNOWN_BROWSERS", limits.Limit("sign_in_account_unknown", 5, 3600))
    _wrong(Client(), person.email, 12, **network)
    blocked = Client().post("/signin/", {"address": person.email, "password": PASSWORD}, REMOTE_ADDR="2001:db8:fffe::7")
    assert blocked.status_code == 429
    assert known.post("/signin/", {"address": person.email, "password": PASSWORD}).status_code == 302


def test_AU7_the_cookie_of_a_known_browser_cannot_be_made_up(network: dict[str, Any]) -> None:
    person = give_password(make_person())
    forger = Client()
    forger.cookies["kollega_browser"] = f'{{"id":"x","people":["{person.pk}"]}}:1abc:forged'
    allowed = limits.SIGN_IN_BY_ACCOUNT_AND_NETWORK.count
    assert _wrong(forger, person.email, allowed + 1, **network)[-1] == 429


def test_AU7_codes_are_limited_for_somebody_who_knows_the_password(network: dict[str, Any]) -> None:
    person = give_password(make_person())
    secret = give_codes(person)
    thief = Client()
    thief.post("/signin/", {"address": person.email, "password": PASSWORD}, **network)
    right = code_now(secret)
    wrong = "000000" if right != "000000" else "111111"
    allowed = limits.CODE_BY_PERSON_AND_NETWORK.count
    answers = [thief.post("/signin/code/", {"code": wrong}, **network).status_code for _ in range(allowed)]
    assert answers == [422] * allowed
    assert thief.post("/signin/code/", {"code": right}, **network).status_code == 429


def test_HD4_a_forwarded_address_from_a_stranger_does_not_change_the_counter(network: dict[str, Any]) -> None:
    address = f"{unique('nobody')}@example.test"
    allowed = limits.SIGN_IN_BY_ACCOUNT_AND_NETWORK.count
    answers = [
        _wrong(Client(), address, 1, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}", **network)[0] for n in range(allowed + 1)
    ]
    assert answers[-1] == 429


def test_RL1_confirming_is_limited_by_login_session(hashes: list[str]) -> None:
    person = give_password(make_person())
    client = client_of(person)
    allowed = limits.CONFIRM_BY_SESSION.count
    answers = [client.post("/confirm/", {"password": "wrong"}).status_code for _ in range(allowed + 1)]
    assert answers == [422] * allowed + [429]
    assert len(hashes) == allowed


def test_RL1_sign_up_and_reset_are_limited(network: dict[str, Any]) -> None:
    address = f"{unique('nobody')}@example.test"
    for path, form, allowed in (
        ("/signup/", {"address": address, "name": "Ida"}, limits.SIGN_UP_BY_ADDRESS.count),
        ("/reset/", {"address": address}, limits.RESET_BY_ADDRESS_AND_NETWORK.count),
    ):
        answers = [Client().post(path, form, **network) for _ in range(allowed + 1)]
        assert [a.status_code for a in answers] == [302] * allowed + [429], path
        assert int(answers[-1].headers["Retry-After"]) > 0


def test_LD3_at_most_two_passwords_are_hashed_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading
    import time

    from kollega.accounts.errors import Busy

    running, most = [0], [0]
    lock = threading.Lock()

    def slow(raw: str, encoded: str) -> bool:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.15)
        with lock:
            running[0] -= 1
        return False

    monkeypatch.setattr(hashing, "check_password", slow)
    refused: list[int] = []

    def attempt() -> None:
        try:
            hashing.matches(None, "a wrong pass phrase")
        except Busy as busy:
            refused.append(busy.details["retry_after"])

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [hashing.AT_ONCE]
    assert refused == [2] * (8 - hashing.AT_ONCE - hashing.WAITING)
