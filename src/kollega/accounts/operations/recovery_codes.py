"""Recovery codes: made ten at a time, shown once, each good for one login."""

from uuid import UUID

from kollega.accounts.models import AccountEvent, RecoveryCode
from kollega.accounts.operations.activity import note
from kollega.accounts.rules.codes import new_recovery_codes, recovery_code_hash
from kollega.accounts.visit import Visit


def make(person_id: UUID, *, visit: Visit) -> list[str]:
    """Replace all recovery codes and return the new ones; only their hashes are kept."""
    codes = new_recovery_codes()
    remove(person_id)
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person_id=person_id, code_hash=recovery_code_hash(code), made_at=visit.at) for code in codes
    )
    note(person_id, AccountEvent.Kind.RECOVERY_CODES_MADE, visit)
    return codes


def use(person_id: UUID, *, code: str, visit: Visit) -> bool:
    """Tell whether the code is one of the person's unused ones, and use it up; of two at once one succeeds."""
    matching = RecoveryCode.objects.filter(person_id=person_id, code_hash=recovery_code_hash(code), used_at=None)
    return matching.update(used_at=visit.at) == 1


def remove(person_id: UUID) -> None:
    RecoveryCode.objects.filter(person_id=person_id).delete()
