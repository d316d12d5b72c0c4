"""Envelope encryption: AES-256-GCM with a data key per practice, wrapped by the installation's master key.

A sealed blob is: format byte 1, data key id (16 bytes), nonce (12 bytes), ciphertext with tag. The context
(additional data) binds it to its place, so that a blob moved to another row does not open.
"""

import hmac
import os
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from kollega.platform.master_keys import MasterKey, parse_master_keys
from kollega.platform.models import DataKey

FORMAT = b"\x01"
_NONCE = 12
_HEAD = 1 + 16 + _NONCE


class CannotOpen(Exception):
    """The blob was changed, moved, or sealed under a key that is not here."""


@lru_cache(maxsize=4)
def _master_keys(text: str) -> tuple[MasterKey, ...]:
    return parse_master_keys(text)


def master_keys() -> tuple[MasterKey, ...]:
    return _master_keys(settings.KOLLEGA_MASTER_KEY)


def create_data_key(practice_id: UUID) -> UUID:
    """Make the practice's newest data key; blobs sealed from now on use it."""
    master = master_keys()[0]
    row = DataKey(practice_id=practice_id, master_key_id=master.id)
    row.wrapped = _wrap(master, row.id, practice_id, os.urandom(32))
    row.save(force_insert=True)
    _newest_key.cache_clear()
    return row.id


def rewrap_data_keys(practice_id: UUID) -> int:
    """Wrap every data key of the practice with the first master key; return how many were changed."""
    newest = master_keys()[0]
    changed = 0
    for row in DataKey.objects.filter(practice_id=practice_id).exclude(master_key_id=newest.id):
        plain = _unwrap(row)
        DataKey.objects.filter(practice_id=practice_id, id=row.id).update(
            master_key_id=newest.id, wrapped=_wrap(newest, row.id, practice_id, plain)
        )
        changed += 1
    return changed


def seal(practice_id: UUID, plaintext: bytes, *, context: bytes) -> bytes:
    """Encrypt under the practice's newest data key; `context` must be given again to open."""
    key_id, key = _newest_key(practice_id, settings.KOLLEGA_MASTER_KEY)
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(key).encrypt(nonce, plaintext, _bound(practice_id, context))
    return FORMAT + key_id.bytes + nonce + sealed


def open_sealed(practice_id: UUID, blob: bytes, *, context: bytes) -> bytes:
    """Decrypt, or raise CannotOpen when anything about blob, practice or context differs."""
    blob = bytes(blob)
    if blob[:1] != FORMAT or len(blob) < _HEAD:
        raise CannotOpen("unknown format")
    key = _key(practice_id, UUID(bytes=blob[1:17]), settings.KOLLEGA_MASTER_KEY)
    try:
        return AESGCM(key).decrypt(blob[17:_HEAD], blob[_HEAD:], _bound(practice_id, context))
    except InvalidTag as error:
        raise CannotOpen("the sealed text does not open") from error


def authenticate(practice_id: UUID, message: bytes) -> tuple[UUID, bytes]:
    """Return the newest data key's id and a tag over the message that only holders of the master key can make."""
    key_id, key = _newest_key(practice_id, settings.KOLLEGA_MASTER_KEY)
    return key_id, _tag(key, message)


def is_authentic(practice_id: UUID, key_id: UUID, message: bytes, tag: bytes) -> bool:
    """Whether `authenticate` made this tag; False too when the key is not here."""
    try:
        key = _key(practice_id, key_id, settings.KOLLEGA_MASTER_KEY)
    except CannotOpen:
        return False
    return hmac.compare_digest(_tag(key, message), bytes(tag))


def _tag(key: bytes, message: bytes) -> bytes:
    # A key of its own for tags, so that encryption and authentication never share one.
    return hmac.digest(hmac.digest(key, b"kollega tag key", "sha256"), message, "sha256")


def _bound(practice_id: UUID, context: bytes) -> bytes:
    return practice_id.bytes + context


def _wrap(master: MasterKey, key_id: UUID, practice_id: UUID, plain: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(master.key).encrypt(nonce, plain, practice_id.bytes + key_id.bytes)


def _unwrap(row: DataKey) -> bytes:
    wrapped = bytes(row.wrapped)
    for master in master_keys():
        if master.id == row.master_key_id:
            return AESGCM(master.key).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], row.practice_id.bytes + row.id.bytes)
    raise CannotOpen("the master key of this data key is not configured")


@lru_cache(maxsize=2048)
def _key(practice_id: UUID, key_id: UUID, masters: str) -> bytes:
    row = DataKey.objects.filter(practice_id=practice_id, id=key_id).first()
    if row is None:
        raise CannotOpen("the data key is not here")
    return _unwrap(row)


@lru_cache(maxsize=2048)
def _newest_key(practice_id: UUID, masters: str) -> tuple[UUID, bytes]:
    row = DataKey.objects.filter(practice_id=practice_id).order_by("-id").first()
    if row is None:
        raise CannotOpen("the practice has no data key")
    return row.id, _unwrap(row)


def keyed_hash(practice_id: UUID, plaintext: bytes, *, context: bytes) -> bytes:
    """Return 32 bytes that are the same for the same text in the same practice, and tell nothing without its key."""
    return hmac.digest(_oldest_key(practice_id, settings.KOLLEGA_MASTER_KEY), context + b"|" + plaintext, "sha256")


@lru_cache(maxsize=2048)
def _oldest_key(practice_id: UUID, masters: str) -> bytes:
    row = DataKey.objects.filter(practice_id=practice_id).order_by("id").first()
    if row is None:
        raise CannotOpen("the practice has no data key")
    return _unwrap(row)
