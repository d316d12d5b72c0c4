"""A practice's own agreement as it stands, also before it begins and after it ended; inside an operation or query."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.catalogue.models import Contract
from kollega.catalogue.rules.plans import Allowance, Entitlement


@dataclass(frozen=True, slots=True)
class StoredContract:
    id: UUID
    plan_id: str
    allowances: dict[Entitlement, Allowance]
    contact_name: str
    contact_email: str
    contact_phone: str
    note: str
    begins_at: datetime
    ends_at: datetime | None
    set_at: datetime

    def is_over(self, at: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= at

    def is_running(self, at: datetime) -> bool:
        return self.begins_at <= at and not self.is_over(at)


def contract_of(practice_id: UUID) -> StoredContract | None:
    """Return the practice's newest contract, whether it waits, runs or has ended; None where there never was one."""
    row = Contract.objects.filter(practice_id=practice_id).first()
    if row is None:
        return None
    known = {entitlement.value for entitlement in Entitlement}
    return StoredContract(
        id=row.id,
        plan_id=row.plan,
        allowances={Entitlement(name): value for name, value in row.allowances.items() if name in known},
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        contact_phone=row.contact_phone,
        note=row.note,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        set_at=row.set_at,
    )
