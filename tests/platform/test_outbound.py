"""Addresses that people give us are read with care (NW-7)."""

import socket
import time
from typing import Any

import pytest

from kollega.platform.outbound import NotReached, fetch, is_public
from tests.feeds.elsewhere import elsewhere

PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.9",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "::ffff:10.0.0.1",
    "::10.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "not an address",
]


def read(address: str, **given: Any) -> Any:
    return fetch(address, headers={}, **{"most_bytes": 1000, "seconds": 2.0, **given})


def code_of(address: str, **given: Any) -> str:
    with pytest.raises(NotReached) as caught:
        read(address, **given)
    return caught.value.code


@pytest.mark.parametrize("address", PRIVATE)
def test_NW7_addresses_of_the_own_network_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_NW7_public_addresses_are() -> None:
    assert all(map(is_public, ("8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8")))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "169.254.169.254", "[::ffff:127.0.0.1]"]
)
def test_NW7_no_connection_is_made_to_the_own_network(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: made.append(args))
    assert code_of(f"https://{host}/calendar.ics") in {"not_allowed", "unreachable"}
    assert made == []


def test_NW7_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is asked once; a second answer, to the own network, would come too late."""
    answers = iter(["93.184.216.34", "127.0.0.1"])
    asked: list[str] = []

    def look_up(host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    reached: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        reached.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert code_of("https://calendar.example/x.ics") == "unreachable"
    assert asked == ["calendar.example"]
    assert reached == [("93.184.216.34", 443)]


def test_NW7_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: both)
    assert code_of("https://calendar.example/x.ics") == "not_allowed"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://calendar.example/x.ics", "not_allowed"),
        ("https://calendar.example:8443/x.ics", "not_allowed"),
        ("https://calendar.example:22/x.ics", "not_allowed"),
        ("https://user:word@calendar.example/", "bad_address"),
        ("file:///etc/passwd", "bad_address"),
        ("gopher://calendar.example/", "bad_address"),
        ("https:///x", "bad_address"),
        ("https://calendar.example/a b", "bad_address"),
        ("https://calendar.example/\r\nHost: other", "bad_address"),
        ("https://calendar.example:99999/", "bad_address"),
    ],
)
def test_NW7_only_https_at_the_usual_port(address: str, code: str) -> None:
    assert code_of(address) == code


def test_NW7_a_redirect_is_checked_like_the_first_address() -> None:
    with elsewhere() as other:
        other.status, other.headers = 302, {"Location": "file:///etc/passwd"}
        assert code_of(other.address, private_too=True) == "bad_address"
        other.headers = {"Location": other.address}
        assert code_of(other.address, private_too=True) == "too_many_redirects"
        assert len(other.asked) == 5


def test_NW7_size_and_time_are_bounded() -> None:
    with elsewhere(b"x" * 1001) as other:
        assert code_of(other.address, private_too=True) == "too_large"
        other.headers = {"Content-Length": "999999"}
        assert code_of(other.address, private_too=True) == "too_large"
        other.body, other.headers, other.drip = b"x" * 500, {}, 0.05
        began = time.monotonic()
        assert code_of(other.address, private_too=True, seconds=0.4) == "too_slow"
        assert time.monotonic() - began < 2


def test_NW7_an_answer_that_is_whole_is_returned() -> None:
    with elsewhere(b"hello") as other:
        other.headers = {"ETag": '"1"'}
        answer = read(other.address, private_too=True)
        assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"hello", '"1"')
        other.status = 404
        assert read(other.address, private_too=True).body == b""
