"""Signatures of the log: Ed25519 under a key that follows from the master key; the public key goes along."""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kollega.platform.crypto import master_keys
from kollega.platform.derived_keys import derived
from kollega.platform.master_keys import MasterKey

PURPOSE = b"log seal"


@lru_cache(maxsize=8)
def _private(master: MasterKey) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(derived(master, PURPOSE))


def public_keys() -> list[bytes]:
    """Return this installation's public keys, the one in use first; 32 bytes each."""
    return [_private(master).public_key().public_bytes_raw() for master in master_keys()]


def sign(text: bytes) -> tuple[bytes, bytes]:
    """Return public key and signature."""
    private = _private(master_keys()[0])
    return private.public_key().public_bytes_raw(), private.sign(text)


def is_signed(text: bytes, *, key: bytes, signature: bytes) -> bool:
    """Whether the signature fits text and key; whether the key is ours is another question."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True
