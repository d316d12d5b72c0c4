"""Plans and what they allow: the shape of a catalogue (P1, P3, 3.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class Scope(StrEnum):
    """Whom a plan is for: a practice, or one person's seat."""

    PRACTICE = "practice"
    SEAT = "seat"


class Cycle(StrEnum):
    MONTH = "month"
    YEAR = "year"


class Entitlement(StrEnum):
    """What a plan can allow. Limits count things (None is without limit), the others are yes or no."""

    ROOMS = "rooms"
    CALENDAR_COMMUNITY = "calendar_community"
    TEAM_BILLING = "team_billing"
    SHARED_TEMPLATES = "shared_templates"
    SHARED_NOTES = "shared_notes"
    FREE_ASSISTANTS = "free_assistants"
    DELEGATION = "delegation"
    STAFF_AREAS = "staff_areas"

    APPOINTMENTS_A_MONTH = "appointments_a_month"
    NOTES = "notes"
    OWN_TEMPLATES = "own_templates"


# Personal ones belong to a seat and follow the person into every practice.
PERSONAL = frozenset({Entitlement.APPOINTMENTS_A_MONTH, Entitlement.NOTES, Entitlement.OWN_TEMPLATES})
LIMITS = frozenset({Entitlement.ROOMS, Entitlement.APPOINTMENTS_A_MONTH, Entitlement.OWN_TEMPLATES})

# A number is a limit, None means without limit, True and False are yes and no.
Allowance = int | bool | None


class Membership(StrEnum):
    """Whether a person may be in several teams at a time (T3)."""

    MANY = "many"
    EXCLUSIVE = "exclusive"


class SelfPayer(StrEnum):
    """What becomes of the plan that somebody pays for themselves when a practice offers to pay (P8)."""

    KEEP = "keep"
    TAKE_OVER = "take_over"


class OnCancel(StrEnum):
    """Whether unused days are credited (P12)."""

    CREDIT = "credit"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan, addressed by its id.

    `prices` are minor units per currency and cycle; a plan without any is free. `clinician_types` of a practice's plan
    are the ids of the plans that a clinician's seat in it may have; its own id stands for "a seat of this plan", and so
    does leaving them out: then its personal entitlements hold for such seats, and its price is that of each of them.
    `about` is a line for whoever chooses. `for_persons` plans are chosen and paid by people for themselves.
    """

    id: str
    scope: Scope
    label: Mapping[str, str]
    about: Mapping[str, str] = field(default_factory=dict)
    prices: Mapping[str, Mapping[Cycle, int]] = field(default_factory=dict)
    trial: timedelta | None = None
    allowances: Mapping[Entitlement, Allowance] = field(default_factory=dict)
    clinician_types: tuple[str, ...] = ()
    offered: bool = True
    for_persons: bool = False

    @property
    def is_paid(self) -> bool:
        return any(amount for prices in self.prices.values() for amount in prices.values())

    def allowance(self, entitlement: Entitlement) -> Allowance:
        """Return what the plan allows; what it does not name is not included."""
        return self.allowances.get(entitlement, 0 if entitlement in LIMITS else False)

    def price(self, currency: str) -> tuple[str, Mapping[Cycle, int]] | None:
        """Return currency and prices for a practice's currency; the file's first one where it is not listed."""
        if not self.prices:
            return None
        known = currency if currency in self.prices else next(iter(self.prices))
        return known, self.prices[known]


@dataclass(frozen=True, slots=True)
class Affiliate:
    """What somebody gets who signs up through an affiliate link (T13)."""

    trial: timedelta | None = None
    discount_percent: int = 0


@dataclass(frozen=True, slots=True)
class VolumeStep:
    """From so many paid seats, so many percent less (P19)."""

    seats: int
    percent: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The plans of an installation and the rules for seats (P1).

    `first_practice_plan` is what a practice has that chose none, `team_plan` the same for a team where that differs,
    `first_seat` what a person without any seat has.
    `clinician_trial` is the seat plan that a new clinician tries out. `team_needs` are
    plans one of which the owner must have to create a team; empty means any account. `large_team_from` is the number
    of members from which self-service ends (T12). `billing` is false where nothing is ever paid.
    """

    id: str
    version: str
    label: Mapping[str, str]
    plans: Mapping[str, Plan]
    billing: bool
    first_practice_plan: str
    team_plan: str | None
    first_seat: str
    support_seat: str
    assistant_seat: str | None
    clinician_trial: str | None
    team_needs: tuple[str, ...]
    membership: Membership
    self_payer: SelfPayer
    one_seat_a_person: bool
    on_cancel: OnCancel
    large_team_from: int | None
    affiliate: Affiliate | None
    volume: tuple[VolumeStep, ...]

    def first_plan(self, *, is_team: bool) -> Plan:
        """Return the plan of a practice that chose none, also after a trial that nobody paid for."""
        return self.plans[self.team_plan if is_team and self.team_plan else self.first_practice_plan]

    def plan(self, plan_id: str) -> Plan | None:
        return self.plans.get(plan_id)

    def of_scope(self, scope: Scope) -> list[Plan]:
        """Return the offered plans of a scope in the order of the file."""
        return [plan for plan in self.plans.values() if plan.scope is scope and plan.offered]

    def free_types(self) -> list[Plan]:
        """Return the account types that cost nothing and see no clients of their own."""
        ids = [self.support_seat] + ([self.assistant_seat] if self.assistant_seat else [])
        return [self.plans[plan_id] for plan_id in dict.fromkeys(ids)]

    def personal_plans(self) -> list[Plan]:
        """Return the plans that people choose and pay for themselves; empty where only practices pay."""
        return [plan for plan in self.of_scope(Scope.SEAT) if plan.for_persons]

    @property
    def has_trials_of_persons(self) -> bool:
        """Say whether people try plans out for themselves; else only practices have trials."""
        return self.clinician_trial is not None or any(plan.trial is not None for plan in self.personal_plans())

    def clinician_types_of(self, practice_plan: Plan) -> list[Plan]:
        """Return the account types of clinicians in a practice on this plan."""
        return [self.plans[plan_id] for plan_id in practice_plan.clinician_types or (practice_plan.id,)]

    def type_under(self, plan_id: str, practice_plan: Plan) -> Plan:
        """Return what an account type becomes in a practice on this plan.

        Free ones stay; a clinician's type that the plan does not have becomes its first one.
        """
        types = self.clinician_types_of(practice_plan)
        return next((plan for plan in [*self.free_types(), *types] if plan.id == plan_id), types[0])

    def limits(self, entitlement: Entitlement) -> bool:
        """Say whether any plan does not include this without limit; where none does, nobody need ask for plans."""
        bearers = (
            [plan for plan in self.plans.values() if self.is_a_seat(plan)]
            if entitlement in PERSONAL
            else [plan for plan in self.plans.values() if plan.scope is Scope.PRACTICE]
        )
        # By identity: a limit of one equals True.
        return any(
            plan.allowance(entitlement) is not None and plan.allowance(entitlement) is not True for plan in bearers
        )

    def is_a_seat(self, plan: Plan) -> bool:
        """Say whether somebody's seat can have this plan: a plan for seats, or a practice's that names no others."""
        return plan.scope is Scope.SEAT or not plan.clinician_types or plan.id in plan.clinician_types
