"""The practice as a team: creating it, who owns it, and who is responsible for records."""

from datetime import datetime
from uuid import UUID

from ninja import Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.edge.fresh import freshly_authenticated
from kollega.kernel.permissions import Permission
from kollega.practices.queries.team_facts import team_facts
from kollega.teams.operations import ownership, records
from kollega.teams.operations.creating import create_team
from kollega.teams.queries.members import team
from kollega.teams.queries.ownership import WaitingOffer, waiting_offer
from kollega.teams.queries.readiness import team_readiness
from kollega.teams.queries.records import RecordsState, records_state
from kollega.teams.rules.responsibility import Responsibility

router = Router()
TAG = "Team"


class ContactOut(Schema):
    name: str
    email: str
    phone: str


class TeamOut(Schema):
    """`pending` counts open invitations and `contact` is whom to ask; both for those who manage invitations."""

    name: str
    team_since: datetime | None
    records: str
    member_count: int
    pending: int
    contact: ContactOut | None


class ReadinessOut(Schema):
    """`missing_plans`: the owner needs one of them. `needs_seat`: an account type for clinicians."""

    missing_plans: list[str]
    needs_seat: bool


class TeamIn(Schema):
    name: str
    records: Responsibility


class FactorsIn(Schema):
    """Both factors of the person whose token it is."""

    password: str
    code: str


class OfferOut(Schema):
    id: UUID
    from_name: str
    to_id: UUID
    to_name: str
    offered_at: datetime
    expires_at: datetime
    is_to_me: bool


class WaitingChangeOut(Schema):
    """`confirmed` and `missing` are names of members."""

    id: UUID
    wanted: str
    proposed_by: str
    proposed_at: datetime
    confirmed: list[str]
    missing: list[str]
    needs_me: bool


class RecordsOut(Schema):
    responsible: str
    waiting: WaitingChangeOut | None


class RecordsIn(Schema):
    wanted: Responsibility


class HoldsOut(Schema):
    """Whether the change holds now, or waits for somebody's word."""

    holds: bool


class DoneOut(Schema):
    done: bool = True


@endpoint(router, "GET", "/team", requires=Permission.MEMBER_SEE, answer=TeamOut, tag=TAG)
def read_team(request: ApiRequest) -> TeamOut:
    """The practice as a team."""
    return _team(request)


def _team(request: ApiRequest) -> TeamOut:
    facts, known = team_facts(request.actor.practice_id), team(request.actor)
    contact = known.contact
    return TeamOut(
        name=facts.name,
        team_since=facts.team_since,
        records=facts.records,
        member_count=facts.member_count,
        pending=known.pending,
        contact=ContactOut(name=contact.name, email=contact.email, phone=contact.phone) if contact else None,
    )


@endpoint(router, "GET", "/team/readiness", requires=Permission.TEAM_CREATE, answer=ReadinessOut, tag=TAG)
def read_readiness(request: ApiRequest) -> ReadinessOut:
    """What the owner still needs to create a team."""
    ready = team_readiness(request.actor)
    return ReadinessOut(missing_plans=[plan.id for plan in ready.missing_plans], needs_seat=ready.needs_seat)


@endpoint(router, "POST", "/team", requires=Permission.TEAM_CREATE, answer=TeamOut, status=201, tag=TAG)
def make_team(request: ApiRequest, body: TeamIn) -> TeamOut:
    """Make the practice a team and decide who is responsible for records."""
    create_team(request.actor, name=body.name, records=body.records)
    return _team(request)


@endpoint(router, "GET", "/ownership", requires=Permission.OWNERSHIP_ANSWER, answer=OfferOut | None, tag=TAG)
def read_ownership_offer(request: ApiRequest) -> WaitingOffer | None:
    """The waiting offer, for the two people and administrators; null when there is none."""
    return waiting_offer(request.actor)


@endpoint(
    router,
    "POST",
    "/members/{uuid:membership_id}/ownership",
    requires=Permission.OWNERSHIP_OFFER,
    answer=CreatedOut,
    status=201,
    tag=TAG,
)
def offer_ownership(request: ApiRequest, membership_id: UUID, body: FactorsIn) -> CreatedOut:
    """Offer the practice to a member for 30 days. Needs both factors in the call itself."""
    actor = freshly_authenticated(request, request.actor, password=body.password, code=body.code)
    return CreatedOut(id=ownership.offer_ownership(actor, membership_id=membership_id))


@endpoint(router, "POST", "/ownership/accept", requires=Permission.OWNERSHIP_ANSWER, answer=DoneOut, tag=TAG)
def accept_ownership(request: ApiRequest, body: FactorsIn) -> DoneOut:
    """Become the owner. Needs both factors in the call itself."""
    actor = freshly_authenticated(request, request.actor, password=body.password, code=body.code)
    ownership.accept_ownership(actor)
    return DoneOut()


@endpoint(router, "POST", "/ownership/decline", requires=Permission.OWNERSHIP_ANSWER, answer=DoneOut, tag=TAG)
def decline_ownership(request: ApiRequest) -> DoneOut:
    """Say no to the offer."""
    ownership.decline_ownership(request.actor)
    return DoneOut()


@endpoint(router, "DELETE", "/ownership", requires=Permission.OWNERSHIP_OFFER, answer=DoneOut, tag=TAG)
def withdraw_ownership(request: ApiRequest) -> DoneOut:
    """Take the offer back."""
    ownership.withdraw_ownership(request.actor)
    return DoneOut()


@endpoint(router, "GET", "/records", requires=Permission.MEMBER_SEE, answer=RecordsOut, tag=TAG)
def read_records(request: ApiRequest) -> RecordsState:
    """Who is responsible for records, and a change that waits."""
    return records_state(request.actor)


@endpoint(router, "POST", "/records", requires=Permission.RECORDS_PROPOSE, answer=HoldsOut, tag=TAG)
def propose_records(request: ApiRequest, body: RecordsIn) -> HoldsOut:
    """Propose a change; it holds at once where nobody else has clients."""
    return HoldsOut(holds=records.propose_records_change(request.actor, wanted=body.wanted))


@endpoint(router, "POST", "/records/confirm", requires=Permission.RECORDS_CONFIRM, answer=HoldsOut, tag=TAG)
def confirm_records(request: ApiRequest) -> HoldsOut:
    """Say yes to the waiting change."""
    return HoldsOut(holds=records.confirm_records_change(request.actor))


@endpoint(router, "POST", "/records/decline", requires=Permission.RECORDS_CONFIRM, answer=DoneOut, tag=TAG)
def decline_records(request: ApiRequest) -> DoneOut:
    """Say no to the waiting change, which ends it."""
    records.decline_records_change(request.actor)
    return DoneOut()


@endpoint(router, "DELETE", "/records", requires=Permission.RECORDS_PROPOSE, answer=DoneOut, tag=TAG)
def withdraw_records(request: ApiRequest) -> DoneOut:
    """Take the waiting change back."""
    records.withdraw_records_change(request.actor)
    return DoneOut()
