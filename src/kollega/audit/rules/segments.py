"""What a segment of the sealed log is: which rows it holds, what its hash covers, what it looks like.

A row belongs to the segment in whose span of transaction numbers it was written. A segment is made only of
transactions that have all ended, so that no row can join it later. In another PostgreSQL cluster (a restore from a
dump) these numbers begin anew; the sequence of rows does not. So each cluster is an era of the chain with a floor:
rows up to the floor are from before it.
"""

import hashlib
import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

START = bytes(32)
DIGEST_BYTES = 16
_ROW = struct.Struct(f">q{DIGEST_BYTES}s")
ROW_BYTES = _ROW.size


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the log as the chain sees it: its number, its transaction, half of its SHA-256."""

    seq: int
    xid: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """Everything a segment says beside its rows. `xid_to` ends its span (exclusive); `top_seq` is the highest
    number sealed so far; `previous` is the hash of the segment before, 32 zero bytes for the first."""

    practice_id: UUID
    number: int
    cluster: int
    floor_seq: int
    xid_to: int
    top_seq: int
    sealed_at: datetime
    previous: bytes


def packed(rows: Iterable[Row]) -> bytes:
    """Return number and digest of each row, in order of their numbers."""
    return b"".join(_ROW.pack(row.seq, row.digest) for row in sorted(rows, key=lambda row: row.seq))


def unpacked(digests: bytes) -> dict[int, bytes]:
    """Return the digest of each row number; a torn tail is left out, the hash tells of it."""
    whole = len(digests) - len(digests) % ROW_BYTES
    return dict(_ROW.iter_unpack(digests[:whole]))


def segment_hash(header: Header, digests: bytes) -> bytes:
    """Return the SHA-256 over header, rows and, through the header, all that went before."""
    parts = [
        "kollega log segment 1",
        str(header.practice_id),
        header.number,
        header.cluster,
        header.floor_seq,
        header.xid_to,
        header.top_seq,
        header.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        header.previous.hex(),
        hashlib.sha256(digests).hexdigest(),
    ]
    return hashlib.sha256(json.dumps(parts).encode()).digest()


def signed_text(practice_id: UUID, number: int, digest: bytes) -> bytes:
    """What the signature of a segment, and of its anchored head, covers."""
    return b"kollega log head|" + practice_id.bytes + number.to_bytes(8, "big") + digest


def floor_of_new_era(*, top_seq: int, highest_of_unborn: int | None) -> int:
    """Return the highest row number that is surely from before the move to another cluster.

    `top_seq` is the highest sealed row; `highest_of_unborn` the highest among rows whose transaction number the new
    cluster has not given out yet.
    """
    return max(top_seq, highest_of_unborn or 0)
