"""The signature under a delivery report: HMAC-SHA-256 over moment and body, in hexadecimal."""

import hashlib
import hmac
import re

TOLERANCE_SECONDS = 300
_HEADER = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


def signature(secret: str, at: int, body: bytes) -> str:
    """Return the header's text. `at` is real time in whole seconds since 1970."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def is_signed(header: str, body: bytes, *, secret: str, now: int) -> bool:
    """Whether whoever reports knows the secret, at most five minutes ago. Never without a secret."""
    found = _HEADER.fullmatch(header)
    if found is None or not secret:
        return False
    at = int(found[1])
    return abs(now - at) <= TOLERANCE_SECONDS and hmac.compare_digest(signature(secret, at, body), header)
