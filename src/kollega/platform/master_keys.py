"""The installation's master key, which is also its recovery key. No Django: a restore begins on an empty machine."""

import base64
import hashlib
import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MasterKey:
    key: bytes

    @property
    def id(self) -> str:
        """A short public name of the key, derived from it."""
        return hashlib.sha256(b"kollega master key" + self.key).hexdigest()[:16]


def new_master_key() -> str:
    """Return 32 random bytes in URL-safe base64, as the setting and the recovery key carry them."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def parse_master_keys(text: str) -> tuple[MasterKey, ...]:
    """Read comma-separated keys; the first wraps new data keys, the others still open old ones."""
    keys = tuple(MasterKey(base64.urlsafe_b64decode(part.strip())) for part in text.split(",") if part.strip())
    if not keys or any(len(key.key) != 32 for key in keys):
        raise ValueError("a master key is 32 bytes in URL-safe base64")
    return keys
