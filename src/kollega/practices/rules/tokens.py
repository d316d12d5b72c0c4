"""The form of an API token: it names its practice, so that the tenant is known before the look-up."""

import base64
import hashlib
import secrets
from uuid import UUID

PREFIX = "kollega"


def new_token(practice_id: UUID) -> str:
    """Return `kollega_<practice>_<256 random bits>`."""
    return f"{PREFIX}_{_short(practice_id.bytes)}_{secrets.token_urlsafe(32)}"


def practice_of(token: str) -> UUID | None:
    """Return the practice that a token names, or None when it has not the form of one."""
    parts = token.split("_", 2)
    if len(parts) != 3 or parts[0] != PREFIX:
        return None
    try:
        return UUID(bytes=base64.b32decode(parts[1].upper() + "======"))
    except ValueError:
        return None


def digest(token: str) -> bytes:
    """Return what is stored of a token. It has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def _short(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()
