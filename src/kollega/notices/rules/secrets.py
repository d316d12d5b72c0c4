"""The secret of a link, and what it is found by."""

import hashlib
import secrets


def new_secret() -> str:
    """Return 256 random bits as text that can stand in an address."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> bytes:
    """Return what is stored to find a secret; with so many random bits a plain hash is enough."""
    return hashlib.sha256(secret.encode()).digest()
