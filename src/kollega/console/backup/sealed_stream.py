"""A stream sealed to the master key: written and read in chunks, so that nothing unsealed touches the disk.

6 bytes   KLGB1\\n
8 bytes   id of the master key
32 bytes  salt; HKDF(master key, salt) is the archive's own key
chunks    as in platform/sealed_chunks.py, bound to this head
"""

import os
from typing import BinaryIO

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kollega.console.backup.errors import DamagedArchive
from kollega.platform.master_keys import MasterKey
from kollega.platform.sealed_chunks import ChunkReader, ChunkWriter, DamagedStream

MAGIC = b"KLGB1\n"
SALT_BYTES = 32
KEY_ID_BYTES = 8
HEAD_BYTES = len(MAGIC) + KEY_ID_BYTES + SALT_BYTES


def _key(master: MasterKey, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"kollega|backup").derive(master.key)


class SealingWriter:
    """Takes bytes, writes sealed chunks. `close` writes the last one; without it the archive does not open."""

    def __init__(self, target: BinaryIO, master: MasterKey) -> None:
        salt = os.urandom(SALT_BYTES)
        head = MAGIC + bytes.fromhex(master.id) + salt
        target.write(head)
        self._chunks = ChunkWriter(target, _key(master, salt), head)

    def write(self, content: bytes) -> int:
        return self._chunks.write(content)

    def close(self) -> None:
        self._chunks.close()


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
        self._chunks = ChunkReader(source, _key(master, head[-SALT_BYTES:]), head)
        self._ready = bytearray()

    def read(self, size: int = -1) -> bytes:
        while not self._chunks.ended and (size < 0 or len(self._ready) < size):
            try:
                self._ready += self._chunks.next()
            except DamagedStream as damage:
                raise DamagedArchive(f"The backup {damage}.") from damage
        end = len(self._ready) if size < 0 else size
        content = bytes(self._ready[:end])
        del self._ready[:end]
        return content
