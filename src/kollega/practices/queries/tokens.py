"""API tokens: the list of one's own, and who a presented token stands for."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.platform.tenancy import tenant
from kollega.practices.models import AccessToken
from kollega.practices.queries.memberships import MembershipOfPerson, row_of
from kollega.practices.rules.tokens import digest, practice_of


@dataclass(frozen=True, slots=True)
class TokenRow:
    id: UUID
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_on: date | None


@query(requires=Permission.TOKEN_MANAGE)
def own_tokens(actor: Actor) -> list[TokenRow]:
    """Return the actor's tokens that are neither revoked nor expired, newest first."""
    rows = AccessToken.objects.filter(
        membership_id=actor.own_membership, revoked_at=None, expires_at__gt=actor.at
    ).order_by("-created_at")
    return [
        TokenRow(row.id, row.name, tuple(row.scopes), row.created_at, row.expires_at, row.last_used_on) for row in rows
    ]


@dataclass(frozen=True, slots=True)
class TokenHolder:
    token_id: UUID
    membership: MembershipOfPerson
    person_is_active: bool
    language: str
    scopes: frozenset[Permission]
    last_used_on: date | None


def holder_of(token: str, at: datetime) -> TokenHolder | None:
    """Return whose running token this is at that moment, or None; the membership must be running too."""
    practice_id = practice_of(token)
    if practice_id is None:
        return None
    with tenant(practice_id):
        row = (
            AccessToken.objects.filter(digest=digest(token), revoked_at=None, expires_at__gt=at)
            .select_related("membership__person", "membership__practice")
            .first()
        )
    if row is None or row.membership.ended_at is not None:
        return None
    known = {permission.value for permission in Permission}
    return TokenHolder(
        token_id=row.id,
        membership=row_of(row.membership),
        person_is_active=row.membership.person.is_active,
        language=row.membership.person.language,
        scopes=frozenset(Permission(scope) for scope in row.scopes if scope in known),
        last_used_on=row.last_used_on,
    )
