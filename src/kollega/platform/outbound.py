"""Reading an address that a person gave us: checked before each connection, bounded in time and size (NW-7).

The name is resolved once and the connection goes to the address that was checked, so that a name cannot lead
elsewhere in between. No proxy is used.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urljoin, urlsplit

MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
# IPv6 addresses in which another, perhaps private, IPv4 address is hidden.
_WRAPPED = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")))


class NotReached(Exception):
    """Nothing was read; `code` says why, for a sentence elsewhere."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Reached:
    """An answer. `headers` have small names; `body` is empty unless the status is 200."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def fetch(
    address: str, *, headers: Mapping[str, str], most_bytes: int, seconds: float, private_too: bool = False
) -> Reached:
    """Return what is at an https address. At most three redirects, each checked like the first address.

    `private_too` also allows http, any port, and addresses of the own network. Raises NotReached with code bad_address,
    not_allowed, unreachable, not_secure, too_large, too_slow or too_many_redirects.
    """
    until = time.monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        answer = _read(_checked(address, private_too), headers, most_bytes, until, private_too)
        if answer.status not in REDIRECTS or "location" not in answer.headers:
            return answer
        address = urljoin(address, answer.headers["location"])
    raise NotReached("too_many_redirects")


@dataclass(frozen=True, slots=True)
class _Place:
    secure: bool
    host: str
    port: int
    path: str


def _checked(address: str, private_too: bool) -> _Place:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise NotReached("bad_address") from error
    secure = parts.scheme == "https"
    usual = 443 if secure else 80
    if not parts.hostname or parts.username or (not secure and parts.scheme != "http") or not address.isascii():
        raise NotReached("bad_address")
    if not private_too and (not secure or port not in (None, usual)):
        raise NotReached("not_allowed")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if any(sign <= " " or sign == "\x7f" for sign in path):
        raise NotReached("bad_address")
    return _Place(secure, parts.hostname, port or usual, path)


def is_public(text: str) -> bool:
    """Whether an IP address is one of the open internet, and hides no other one."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    inside = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    if inside is not None:
        address = inside
    hidden = isinstance(address, IPv6Address) and any(address in network for network in _WRAPPED)
    return address.is_global and not address.is_multicast and not hidden


def _resolved(place: _Place, until: float, private_too: bool) -> list[str]:
    """Return the addresses of a host, all of which must be allowed: one that is not makes the name suspect."""
    found: list[str] = []
    # The system's look-up knows no time-out.
    asking = threading.Thread(target=_look_up, args=(place, found), daemon=True)
    asking.start()
    asking.join(max(0.0, until - time.monotonic()))
    addresses = list(dict.fromkeys(found))
    if not addresses:
        raise NotReached(_late(until) or "unreachable")
    if not private_too and not all(map(is_public, addresses)):
        raise NotReached("not_allowed")
    return addresses


def _look_up(place: _Place, found: list[str]) -> None:
    try:
        answers = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    found.extend([str(answer[4][0]) for answer in answers])


def _read(place: _Place, headers: Mapping[str, str], most_bytes: int, until: float, private_too: bool) -> Reached:
    stream = _connected(_resolved(place, until, private_too), place.port, until)
    if place.secure:
        context = ssl.create_default_context()
        stream = context.wrap_socket(stream, server_hostname=place.host, do_handshake_on_connect=False)
    # Time-outs of a socket begin anew with each byte: this one does not.
    alarm = threading.Timer(max(0.0, until - time.monotonic()), _cut, [stream])
    alarm.daemon = True
    alarm.start()
    try:
        if isinstance(stream, ssl.SSLSocket):
            stream.do_handshake()
        answer = _asked(place, stream, headers, most_bytes)
        if _late(until):
            # What was cut off may look like the end.
            raise NotReached("too_slow")
        return answer
    except ssl.SSLError as error:
        raise NotReached(_late(until) or "not_secure") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotReached(_late(until) or "unreachable") from error
    finally:
        alarm.cancel()
        stream.close()


def _late(until: float) -> str:
    return "too_slow" if time.monotonic() >= until else ""


def _cut(stream: socket.socket) -> None:
    try:
        # Not the method of a secured socket, which takes its state away while another thread reads.
        socket.socket.shutdown(stream, socket.SHUT_RDWR)
    except OSError:
        return


def _connected(addresses: list[str], port: int, until: float) -> socket.socket:
    for address in addresses:
        left = until - time.monotonic()
        if left <= 0:
            break
        try:
            return socket.create_connection((address, port), timeout=left)
        except OSError:
            continue
    raise NotReached(_late(until) or "unreachable")


def _asked(place: _Place, stream: socket.socket, headers: Mapping[str, str], most_bytes: int) -> Reached:
    connection = http.client.HTTPConnection(place.host, place.port)
    connection.sock = stream
    try:
        connection.request("GET", place.path, headers={"Accept-Encoding": "identity", "Connection": "close", **headers})
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        body = _body(answer, most_bytes) if answer.status == 200 else b""
        return Reached(answer.status, told, body)
    finally:
        connection.close()


def _body(answer: http.client.HTTPResponse, most_bytes: int) -> bytes:
    if (answer.length or 0) > most_bytes:
        raise NotReached("too_large")
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(_CHUNK):
        size += len(part)
        if size > most_bytes:
            raise NotReached("too_large")
        parts.append(part)
    if answer.length:
        raise NotReached("unreachable")
    return b"".join(parts)
