"""The practice's plan, the plans there are, seats with who pays, and changing them.

The plan that a person pays for themselves belongs to no practice, so it stays a page of their account.
"""

from datetime import datetime
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.practice_plans import choose_plan, keep_after_trial, try_plan
from kollega.catalogue.queries.plans import PlanInForce
from kollega.catalogue.rules.plans import Allowance, Cycle, Plan
from kollega.kernel.permissions import Permission
from kollega.scheduling.queries.usage import usage
from kollega.teams.operations.paying import pay_for_member, stop_paying_for_member
from kollega.teams.queries.billing import Billing, MemberSeat, allowances, billing, choices

router = Router()
TAG = "Plans and seats"
BILLING = Permission.BILLING_MANAGE


class PlanOut(Schema):
    """`allows` holds numbers, true and false; null is without limit. What it does not name is not included."""

    id: str
    scope: str
    label: dict[str, str] = Field(description="By language: sv, nb, de, fr, en")
    prices: dict[str, dict[str, int]] = Field(description="Minor units by currency and cycle; empty for free plans")
    trial_days: int | None
    allows: dict[str, int | bool | None]
    account_types: list[str] = Field(description="Plans that a clinician's seat can have under it")


class CatalogueOut(Schema):
    id: str
    version: str
    billing: bool = Field(description="False where nothing is ever paid")
    plans: list[PlanOut]


class PracticePlanOut(Schema):
    plan: str
    cycle: Cycle
    since: datetime | None = Field(description="Empty for the first plan that nobody chose")
    trial_ends_at: datetime | None
    pays_after_trial: bool
    trial_ended_unpaid: bool
    under_contract: bool
    may_try: list[str]


class ChoiceIn(Schema):
    plan: str
    cycle: Cycle = Cycle.MONTH


class KeepIn(Schema):
    keep: bool


class SeatOut(Schema):
    membership_id: UUID
    seat_id: UUID | None
    account_type: str
    allows_as: str = Field(description="The plan that counts now; the free one after a trial that nobody paid for")
    payer: str
    status: str
    trial_ends_at: datetime | None
    may_pay: list[str]
    may_stop: bool


class SeatEventOut(Schema):
    at: datetime
    seat_id: UUID
    person_id: UUID
    change: str
    account_type: str
    paid_by_practice: bool
    trial_ends_at: datetime | None
    pays_after_trial: bool
    reason: str
    by: UUID | None


class PayIn(Schema):
    plan: str | None = Field(None, description="Empty: the account type that the member has")
    after_trial: bool = False


class UsageOut(Schema):
    """Counts of the local month; null allows are without limit."""

    rooms: int
    rooms_allowed: int | None
    appointments: dict[str, int] = Field(description="By membership of the clinician")
    appointments_allowed: dict[str, int | None]


@endpoint(router, "GET", "/plans", requires=BILLING, answer=CatalogueOut, tag=TAG)
def list_plans(request: ApiRequest) -> CatalogueOut:
    """The plans of the catalogue in force, from the smallest to the largest."""
    known = catalogue()
    return CatalogueOut(
        id=known.id,
        version=known.version,
        billing=known.billing,
        plans=[_plan(plan) for plan in known.plans.values() if plan.offered],
    )


@endpoint(router, "GET", "/plan", requires=BILLING, answer=PracticePlanOut, tag=TAG)
def read_plan(request: ApiRequest) -> PracticePlanOut:
    """The practice's plan at this moment, and which plans it may still try out."""
    return _now(request)


@endpoint(router, "PUT", "/plan", requires=BILLING, answer=PracticePlanOut, tag=TAG)
def choose_practice_plan(request: ApiRequest, body: ChoiceIn) -> PracticePlanOut:
    """Give the practice a plan from now on; nothing is deleted by a smaller one."""
    choose_plan(request.actor, plan_id=body.plan, cycle=body.cycle)
    return _now(request)


@endpoint(router, "POST", "/plan/trial", requires=BILLING, answer=PracticePlanOut, tag=TAG)
def try_practice_plan(request: ApiRequest, body: ChoiceIn) -> PracticePlanOut:
    """Start the trial of a plan, once for each practice and plan."""
    try_plan(request.actor, plan_id=body.plan, cycle=body.cycle)
    return _now(request)


@endpoint(router, "PUT", "/plan/after-trial", requires=BILLING, answer=PracticePlanOut, tag=TAG)
def keep_practice_plan(request: ApiRequest, body: KeepIn) -> PracticePlanOut:
    """Say whether the plan goes on when its trial ends."""
    keep_after_trial(request.actor, keep=body.keep)
    return _now(request)


