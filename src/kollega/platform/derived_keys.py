"""Keys that follow from the installation's master key, each for one purpose."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kollega.platform.master_keys import MasterKey


def derived(master: MasterKey, purpose: bytes) -> bytes:
    """Return 32 bytes that only this master key and this purpose give."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"kollega|" + purpose).derive(master.key)
