"""What may stand in a practice's own agreement (T12)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kollega.catalogue.rules.plans import LIMITS, Allowance, Catalogue, Entitlement, Scope
from kollega.kernel.errors import N_

LONGEST_NAME, LONGEST_PHONE, LONGEST_NOTE = 120, 40, 300
MOST = 1_000_000
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class NewContract:
    """An agreement as the operator types it. `allowances` hold only what differs from the plan; `ends_at` None: open.

    Times are instants in UTC.
    """

    plan_id: str
    contact_name: str
    contact_email: str
    begins_at: datetime
    ends_at: datetime | None = None
    contact_phone: str = ""
    note: str = ""
    allowances: Mapping[Entitlement, Allowance] = field(default_factory=dict)


def contract_faults(known: Catalogue, wanted: NewContract) -> dict[str, str]:
    """Return a sentence for each field that cannot stand in a contract, by its name; empty when all is well."""
    fields: dict[str, str] = {}
    plan = known.plan(wanted.plan_id)
    if plan is None or plan.scope is not Scope.PRACTICE:
        fields["plan_id"] = N_("Choose a plan for practices from the list.")
    if not wanted.contact_name.strip() or len(wanted.contact_name) > LONGEST_NAME:
        fields["contact_name"] = N_("Enter the name of the contact person.")
    if not _ADDRESS.fullmatch(wanted.contact_email) or len(wanted.contact_email) > 254:
        fields["contact_email"] = N_("Enter the e-mail address of the contact person.")
    if len(wanted.contact_phone) > LONGEST_PHONE:
        fields["contact_phone"] = N_("Enter a phone number of at most 40 characters.")
    if len(wanted.note) > LONGEST_NOTE:
        fields["note"] = N_("Enter at most 300 characters.")
    if wanted.ends_at is not None and wanted.ends_at <= wanted.begins_at:
        fields["ends_at"] = N_("The contract must end after it begins.")
    for entitlement, value in wanted.allowances.items():
        if not _fits(entitlement, value):
            fields[entitlement.value] = N_("Enter a whole number, or choose without limit.")
    return fields


def _fits(entitlement: Entitlement, value: Allowance) -> bool:
    if entitlement in LIMITS:
        return value is None or (not isinstance(value, bool) and 0 <= value <= MOST)
    return isinstance(value, bool)
