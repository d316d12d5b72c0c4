"""Sealing a stream in chunks, so that neither much memory nor an unsealed byte on the disk is needed.

Each chunk is 4 bytes length, then AES-256-GCM of up to 1 MiB. Its nonce is its number, so a key serves one stream only;
its additional data are the stream's head and whether it is the last. So a changed, moved, missing or cut chunk does not
open. No Django: a restore begins on an empty machine.
"""

import struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK_BYTES = 1024 * 1024
TAG_BYTES = 16
LAST = 0x8000_0000
ARRIVING = ".part"  # a file that is still being written; backups leave it out


class DamagedStream(Exception):
    """The stream is not as it was written; the message says how."""


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


class ChunkWriter:
    """Takes bytes, writes sealed chunks. `close` writes the last one; without it the stream does not open."""

    def __init__(self, target: BinaryIO, key: bytes, head: bytes) -> None:
        self._target = target
        self._cipher = AESGCM(key)
        self._head = head
        self._pending = bytearray()
        self._number = 0

    def write(self, content: bytes) -> int:
        self._pending += content
        while len(self._pending) > CHUNK_BYTES:
            self._emit(bytes(self._pending[:CHUNK_BYTES]), last=False)
            del self._pending[:CHUNK_BYTES]
        return len(content)

    def close(self) -> None:
        self._emit(bytes(self._pending), last=True)
        self._pending.clear()

    def _emit(self, content: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number), content, self._head + bytes([last]))
        self._target.write(struct.pack(">I", len(sealed) | (LAST if last else 0)) + sealed)
        self._number += 1


class ChunkReader:
    """Reads what a ChunkWriter wrote. Raises DamagedStream instead of handing out a changed byte."""

    def __init__(self, source: BinaryIO, key: bytes, head: bytes) -> None:
        self._source = source
        self._cipher = AESGCM(key)
        self._head = head
        self._number = 0
        self.ended = False

    def next(self) -> bytes:
        """Return the next chunk; `ended` tells whether it was the last."""
        prefix = self._source.read(4)
        if len(prefix) < 4:
            raise DamagedStream("was cut short")
        length = struct.unpack(">I", prefix)[0]
        last, length = bool(length & LAST), length & ~LAST
        sealed = self._source.read(min(length, CHUNK_BYTES + TAG_BYTES))
        if len(sealed) != length:
            raise DamagedStream("was changed or cut short")
        try:
            content = self._cipher.decrypt(_nonce(self._number), sealed, self._head + bytes([last]))
        except InvalidTag as error:
            raise DamagedStream("was changed or cut short") from error
        self._number += 1
        self.ended = last
        if last and self._source.read(1):
            raise DamagedStream("had something appended")
        return content
