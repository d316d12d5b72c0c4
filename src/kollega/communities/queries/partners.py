"""Communities of the actor's practice, and who is in them."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import connection

from kollega.communities.enums import MEMBERS, RUNNING, State
from kollega.communities.models import Community, JoiningCode, Partner, SharedRoom
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A practice of the community by its published name. `own` is the reader's, `creator` the one that created it."""

    id: UUID
    name: str
    state: State
    asked_at: datetime
    since: datetime | None
    ended_at: datetime | None
    own: bool
    creator: bool


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code that still works; the code itself is not kept."""

    id: UUID
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SharedRoomRow:
    """A shared room with its house rules: quiet hours in local time of `zone`, minutes a month for each practice."""

    id: UUID
    community_id: UUID
    name: str
    zone: str
    quiet_from: time | None
    quiet_until: time | None
    fair_minutes: int | None
    version: int


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """A community that the practice is in or has asked to join; `state` is the practice's own."""

    id: UUID
    name: str
    is_creator: bool
    partner_id: UUID
    state: State


def communities_of(actor: Actor) -> list[CommunityRow]:
    """Return the running communities by name; inside an operation or query."""
    rows = (
        Partner.objects.select_related("community")
        .filter(practice_id=actor.practice_id, state__in=RUNNING, community__dissolved_at=None)
        .order_by("community__name", "community_id")
    )
    return [
        CommunityRow(
            row.community_id,
            row.community.name,
            row.community.creator_id == actor.practice_id,
            row.id,
            State(row.state),
        )
        for row in rows
    ]


def community_of(actor: Actor, community_id: UUID) -> CommunityRow:
    """Return one of them. Refuses with NotFound for any other."""
    found = next((one for one in communities_of(actor) if one.id == community_id), None)
    if found is None:
        raise NotFound
    return found


def partners_of(community_id: UUID) -> list[PartnerRow]:
    """Return the practices by name, those that left too; nothing for whoever is not in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select partner_id, name, state, asked_at, since, ended_at, own, creator from communities_partners(%s)",
            [community_id],
        )
        return [PartnerRow(row[0], row[1], State(row[2]), *row[3:]) for row in cursor.fetchall()]


def codes_of(community_id: UUID, at: datetime) -> list[CodeRow]:
    """Return the codes that still work, oldest first; nothing for whoever did not create the community."""
    rows = JoiningCode.objects.filter(community_id=community_id, revoked_at=None, expires_at__gt=at)
    return [CodeRow(row.id, row.made_at, row.expires_at) for row in rows.order_by("made_at", "id")]


def shared_rooms_of(actor: Actor) -> list[SharedRoomRow]:
    """Return the rooms of all communities that the practice is a member of, by name."""
    joined = Partner.objects.filter(practice_id=actor.practice_id, state__in=MEMBERS).values("community_id")
    rows = SharedRoom.objects.filter(community_id__in=joined, community__dissolved_at=None).order_by("name", "id")
    return [shared_room_row(row) for row in rows]


def shared_room_row(row: SharedRoom) -> SharedRoomRow:
    return SharedRoomRow(
        row.id,
        row.community_id,
        row.name,
        row.zone,
        row.quiet_from,
        row.quiet_until,
        row.fair_minutes,
        row.version,
    )


def created_by(actor: Actor, community_id: UUID) -> bool:
    """Say whether the practice created this running community."""
    return Community.objects.filter(id=community_id, creator_id=actor.practice_id, dissolved_at=None).exists()


def state_of(partner_id: UUID) -> State | None:
    """Return where a practice stands: one's own, or one in a community that one created; None for any other."""
    row = Partner.objects.filter(id=partner_id).first()
    return State(row.state) if row else None
