"""Encryption of what belongs to no practice, such as a person's authenticator secret.

AES-256-GCM under a key derived from the installation's master key. A blob is: format byte 2, the master key's id
(8 bytes), nonce (12 bytes), ciphertext with tag; older master keys still open what they sealed.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kollega.platform.crypto import CannotOpen, master_keys
from kollega.platform.derived_keys import derived
from kollega.platform.master_keys import MasterKey

FORMAT = b"\x02"
_HEAD = 1 + 8 + 12


def seal_for_installation(plaintext: bytes, *, context: bytes) -> bytes:
    """Encrypt under the newest master key; `context` must be given again to open."""
    master = master_keys()[0]
    nonce = os.urandom(12)
    return FORMAT + bytes.fromhex(master.id) + nonce + _cipher(master).encrypt(nonce, plaintext, context)


def open_for_installation(blob: bytes, *, context: bytes) -> bytes:
    """Decrypt, or raise CannotOpen when blob or context differ or the key is not configured."""
    blob = bytes(blob)
    master = next((m for m in master_keys() if bytes.fromhex(m.id) == blob[1:9]), None)
    if blob[:1] != FORMAT or master is None:
        raise CannotOpen("the master key of this text is not configured")
    try:
        return _cipher(master).decrypt(blob[9:_HEAD], blob[_HEAD:], context)
    except InvalidTag as error:
        raise CannotOpen("the sealed text does not open") from error


def _cipher(master: MasterKey) -> AESGCM:
    return AESGCM(derived(master, b"installation secrets"))