@endpoint(router, "GET", "/seats", requires=BILLING, answer=list[SeatOut], tag=TAG)
def list_seats(request: ApiRequest) -> list[SeatOut]:
    """Every member with the seat that counts in the practice, who pays, and what may be changed."""
    return [_seat(seat) for seat in billing(request.actor).seats]


@endpoint(router, "GET", "/seats/history", requires=BILLING, answer=list[SeatEventOut], tag=TAG)
def list_seat_history(request: ApiRequest) -> list[SeatEventOut]:
    """What happened to the seats that the practice pays or paid, newest first."""
    return _history(request.actor.practice_id, billing(request.actor))


@endpoint(router, "POST", "/members/{uuid:membership_id}/seat/pay", requires=BILLING, answer=CreatedOut, tag=TAG)
def pay_for_seat(request: ApiRequest, membership_id: UUID, body: PayIn) -> CreatedOut:
    """Let the practice pay for a member, now or after their trial; answers with the seat."""
    seat_id = pay_for_member(
        request.actor, membership_id=membership_id, plan_id=body.plan, after_trial=body.after_trial
    )
    return CreatedOut(id=seat_id)


@endpoint(router, "POST", "/members/{uuid:membership_id}/seat/stop", requires=BILLING, answer=CreatedOut, tag=TAG)
def stop_paying_for_seat(request: ApiRequest, membership_id: UUID) -> CreatedOut:
    """Stop paying for a member: at once, or on a trial with everything until it ends; answers with the seat."""
    return CreatedOut(id=stop_paying_for_member(request.actor, membership_id=membership_id))


@endpoint(router, "GET", "/plan/usage", requires=BILLING, answer=UsageOut, tag=TAG)
def read_usage(request: ApiRequest) -> UsageOut:
    """How much of what the plan limits is used this month."""
    used = usage(request.actor)
    allowed = allowances(request.actor, person_ids=[one.person_id for one in used.clinicians])
    return UsageOut(
        rooms=used.rooms,
        rooms_allowed=_limit(allowed.rooms),
        appointments={str(one.id): used.visits[one.id] for one in used.clinicians},
        appointments_allowed={str(one.id): _limit(allowed.appointments[one.person_id]) for one in used.clinicians},
    )


def _plan(plan: Plan) -> PlanOut:
    known = catalogue()
    return PlanOut(
        id=plan.id,
        scope=plan.scope,
        label=dict(plan.label),
        prices={
            currency: {cycle.value: amount for cycle, amount in price.items()}
            for currency, price in plan.prices.items()
        },
        trial_days=plan.trial.days if plan.trial else None,
        allows={name.value: allowed for name, allowed in plan.allowances.items()},
        account_types=[one.id for one in known.clinician_types_of(plan)] if plan.scope == "practice" else [],
    )


def _now(request: ApiRequest) -> PracticePlanOut:
    found = choices(request.actor)
    now: PlanInForce = found.plan
    return PracticePlanOut(
        plan=now.plan.id,
        cycle=now.cycle,
        since=now.since,
        trial_ends_at=now.trial_ends_at,
        pays_after_trial=now.pays_after_trial,
        trial_ended_unpaid=now.lapsed,
        under_contract=now.contract is not None,
        may_try=sorted(found.may_try),
    )


def _seat(seat: MemberSeat) -> SeatOut:
    return SeatOut(
        membership_id=seat.membership_id,
        seat_id=seat.seat_id,
        account_type=seat.plan.id,
        allows_as=seat.given.id,
        payer=seat.payer,
        status=seat.status,
        trial_ends_at=seat.trial_ends_at,
        may_pay=list(seat.may_pay),
        may_stop=seat.may_stop,
    )


def _history(practice_id: UUID, found: Billing) -> list[SeatEventOut]:
    return [
        SeatEventOut(
            at=row.entry.at,
            seat_id=row.seat_id,
            person_id=row.person_id,
            change=row.entry.change,
            account_type=row.entry.plan_id,
            paid_by_practice=row.entry.payer_id == practice_id,
            trial_ends_at=row.entry.trial_ends_at,
            pays_after_trial=row.entry.pays_after_trial,
            reason=row.entry.reason,
            by=row.by,
        )
        for row in found.history
    ]


def _limit(allowed: Allowance) -> int | None:
    return None if allowed is None else int(allowed)
