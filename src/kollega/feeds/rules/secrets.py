"""The secrets of feeds: random enough that a plain hash is all that is stored of them."""

import base64
import hashlib
import secrets

from kollega.feeds.enums import Way

GROUP = 4


def new_secret(way: Way) -> str:
    """Return 192 random bits for an address, or 140 bits in groups that can be typed into a phone."""
    if way is Way.ADDRESS:
        return secrets.token_urlsafe(24)
    letters = base64.b32encode(secrets.token_bytes(20)).decode().lower()[:28]
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def digest(secret: str, way: Way) -> bytes:
    """Return what is stored of a secret. Hyphens, blanks and capitals of a typed password do not count."""
    text = secret if way is Way.ADDRESS else secret.replace("-", "").replace(" ", "").lower()
    return hashlib.sha256(f"{way}|{text}".encode()).digest()
