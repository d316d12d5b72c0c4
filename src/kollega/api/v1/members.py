"""The members of the practice: who they are, what they may do, their account types, leaving and removing."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.kernel.permissions import Area, ClientFields, Permission, Role
from kollega.practices.operations.members import end_logins
from kollega.scheduling.operations.passing_on import PassedOn
from kollega.teams.operations import changing, leaving
from kollega.teams.queries.account_types import account_types
from kollega.teams.queries.billing import MemberSeat
from kollega.teams.queries.members import TeamMember, team, team_member
from kollega.teams.queries.obstacles import Obstacles, obstacles

router = Router()
TAG = "Members"
ONE = "/members/{uuid:membership_id}"


class MeOut(Schema):
    person_id: UUID | None
    membership_id: UUID | None
    roles: list[str]
    areas: list[str]
    permissions: list[str]


class MembersSeatOut(Schema):
    """The seat that counts here: its plan, who pays (practice, themselves, other_practice, nobody), how it stands."""

    account_type: str
    payer: str
    status: str
    trial_ends_at: datetime | None

    @staticmethod
    def resolve_account_type(seat: MemberSeat) -> str:
        return seat.plan.id


class MemberOut(Schema):
    """`seat` is null for members without a say in billing, except on their own row."""

    id: UUID
    display_name: str
    title: str
    roles: list[str]
    areas: list[str]
    appointment_fields: ClientFields
    since: datetime
    ownership_offered: bool
    seat: MembersSeatOut | None

    @staticmethod
    def resolve_display_name(member: TeamMember) -> str:
        return member.name


class RolesIn(Schema):
    """Ownership is neither given nor taken here; the owner's roles are sent with it."""

    roles: list[Role]
    areas: list[Area] = Field(default_factory=list, description="Counts for office staff only")
    title: str = ""
    appointment_fields: ClientFields | None = Field(
        None, description="How much of clients the area of appointments shows; as it was when left out"
    )


class AccountTypeIn(Schema):
    account_type: str = Field(description="The id of one of the account types")


class AccountTypeOut(Schema):
    id: str
    label: dict[str, str]
    is_paid: bool


class EndedOut(Schema):
    ended: int


class WaitingVisitOut(Schema):
    """`client_name` is empty where the caller may not know the client."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    client_name: str


class ColleagueOut(Schema):
    id: UUID
    name: str


class ObstaclesOut(Schema):
    """`unsigned` are the days of saved notes without a signature, which stay with the practice."""

    membership_id: UUID
    is_owner: bool
    visits: list[WaitingVisitOut]
    client_count: int
    unsigned: list[datetime]
    colleagues: list[ColleagueOut]

    @staticmethod
    def resolve_client_count(known: Obstacles) -> int:
        return len(known.clients)


class HandOverIn(Schema):
    clinician_id: UUID


class LeftBehindOut(Schema):
    appointment_id: UUID
    why: str


class PassedOnOut(Schema):
    moved: int
    left: list[LeftBehindOut]


class CancelAllIn(Schema):
    count: int = Field(description="How many the caller means to cancel; another number is refused", ge=1)
    reason: str = Field(default="", max_length=200)


class CountOut(Schema):
    count: int


@endpoint(router, "GET", "/me", requires=Permission.PRACTICE_SEE, answer=MeOut, tag=TAG)
def read_me(request: ApiRequest) -> MeOut:
    """Who the token stands for, with the rights it has at this moment."""
    actor = request.actor
    return MeOut(
        person_id=actor.person_id,
        membership_id=actor.membership_id,
        roles=sorted(actor.roles),
        areas=sorted(actor.areas),
        permissions=sorted(actor.permissions),
    )


@endpoint(router, "POST", "/me/leave", requires=Permission.MEMBERSHIP_LEAVE, answer=CountOut, tag=TAG)
def leave_practice(request: ApiRequest) -> CountOut:
    """End one's own membership; the token ends with it."""
    leaving.leave(request.actor)
    return CountOut(count=1)


@endpoint(router, "GET", "/members", requires=Permission.MEMBER_SEE, answer=list[MemberOut], tag=TAG)
def list_members(request: ApiRequest) -> list[TeamMember]:
    """All running members of the practice, by name."""
    return team(request.actor).members


