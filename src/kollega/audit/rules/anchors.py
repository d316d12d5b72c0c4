"""Lines of the anchor file: heads of the sealed log, and notes of a restore, each signed."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Head:
    """The newest segment of a practice at some moment."""

    practice_id: UUID
    number: int
    hash: bytes
    key: bytes
    signature: bytes
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class Restored:
    """The database was brought back from a backup: heads written before may be ahead of it."""

    at: datetime
    key: bytes
    signature: bytes


def head_line(head: Head) -> str:
    return json.dumps(
        {
            "practice": str(head.practice_id),
            "segment": head.number,
            "hash": head.hash.hex(),
            "sealed_at": head.sealed_at.astimezone(UTC).isoformat(),
            "key": head.key.hex(),
            "signature": head.signature.hex(),
        }
    )


def restored_line(note: Restored) -> str:
    return json.dumps({"restored_at": note.at.isoformat(), "key": note.key.hex(), "signature": note.signature.hex()})


def restored_text(at: datetime) -> bytes:
    """What the signature of a note of a restore covers."""
    return b"kollega log restored|" + at.isoformat().encode()


def parsed(line: str) -> Head | Restored | None:
    """Return what a line says, or None for one that is no line of ours."""
    try:
        found: dict[str, Any] = json.loads(line)
        key, signature = bytes.fromhex(found["key"]), bytes.fromhex(found["signature"])
        if "restored_at" in found:
            return Restored(datetime.fromisoformat(found["restored_at"]), key, signature)
        return Head(
            UUID(found["practice"]),
            int(found["segment"]),
            bytes.fromhex(found["hash"]),
            key,
            signature,
            datetime.fromisoformat(found["sealed_at"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
