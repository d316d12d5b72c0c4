"""Which second factors a person has."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.accounts.models import OneTimeCodes, Passkey, RecoveryCode


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    id: UUID
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """`codes_since` is when the authenticator app was added. Recovery codes alone are no factor."""

    codes_since: datetime | None
    passkeys: tuple[PasskeyRow, ...]
    recovery_codes_left: int

    @property
    def any(self) -> bool:
        return self.codes_since is not None or bool(self.passkeys)

    @property
    def count(self) -> int:
        return len(self.passkeys) + (self.codes_since is not None)


def factors_of(person_id: UUID) -> Factors:
    """Return the person's factors, passkeys by age."""
    codes = OneTimeCodes.objects.filter(person_id=person_id).first()
    passkeys = Passkey.objects.filter(person_id=person_id).order_by("id")
    return Factors(
        codes_since=codes.added_at if codes else None,
        passkeys=tuple(PasskeyRow(p.id, p.name, p.added_at, p.used_at) for p in passkeys),
        recovery_codes_left=RecoveryCode.objects.filter(person_id=person_id, used_at=None).count(),
    )
