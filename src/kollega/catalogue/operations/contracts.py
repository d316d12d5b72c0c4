"""Writing a practice's own agreement; parts of the operator's operations, which check the right and write the log."""

from datetime import datetime
from uuid import UUID

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.models import Contract
from kollega.catalogue.operations.following import hold_plan_of
from kollega.catalogue.rules.contracts import NewContract, contract_faults
from kollega.kernel.errors import BadInput, NotFound


def store_contract(practice_id: UUID, wanted: NewContract, *, at: datetime) -> UUID:
    """Make this the practice's contract in the place of any former one and return its id. Refuses with BadInput."""
    faults = contract_faults(catalogue(), wanted)
    if faults:
        raise BadInput(fields=faults)
    hold_plan_of(practice_id)
    row, _ = Contract.objects.update_or_create(
        practice_id=practice_id,
        defaults={
            "plan": wanted.plan_id,
            "allowances": {name.value: value for name, value in wanted.allowances.items()},
            "contact_name": wanted.contact_name.strip(),
            "contact_email": wanted.contact_email.strip(),
            "contact_phone": wanted.contact_phone.strip(),
            "note": wanted.note.strip(),
            "begins_at": wanted.begins_at,
            "ends_at": wanted.ends_at,
            "set_at": at,
        },
    )
    return row.id


def end_contract(practice_id: UUID, *, at: datetime) -> UUID:
    """End the practice's contract now, or before it begins, and return its id. NotFound when none runs or waits."""
    hold_plan_of(practice_id)
    row = Contract.objects.filter(practice_id=practice_id).first()
    if row is None or (row.ends_at is not None and row.ends_at <= at):
        raise NotFound
    row.ends_at = max(at, row.begins_at)
    row.save(update_fields=["ends_at"])
    return row.id
