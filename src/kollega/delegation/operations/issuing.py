"""The secret of an offer: made when its mail is written, so that only its hash is ever stored."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.delegation.models import Grant
from kollega.delegation.queries.offered import can_be_accepted, offer_ends
from kollega.practices.rules.tokens import digest


@dataclass(frozen=True, slots=True)
class IssuedOffer:
    token: str
    to: str
    language: str
    owner: str
    practice: str
    reason: str
    ends_at: datetime
    expires_at: datetime


def issue(practice_id: UUID, grant_id: UUID, at: datetime) -> IssuedOffer | None:
    """Give the offer a new secret and return it, or None when it is over by now. Inside a handler's transaction."""
    row = Grant.objects.select_for_update(of=("self",)).select_related("owner", "practice")
    found = row.filter(practice_id=practice_id, id=grant_id).first()
    if found is None or not can_be_accepted(found, at):
        return None
    token = secrets.token_urlsafe(32)
    Grant.objects.filter(id=grant_id).update(digest=digest(token))
    return IssuedOffer(
        token=token,
        to=found.email,
        language=found.language,
        owner=found.owner.display_name,
        practice=found.practice.name,
        reason=found.reason,
        ends_at=found.ends_at,
        expires_at=offer_ends(found),
    )
