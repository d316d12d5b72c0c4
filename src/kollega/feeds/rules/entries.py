"""What a feed says of one appointment, and the digests by which a reader knows whether that has changed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

# Raised when the written form changes, so that readers fetch again.
FORM = 1
BACK = timedelta(days=90)
AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as it is written out. Times are instants and the zone they were meant in; `free` does not block."""

    id: UUID
    summary: str
    place: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    tentative: bool
    free: bool
    version: int
    changed_at: datetime

    @property
    def etag(self) -> str:
        """The same as long as every word of the event is the same."""
        parts = (
            FORM,
            self.id,
            self.summary,
            self.place,
            self.starts_at.timestamp(),
            self.ends_at.timestamp(),
            self.zone,
            self.tentative,
            self.free,
            self.version,
            self.changed_at.timestamp(),
        )
        return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


def digest_of(title: str, zone: str, entries: Iterable[Entry]) -> str:
    """Return the digest of a whole calendar."""
    tags = "".join(entry.etag for entry in entries)
    return hashlib.sha256(f"{FORM}|{title}|{zone}|{tags}".encode()).hexdigest()
