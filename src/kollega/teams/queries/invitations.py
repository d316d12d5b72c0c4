"""Pending invitations, join links and requests, as administrators see them. No token and no hash is among it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from kollega.catalogue.rules.offers import Offer
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Area, Permission, Role
from kollega.platform.operations import query
from kollega.teams.models import Invitation, JoinLink, JoinRequest
from kollega.teams.rules.validity import days_left, is_over


@dataclass(frozen=True, slots=True)
class PendingInvitation:
    """`days_left` counts the begun day; 0 means that its time is over and it can be sent again."""

    id: UUID
    email: str
    roles: tuple[Role, ...]
    areas: tuple[Area, ...]
    title: str
    plan_id: str
    offer: Offer
    invited_by: str
    sent_at: datetime
    expires_at: datetime
    days_left: int


@dataclass(frozen=True, slots=True)
class RunningJoinLink:
    id: UUID
    roles: tuple[Role, ...]
    areas: tuple[Area, ...]
    plan_id: str
    made_by: str
    used: int
    most_uses: int
    expires_at: datetime
    days_left: int


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """Somebody who asked by a link; they showed name and address by asking."""

    id: UUID
    name: str
    email: str
    roles: tuple[Role, ...]
    areas: tuple[Area, ...]
    plan_id: str
    asked_at: datetime


@query(requires=Permission.INVITATION_MANAGE)
def pending_invitations(actor: Actor) -> list[PendingInvitation]:
    """Return the invitations that nobody has accepted or ended, newest first; those whose time is over too."""
    rows = Invitation.objects.filter(practice_id=actor.practice_id, accepted_at=None, ended_at=None)
    return [_pending(row, actor.at) for row in rows.select_related("invited_by").order_by("-sent_at", "-id")]


@query(requires=Permission.INVITATION_MANAGE)
def pending_invitation(actor: Actor, *, invitation_id: UUID) -> PendingInvitation | None:
    """Return one of them, or None."""
    return next((row for row in pending_invitations(actor) if row.id == invitation_id), None)


@query(requires=Permission.INVITATION_MANAGE)
def running_join_links(actor: Actor) -> list[RunningJoinLink]:
    """Return the join links that run, newest first; those that are used up too."""
    rows = JoinLink.objects.filter(practice_id=actor.practice_id, ended_at=None, expires_at__gt=actor.at)
    rows = rows.select_related("made_by").order_by("-made_at", "-id")
    uses = dict(
        JoinRequest.objects.filter(practice_id=actor.practice_id)
        .values("link_id")
        .annotate(number=Count("id"))
        .values_list("link_id", "number")
    )
    return [
        RunningJoinLink(
            row.id,
            _roles(row),
            _areas(row),
            row.plan,
            row.made_by.display_name,
            uses.get(row.id, 0),
            row.most_uses,
            row.expires_at,
            days_left(row.expires_at, actor.at),
        )
        for row in rows
    ]


@query(requires=Permission.INVITATION_MANAGE)
def waiting_requests(actor: Actor) -> list[WaitingRequest]:
    """Return those who wait for an answer, oldest first."""
    rows = JoinRequest.objects.filter(practice_id=actor.practice_id, answered_at=None)
    rows = rows.select_related("link", "person").order_by("asked_at", "id")
    return [
        WaitingRequest(
            row.id, row.person.name, row.person.email, _roles(row.link), _areas(row.link), row.link.plan, row.asked_at
        )
        for row in rows
    ]


def _pending(row: Invitation, at: datetime) -> PendingInvitation:
    return PendingInvitation(
        row.id,
        row.email,
        _roles(row),
        _areas(row),
        row.title,
        row.plan,
        Offer(row.offer),
        row.invited_by.display_name,
        row.sent_at,
        row.expires_at,
        0 if is_over(row.expires_at, at) else days_left(row.expires_at, at),
    )


def _roles(row: Invitation | JoinLink) -> tuple[Role, ...]:
    return tuple(Role(role) for role in row.roles)


def _areas(row: Invitation | JoinLink) -> tuple[Area, ...]:
    return tuple(Area(area) for area in row.areas)
