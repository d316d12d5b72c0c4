"""Repeated API calls have one effect and one answer.

A call holds its key by an advisory lock of its own transaction, in which effect and answer are stored together. So a
key is free again the moment its call ends without effect, whether it was refused or its process was killed.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection

from kollega.kernel.clock import real_now
from kollega.kernel.errors import N_, Conflict, Refusal
from kollega.platform.crypto import open_sealed, seal
from kollega.platform.models import IdempotencyKey

KEPT = timedelta(hours=25)


class KeyReused(Refusal):
    code = "idempotency_key_reused"
    status = 422
    message = N_("This Idempotency-Key was used for another request. Use a new key.")


class StillRunning(Conflict):
    code = "request_still_running"
    message = N_("The first request with this Idempotency-Key is still running. Try again in a moment.")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A key that the open transaction alone may work under."""

    practice_id: UUID
    caller_id: UUID
    key: str
    fingerprint: bytes

    def keep(self, answer: Answer) -> None:
        """Store the answer in the open transaction, beside the effect."""
        row = IdempotencyKey(
            practice_id=self.practice_id,
            caller_id=self.caller_id,
            key=self.key,
            fingerprint=self.fingerprint,
            status=answer.status,
            headers=answer.headers,
            started_at=real_now(),
        )
        row.body = seal(self.practice_id, answer.body, context=row.id.bytes)
        row.save(force_insert=True)


def claim(practice_id: UUID, caller_id: UUID, key: str, content: bytes) -> Claim | Answer:
    """Claim the key for the open transaction, or return the answer that the first call with it was given.

    Refuses with KeyReused (other content) and StillRunning. Needs the practice's tenant scope.
    """
    if not _hold(practice_id, caller_id, key):
        raise StillRunning
    fingerprint = hashlib.sha256(content).digest()
    first = IdempotencyKey.objects.filter(practice_id=practice_id, caller_id=caller_id, key=key).first()
    if first is None:
        return Claim(practice_id, caller_id, key, fingerprint)
    if bytes(first.fingerprint) != fingerprint:
        raise KeyReused
    body = open_sealed(first.practice_id, bytes(first.body), context=first.id.bytes)
    return Answer(first.status or 200, body, first.headers)


def _hold(practice_id: UUID, caller_id: UUID, key: str) -> bool:
    """Take the key's lock until the transaction ends; False when another call has it."""
    digest = hashlib.sha256(b"idempotency" + practice_id.bytes + caller_id.bytes + key.encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])
        row = cursor.fetchone()
    return bool(row and row[0])


def forget_old() -> int:
    """Delete keys older than KEPT in the current practice; return how many."""
    return IdempotencyKey.objects.filter(started_at__lt=real_now() - KEPT).delete()[0]
