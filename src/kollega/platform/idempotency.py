"""Repeated API calls have one effect and one answer.

The key is claimed on a connection of its own before the work; the answer is stored in the work's own
transaction. A claim without an answer after `STALE` belongs to a call that died before it committed
anything, so it may be taken over.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from kollega.kernel.clock import real_now
from kollega.kernel.errors import N_, Conflict, Refusal
from kollega.platform.crypto import open_sealed, seal
from kollega.platform.models import IdempotencyKey

STALE = timedelta(seconds=60)
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
    """A key that this call may now work under."""

    id: UUID
    practice_id: UUID

    def keep(self, answer: Answer) -> None:
        """Store the answer in the open transaction, beside the effect."""
        IdempotencyKey.objects.filter(practice_id=self.practice_id, id=self.id).update(
            status=answer.status,
            body=seal(self.practice_id, answer.body, context=self.id.bytes),
            headers=answer.headers,
        )

    def release(self) -> None:
        """Give the key back after a refusal, so that a corrected call may use it."""
        with transaction.atomic(using="side"):
            IdempotencyKey.objects.using("side").filter(practice_id=self.practice_id, id=self.id).delete()


def claim(practice_id: UUID, caller_id: UUID, key: str, content: bytes) -> Claim | Answer:
    """Claim the key, or return the answer that the first call with it was given.

    Refuses with KeyReused (other content) and StillRunning. Needs the practice's tenant scope.
    """
    fingerprint = hashlib.sha256(content).digest()
    row = IdempotencyKey(
        practice_id=practice_id, caller_id=caller_id, key=key, fingerprint=fingerprint, started_at=real_now()
    )
    try:
        with transaction.atomic(using="side"):
            row.save(using="side", force_insert=True)
        return Claim(row.id, practice_id)
    except IntegrityError:
        return _known(row)


def _known(new: IdempotencyKey) -> Claim | Answer:
    with transaction.atomic(using="side"):
        rows = IdempotencyKey.objects.using("side").select_for_update()
        first = rows.filter(practice_id=new.practice_id, caller_id=new.caller_id, key=new.key).first()
        if first is None:
            raise StillRunning
        if bytes(first.fingerprint) != new.fingerprint:
            raise KeyReused
        if first.status is not None:
            body = open_sealed(first.practice_id, bytes(first.body), context=first.id.bytes)
            return Answer(first.status, body, first.headers)
        if new.started_at - first.started_at < STALE:
            raise StillRunning
        rows.filter(practice_id=first.practice_id, id=first.id).update(started_at=new.started_at)
        return Claim(first.id, first.practice_id)


def forget_old() -> int:
    """Delete keys older than KEPT in the current practice; return how many."""
    return IdempotencyKey.objects.filter(started_at__lt=real_now() - KEPT).delete()[0]
