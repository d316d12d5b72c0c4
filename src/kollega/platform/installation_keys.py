"""Keys of the installation itself, each derived from the master key for one purpose.

A blob sealed here is: format byte 2, id of the master key (8 bytes), nonce (12 bytes), ciphertext with tag. When
the master key is rotated, the former one opens old blobs as long as it stays in the setting.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kollega.platform.crypto import CannotOpen, MasterKey, master_keys

FORMAT = b"\x02"
_NONCE = 12
_HEAD = 1 + 8 + _NONCE


def derived(master: MasterKey, purpose: bytes) -> bytes:
    """Return 32 bytes that only this master key and this purpose give."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"kollega|" + purpose).derive(master.key)


def seal_for_installation(plaintext: bytes, *, purpose: bytes, context: bytes) -> bytes:
    """Encrypt what belongs to no practice; purpose and context must be given again to open."""
    master = master_keys()[0]
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(derived(master, purpose)).encrypt(nonce, plaintext, context)
    return FORMAT + bytes.fromhex(master.id) + nonce + sealed


def open_for_installation(blob: bytes, *, purpose: bytes, context: bytes) -> bytes:
    """Decrypt, or raise CannotOpen when anything about blob, purpose, context or key differs."""
    blob = bytes(blob)
    master = next((key for key in master_keys() if bytes.fromhex(key.id) == blob[1:9]), None)
    if blob[:1] != FORMAT or master is None:
        raise CannotOpen("unknown format or key")
    try:
        return AESGCM(derived(master, purpose)).decrypt(blob[9:_HEAD], blob[_HEAD:], context)
    except InvalidTag as error:
        raise CannotOpen("the sealed text does not open") from error
