"""Rooms that independent practices share: communities, codes, partners, mapping, house rules, room use."""

from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.communities.enums import State
from kollega.communities.operations import creating, house_rules, joining
from kollega.communities.rules.codes import VALID_FOR
from kollega.kernel.permissions import Permission
from kollega.scheduling.operations import mapping, parting
from kollega.scheduling.queries import room_use, sharing

router = Router()
TAG = "Shared rooms"
RIGHT = Permission.ROOM_MANAGE


class CommunityIn(Schema):
    """Both names are read by every practice that joins."""

    name: str
    room: str = Field(description="Name of the first shared room")


class JoinIn(Schema):
    code: str


class CodeMadeOut(Schema):
    code: str = Field(description=f"In this answer only; valid for {VALID_FOR.days} days, once for each practice")


class NameIn(Schema):
    name: str


class RulesIn(Schema):
    """Quiet hours are local times of the room's zone and may go over midnight."""

    name: str
    quiet_from: time | None = None
    quiet_until: time | None = None
    fair_minutes: int | None = Field(None, description="Minutes a month for each practice; buffers count")
    version: int | None = None


class MapIn(Schema):
    room_id: UUID


class LeaveIn(Schema):
    ask_to_keep: bool = Field(False, description="Ask that coming times in shared rooms stay")


class LeftOut(Schema):
    left: bool = Field(description="False: asked that coming times stay, and waits for the answer")


class PartnerOut(Schema):
    id: UUID
    name: str
    state: State
    since: datetime | None
    own: bool
    creator: bool


class CodeOut(Schema):
    id: UUID
    made_at: datetime
    expires_at: datetime


class SharedRoomOut(Schema):
    id: UUID
    name: str
    zone: str
    quiet_from: time | None
    quiet_until: time | None
    fair_minutes: int | None
    version: int
    room_id: UUID | None = Field(description="The own room that stands for it")
    rests: bool = Field(description="The plan shares fewer rooms: it takes no new bookings")


class StayOut(Schema):
    partner_id: UUID
    name: str
    times: int
    last_end: datetime | None


class CommunityOut(Schema):
    id: UUID
    name: str
    is_creator: bool
    state: State
    partners: list[PartnerOut]
    asking: list[PartnerOut]
    codes: list[CodeOut]
    rooms: list[SharedRoomOut]
    stays: list[StayOut]


class UseOut(Schema):
    shared_room_id: UUID
    room: str
    partner_id: UUID
    partner: str
    own: bool
    minutes: int
    fair_minutes: int | None


class StatementOut(Schema):
    community_id: UUID
    month: date
    lines: list[UseOut]


def _shown(view: sharing.CommunityView) -> dict[str, Any]:
    one = view.community
    return {
        "id": one.id,
        "name": one.name,
        "is_creator": one.is_creator,
        "state": one.state,
        "partners": view.partners,
        "asking": view.asking,
        "codes": view.codes,
        "rooms": [_room(room) for room in view.rooms],
        "stays": view.stays,
    }


def _room(mapped: sharing.MappedRoom) -> dict[str, Any]:
    shared = mapped.shared
    named = ("id", "name", "zone", "quiet_from", "quiet_until", "fair_minutes", "version")
    return {**{name: getattr(shared, name) for name in named}, "room_id": mapped.room_id, "rests": mapped.rests}


@endpoint(router, "GET", "/communities", requires=RIGHT, answer=list[CommunityOut], tag=TAG)
def list_communities(request: ApiRequest) -> Any:
    """The communities that the practice is in or has asked to join."""
    return [_shown(view) for view in sharing.communities(request.actor)]


@endpoint(router, "POST", "/communities", requires=RIGHT, answer=CreatedOut, status=201, tag=TAG)
def create_community(request: ApiRequest, body: CommunityIn) -> CreatedOut:
    """Create a community with its first room."""
    return CreatedOut(id=creating.create_community(request.actor, name=body.name, room=body.room))


@endpoint(router, "POST", "/communities/join", requires=RIGHT, answer=CreatedOut, status=201, tag=TAG)
def ask_to_join_community(request: ApiRequest, body: JoinIn) -> CreatedOut:
    """Ask with a code to join; the practice that made it lets in or declines. Answers the community's id."""
    return CreatedOut(id=joining.ask_to_join(request.actor, code=body.code))


@endpoint(router, "GET", "/communities/{uuid:community_id}", requires=RIGHT, answer=CommunityOut, tag=TAG)
def read_community(request: ApiRequest, community_id: UUID) -> Any:
    """One community with partners, rooms and house rules."""
    return _shown(sharing.community(request.actor, community_id=community_id))


@endpoint(router, "DELETE", "/communities/{uuid:community_id}", requires=RIGHT, answer=CreatedOut, tag=TAG)
def dissolve_community(request: ApiRequest, community_id: UUID) -> CreatedOut:
    """End a community for everybody. Appointments stay where they are."""
    parting.dissolve_community(request.actor, community_id=community_id)
    return CreatedOut(id=community_id)


@endpoint(router, "POST", "/communities/{uuid:community_id}/leave", requires=RIGHT, answer=LeftOut, tag=TAG)
def leave_community(request: ApiRequest, community_id: UUID, body: LeaveIn) -> LeftOut:
    """Leave. With coming times in shared rooms 409 lists them, unless it is asked that they stay."""
    left = parting.leave_community(request.actor, community_id=community_id, ask_to_keep=body.ask_to_keep)
    return LeftOut(left=left)


