"""What the holder of an offer's secret may know of it, as long as it can be accepted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.delegation.models import Grant
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import ClientFields, Role
from kollega.platform.tenancy import tenant
from kollega.teams.queries.holders import Place, behind, place_of
from kollega.teams.rules.validity import expiry_of


@dataclass(frozen=True, slots=True)
class OfferedGrant:
    """A grant that waits for its person."""

    id: UUID
    place: Place
    email: str
    owner: str
    deeds: tuple[Deed, ...]
    fields: ClientFields
    reason: str
    starts_at: datetime
    ends_at: datetime


def good_offer(token: str, at: datetime) -> OfferedGrant | None:
    """Return the offer, or None for a secret that is unknown, used, revoked or too old."""
    found = behind("delegation_grant_of", token)
    if found is None:
        return None
    with tenant(found[0]):
        row = Grant.objects.select_related("owner", "practice").get(id=found[1])
        if not can_be_accepted(row, at):
            return None
        return OfferedGrant(
            id=row.id,
            place=place_of(row.practice),
            email=row.email,
            owner=row.owner.display_name,
            deeds=tuple(Deed(deed) for deed in row.deeds),
            fields=ClientFields(row.fields),
            reason=row.reason,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
        )


def can_be_accepted(row: Grant, at: datetime) -> bool:
    """Say whether an offer waits and its owner still has a calendar; the owner must be loaded."""
    waits = row.accepted_at is None and row.revoked_at is None and at < offer_ends(row)
    return waits and row.owner.ended_at is None and Role.CLINICIAN in row.owner.roles


def offer_ends(row: Grant) -> datetime:
    """Return until when an offer can be accepted: 30 days, and never longer than the grant itself."""
    return min(row.ends_at, expiry_of(row.made_at))
