"""Who must say yes before the responsibility for records changes (T9)."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID


class Responsibility(StrEnum):
    """Who is responsible for records: the practice, or each clinician for their clients."""

    CENTRAL = "central"
    INDIVIDUAL = "individual"


def still_to_confirm(
    *, owner: UUID, clinicians_with_clients: Collection[UUID], confirmed: Collection[UUID]
) -> set[UUID]:
    """Return the members whose yes is missing: both the practice's (the owner's) and every clinician's with clients."""
    return ({owner} | set(clinicians_with_clients)) - set(confirmed)