@endpoint(router, "POST", "/communities/{uuid:community_id}/stay", requires=RIGHT, answer=CreatedOut, tag=TAG)
def stay_in_community(request: ApiRequest, community_id: UUID) -> CreatedOut:
    """Take back the wish to leave."""
    parting.stay_in_community(request.actor, community_id=community_id)
    return CreatedOut(id=community_id)


@endpoint(router, "DELETE", "/communities/{uuid:community_id}/request", requires=RIGHT, answer=CreatedOut, tag=TAG)
def take_back_request_to_community(request: ApiRequest, community_id: UUID) -> CreatedOut:
    """Take back the wish to join."""
    joining.take_back_ask(request.actor, community_id=community_id)
    return CreatedOut(id=community_id)


@endpoint(
    router, "POST", "/communities/{uuid:community_id}/codes", requires=RIGHT, answer=CodeMadeOut, status=201, tag=TAG
)
def make_joining_code(request: ApiRequest, community_id: UUID) -> CodeMadeOut:
    """Make a code for practices that are to join. It is not shown again."""
    return CodeMadeOut(code=creating.new_joining_code(request.actor, community_id=community_id))


@endpoint(router, "DELETE", "/communities/codes/{uuid:joining_code_id}", requires=RIGHT, answer=CreatedOut, tag=TAG)
def revoke_joining_code(request: ApiRequest, joining_code_id: UUID) -> CreatedOut:
    """Let a code die."""
    creating.revoke_joining_code(request.actor, code_id=joining_code_id)
    return CreatedOut(id=joining_code_id)


@endpoint(
    router, "POST", "/communities/{uuid:community_id}/rooms", requires=RIGHT, answer=CreatedOut, status=201, tag=TAG
)
def add_shared_room(request: ApiRequest, community_id: UUID, body: NameIn) -> CreatedOut:
    """Add a room to a community of one's own."""
    return CreatedOut(id=creating.add_shared_room(request.actor, community_id=community_id, name=body.name))


@endpoint(router, "PUT", "/shared-rooms/{uuid:shared_room_id}", requires=RIGHT, answer=CreatedOut, tag=TAG)
def set_house_rules(request: ApiRequest, shared_room_id: UUID, body: RulesIn) -> CreatedOut:
    """Set name, quiet hours and fair share of a room in a community of one's own."""
    house_rules.set_house_rules(request.actor, shared_room_id=shared_room_id, **body.dict())
    return CreatedOut(id=shared_room_id)


@endpoint(router, "POST", "/shared-rooms/{uuid:shared_room_id}/map", requires=RIGHT, answer=CreatedOut, tag=TAG)
def map_shared_room(request: ApiRequest, shared_room_id: UUID, body: MapIn) -> CreatedOut:
    """Let a room of one's own stand for a shared one. 409 lists the times that stand in the way."""
    mapping.map_room(request.actor, shared_room_id=shared_room_id, room_id=body.room_id)
    return CreatedOut(id=shared_room_id)


@endpoint(router, "DELETE", "/rooms/{uuid:room_id}/sharing", requires=RIGHT, answer=CreatedOut, tag=TAG)
def unmap_room(request: ApiRequest, room_id: UUID) -> CreatedOut:
    """Stop sharing a room. 409 lists coming times that must be moved first."""
    mapping.unmap_room(request.actor, room_id=room_id)
    return CreatedOut(id=room_id)


@endpoint(router, "POST", "/communities/partners/{uuid:partner_id}/approve", requires=RIGHT, answer=CreatedOut, tag=TAG)
def approve_partner(request: ApiRequest, partner_id: UUID) -> CreatedOut:
    """Let a practice in that has asked."""
    joining.approve(request.actor, partner_id=partner_id)
    return CreatedOut(id=partner_id)


@endpoint(router, "POST", "/communities/partners/{uuid:partner_id}/decline", requires=RIGHT, answer=CreatedOut, tag=TAG)
def decline_partner(request: ApiRequest, partner_id: UUID) -> CreatedOut:
    """Say no to a practice that has asked."""
    joining.decline(request.actor, partner_id=partner_id)
    return CreatedOut(id=partner_id)


@endpoint(
    router, "POST", "/communities/partners/{uuid:partner_id}/keep-times", requires=RIGHT, answer=CreatedOut, tag=TAG
)
def keep_partners_times(request: ApiRequest, partner_id: UUID) -> CreatedOut:
    """Agree that a leaving practice's coming times stay; it has left then."""
    parting.agree_to_keep(request.actor, partner_id=partner_id)
    return CreatedOut(id=partner_id)


@endpoint(
    router, "POST", "/communities/partners/{uuid:partner_id}/move-times", requires=RIGHT, answer=CreatedOut, tag=TAG
)
def have_partners_times_moved(request: ApiRequest, partner_id: UUID) -> CreatedOut:
    """Ask a leaving practice to move its coming times first; it stays until then."""
    parting.refuse_to_keep(request.actor, partner_id=partner_id)
    return CreatedOut(id=partner_id)


@endpoint(router, "GET", "/communities/{uuid:community_id}/room-use", requires=RIGHT, answer=StatementOut, tag=TAG)
def read_room_use(
    request: ApiRequest,
    community_id: UUID,
    month: Annotated[date | None, Query(description="Any day of the month; this month when left out")] = None,
) -> room_use.Statement:
    """Minutes of each practice in each shared room of a month. Nothing about single bookings."""
    wanted = month or request.actor.at.astimezone(request.actor.timezone).date()
    return room_use.room_use(request.actor, community_id=community_id, month=wanted)
