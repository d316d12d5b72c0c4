"""Making an invitation's token in the job that writes its mail: it exists only there, here is its hash (IN-6)."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.practices.rules.tokens import digest
from kollega.teams.models import Invitation
from kollega.teams.queries.holders import is_open


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """What the mail needs."""

    to: str
    token: str
    team: str
    inviter: str
    plan_id: str
    language: str
    zone: str
    expires_at: datetime


def issue(invitation_id: UUID, *, at: datetime) -> IssuedInvitation | None:
    """Make the token and store its hash; None when the invitation can no longer be accepted. In the practice's scope.

    A further call makes a new token, and the former one stops working.
    """
    row = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("invited_by", "practice")
        .filter(id=invitation_id)
        .first()
    )
    if row is None or not is_open(row, at):
        return None
    token = secrets.token_urlsafe(32)
    Invitation.objects.filter(id=row.id).update(digest=digest(token))
    return IssuedInvitation(
        to=row.email,
        token=token,
        team=row.practice.name,
        inviter=row.invited_by.display_name,
        plan_id=row.plan,
        language=row.language,
        zone=row.practice.zone,
        expires_at=row.expires_at,
    )
