"""A stream sealed to the master key: written and read in chunks, so that nothing unsealed touches the disk.

    6 bytes   KLGB1\\n
    8 bytes   id of the master key
    32 bytes  salt; HKDF(master key, salt) is the archive's own key
    chunks    4 bytes length, then AES-256-GCM of up to 1 MiB

A chunk's nonce is its number; its additional data are the head and whether it is the last. So a changed, moved,
missing or cut chunk does not open.
"""

import os
import struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kollega.console.backup.errors import DamagedArchive
from kollega.platform.master_keys import MasterKey

MAGIC = b"KLGB1\n"
SALT_BYTES = 32
KEY_ID_BYTES = 8
HEAD_BYTES = len(MAGIC) + KEY_ID_BYTES + SALT_BYTES
CHUNK_BYTES = 1024 * 1024
TAG_BYTES = 16
LAST = 0x8000_0000


def _cipher(master: MasterKey, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"kollega|backup").derive(master.key))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


class SealingWriter:
    """Takes bytes, writes sealed chunks. `close` writes the last one; without it the archive does not open."""

    def __init__(self, target: BinaryIO, master: MasterKey) -> None:
        salt = os.urandom(SALT_BYTES)
        self._target = target
        self._cipher = _cipher(master, salt)
        self._head = MAGIC + bytes.fromhex(master.id) + salt
        self._pending = bytearray()
        self._number = 0
        target.write(self._head)

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


class OpeningReader:
    """Reads what a SealingWriter wrote. Raises DamagedArchive instead of handing out a changed byte."""

    def __init__(self, source: BinaryIO, masters: tuple[MasterKey, ...]) -> None:
        head = source.read(HEAD_BYTES)
        if len(head) < HEAD_BYTES or not head.startswith(MAGIC):
            raise DamagedArchive("This file is not a Kollega backup.")
        key_id = head[len(MAGIC) : len(MAGIC) + KEY_ID_BYTES].hex()
        master = next((key for key in masters if key.id == key_id), None)
        if master is None:
            raise DamagedArchive(f"This recovery key does not open the backup; the key with the id {key_id} does.")
        self._source = source
        self._head = head
        self._cipher = _cipher(master, head[-SALT_BYTES:])
        self._ready = bytearray()
        self._number = 0
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        while not self._ended and (size < 0 or len(self._ready) < size):
            self._ready += self._next()
        end = len(self._ready) if size < 0 else size
        content = bytes(self._ready[:end])
        del self._ready[:end]
        return content

    def _next(self) -> bytes:
        prefix = self._source.read(4)
        if len(prefix) < 4:
            raise DamagedArchive("The backup was cut short.")
        length = struct.unpack(">I", prefix)[0]
        last, length = bool(length & LAST), length & ~LAST
        sealed = self._source.read(min(length, CHUNK_BYTES + TAG_BYTES))
        if len(sealed) != length:
            raise DamagedArchive("The backup was changed or cut short.")
        try:
            content = self._cipher.decrypt(_nonce(self._number), sealed, self._head + bytes([last]))
        except InvalidTag as error:
            raise DamagedArchive("The backup was changed or cut short.") from error
        self._number += 1
        self._ended = last
        if last and self._source.read(1):
            raise DamagedArchive("Something was appended to the backup.")
        return content
