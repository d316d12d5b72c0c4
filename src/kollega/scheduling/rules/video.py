"""The address of a video visit: https only, with a name of its own for each appointment where it says `{room}`."""

import base64
from urllib.parse import urlsplit

from kollega.kernel.errors import N_

ROOM = "{room}"
LONGEST = 300


def wrong_in_address(text: str) -> str:
    """Return the sentence that says what to do, or nothing when the address can be used."""
    if len(text) > LONGEST or any(sign.isspace() or not sign.isprintable() for sign in text):
        return N_("Enter an address of at most 300 characters, without blanks.")
    try:
        parts = urlsplit(text.replace(ROOM, "room"))
        host = parts.hostname
    except ValueError:
        host = None
    if host is None or parts.scheme != "https" or parts.username or parts.password or "." not in host:
        return N_("Enter an address that begins with https://.")
    if set(text.replace(ROOM, "")) & set('{}"<>\\') or text.count(ROOM) > 1:
        return N_("Write {room} once at most, and no other braces.")
    if ROOM in text.split("/", 3)[2]:
        return N_("Write {room} behind the host, for example https://meet.example/{room}.")
    return ""


def room_name(digest: bytes) -> str:
    """Return a name that nobody guesses: 26 letters and digits from at least 16 random-looking bytes."""
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()


def address_in(pattern: str, room: str) -> str:
    return pattern.replace(ROOM, room)
