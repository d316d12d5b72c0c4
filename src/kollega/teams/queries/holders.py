"""What the holder of a token may know: the invitation or join link behind it, as long as it is good."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from kollega.catalogue.rules.offers import Offer
from kollega.kernel.permissions import Area, Permission, Role, permissions_of
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership, Practice
from kollega.practices.queries.teams import member_addresses
from kollega.practices.rules.tokens import digest
from kollega.teams.models import Invitation, JoinLink, JoinRequest
from kollega.teams.rules.validity import is_over


@dataclass(frozen=True, slots=True)
class Place:
    """Where a token leads."""

    practice_id: UUID
    slug: str
    name: str
    zone: str

    @property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class GoodInvitation:
    """An invitation that can be accepted now."""

    id: UUID
    place: Place
    email: str
    inviter: str
    roles: tuple[Role, ...]
    areas: tuple[Area, ...]
    title: str
    plan_id: str
    offer: Offer
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class GoodJoinLink:
    """A join link that can be used now."""

    id: UUID
    place: Place
    roles: tuple[Role, ...]
    areas: tuple[Area, ...]
    plan_id: str


def good_invitation(token: str, at: datetime) -> GoodInvitation | None:
    """Return the invitation, or None for a token that is unknown, used, ended, replaced or too old.

    The inviter must still have the right to invite (IN-5).
    """
    found = behind("teams_invitation_of", token)
    if found is None:
        return None
    practice_id, invitation_id = found
    with tenant(practice_id):
        row = Invitation.objects.select_related("invited_by", "practice").get(id=invitation_id)
        if not is_open(row, at):
            return None
        return GoodInvitation(
            id=row.id,
            place=place_of(row.practice),
            email=row.email,
            inviter=row.invited_by.display_name,
            roles=tuple(Role(role) for role in row.roles),
            areas=tuple(Area(area) for area in row.areas),
            title=row.title,
            plan_id=row.plan,
            offer=Offer(row.offer),
            expires_at=row.expires_at,
        )


def is_open(row: Invitation, at: datetime) -> bool:
    """Say whether an invitation can be accepted at this moment; its inviter must be loaded."""
    waits = row.accepted_at is None and row.ended_at is None and not is_over(row.expires_at, at)
    return waits and may_invite(row.invited_by)


def good_join_link(token: str, at: datetime) -> GoodJoinLink | None:
    """Return the join link, or None for a token that is unknown, ended, used up or too old."""
    found = behind("teams_join_link_of", token)
    if found is None:
        return None
    practice_id, link_id = found
    with tenant(practice_id):
        row = JoinLink.objects.select_related("made_by", "practice").get(id=link_id)
        if not is_usable(row, at):
            return None
        return GoodJoinLink(
            row.id,
            place_of(row.practice),
            tuple(Role(role) for role in row.roles),
            tuple(Area(area) for area in row.areas),
            row.plan,
        )


def is_usable(row: JoinLink, at: datetime) -> bool:
    """Say whether one more person may ask by this link; whoever made it must be loaded."""
    runs = row.ended_at is None and not is_over(row.expires_at, at)
    return runs and may_invite(row.made_by) and uses_of(row) < row.most_uses


def uses_of(row: JoinLink) -> int:
    return JoinRequest.objects.filter(link=row).count()


def may_invite(membership: Membership) -> bool:
    """Say whether a member works here and has the right to invite now."""
    rights = permissions_of([Role(role) for role in membership.roles], [Area(area) for area in membership.areas])
    return membership.ended_at is None and Permission.INVITATION_MANAGE in rights


def needs_new_invitation(invitation_id: UUID) -> str | None:
    """Return the invited address, unless a member has it by now; in the practice's scope."""
    row = Invitation.objects.get(id=invitation_id)
    return None if row.email in member_addresses(row.practice_id) else row.email


def behind(function: str, token: str) -> tuple[UUID, UUID] | None:
    """Return practice and id of the row that holds the token's hash, found by a function of the owner."""
    with connection.cursor() as cursor:
        cursor.execute(f"select practice_id, id from {function}(%s)", [digest(token)])  # noqa: S608  fixed names
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def place_of(practice: Practice) -> Place:
    return Place(practice.id, practice.slug, practice.name, practice.zone)