@endpoint(router, "GET", ONE, requires=Permission.MEMBER_SEE, answer=MemberOut, tag=TAG)
def read_member(request: ApiRequest, membership_id: UUID) -> TeamMember:
    """One running member."""
    return team_member(request.actor, membership_id=membership_id)


@endpoint(router, "PUT", ONE, requires=Permission.MEMBER_MANAGE, answer=CreatedOut, tag=TAG)
def edit_member(request: ApiRequest, membership_id: UUID, body: RolesIn) -> CreatedOut:
    """Give a member exactly these roles, areas and title."""
    changing.change_member(request.actor, membership_id=membership_id, **body.dict())
    return CreatedOut(id=membership_id)


@endpoint(router, "DELETE", ONE, requires=Permission.MEMBER_MANAGE, answer=CreatedOut, tag=TAG)
def remove_member(request: ApiRequest, membership_id: UUID) -> CreatedOut:
    """End a membership: access ends at the next call, nothing is deleted. First see its obstacles."""
    leaving.remove_member(request.actor, membership_id=membership_id)
    return CreatedOut(id=membership_id)


@endpoint(
    router,
    "GET",
    "/account-types",
    requires=Permission.BILLING_MANAGE,
    answer=list[AccountTypeOut],
    tag=TAG,
)
def list_account_types(request: ApiRequest) -> list[AccountTypeOut]:
    """The account types that the practice's plan offers."""
    return [
        AccountTypeOut(id=plan.id, label=dict(plan.label), is_paid=plan.is_paid)
        for plan in account_types(request.actor).plans
    ]


@endpoint(router, "PUT", f"{ONE}/account-type", requires=Permission.BILLING_MANAGE, answer=CreatedOut, tag=TAG)
def set_account_type(request: ApiRequest, membership_id: UUID, body: AccountTypeIn) -> CreatedOut:
    """Give a member another account type; roles stay as they are."""
    changing.change_account_type(request.actor, membership_id=membership_id, plan_id=body.account_type)
    return CreatedOut(id=membership_id)


@endpoint(router, "POST", f"{ONE}/logins/end", requires=Permission.MEMBER_MANAGE, answer=EndedOut, tag=TAG)
def end_member_logins(request: ApiRequest, membership_id: UUID) -> EndedOut:
    """End a member's login sessions everywhere, as after a lost phone."""
    return EndedOut(ended=end_logins(request.actor, membership_id=membership_id))


@endpoint(router, "GET", f"{ONE}/obstacles", requires=Permission.MEMBERSHIP_LEAVE, answer=ObstaclesOut, tag=TAG)
def read_obstacles(request: ApiRequest, membership_id: UUID) -> Obstacles:
    """What stands in the way of a member's leaving: one's own, or anybody's for administrators."""
    return obstacles(request.actor, membership_id=membership_id)


@endpoint(
    router,
    "POST",
    f"{ONE}/appointments/hand-over",
    requires=Permission.MEMBERSHIP_LEAVE,
    answer=PassedOnOut,
    tag=TAG,
)
def hand_over_appointments(request: ApiRequest, membership_id: UUID, body: HandOverIn) -> PassedOn:
    """Hand every coming appointment over to a colleague; what does not fit there stays and is named."""
    return leaving.hand_over_visits(request.actor, membership_id=membership_id, to_id=body.clinician_id)


@endpoint(
    router,
    "POST",
    f"{ONE}/appointments/cancel",
    requires=Permission.MEMBERSHIP_LEAVE,
    answer=CountOut,
    tag=TAG,
)
def cancel_appointments(request: ApiRequest, membership_id: UUID, body: CancelAllIn) -> CountOut:
    """Cancel every coming appointment of a member; their number stands in for being asked once more."""
    count = leaving.cancel_all_visits(
        request.actor, membership_id=membership_id, reason=body.reason, expected=body.count
    )
    return CountOut(count=count)


@endpoint(router, "POST", f"{ONE}/clients/hand-over", requires=Permission.MEMBERSHIP_LEAVE, answer=CountOut, tag=TAG)
def hand_over_clients(request: ApiRequest, membership_id: UUID, body: HandOverIn) -> CountOut:
    """Make a colleague responsible for all clients of a member."""
    count = leaving.hand_over_clients(request.actor, membership_id=membership_id, to_id=body.clinician_id)
    return CountOut(count=count)
