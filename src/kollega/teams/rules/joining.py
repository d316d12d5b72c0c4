"""What joining a practice does to a person's seats, and what they are told before they accept (P8 to P10, T3, I5).

One function makes the preview and the acceptance, so that they cannot differ.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kollega.catalogue.errors import SeatTaken
from kollega.catalogue.rules.offers import Offer
from kollega.catalogue.rules.paying import Obstacle, Payment, Situation, Trial, outcome, pays_themselves, trial_of
from kollega.catalogue.rules.plans import Catalogue, Cycle, Membership, OnCancel, Plan, Scope
from kollega.catalogue.rules.seats import SeatState, is_paid_for
from kollega.teams.errors import ExclusiveMembership, OfferOutdated


@dataclass(frozen=True, slots=True)
class TeamSide:
    """The practice as it is now. `pays` and `has_assistants` say what its plan includes, `cycle` is its common one."""

    plan: Plan
    trial: Trial
    cycle: Cycle
    pays: bool
    has_assistants: bool


@dataclass(frozen=True, slots=True)
class PersonSide:
    """The person as they are now: their seats as the practice meets them, and whether they are in another team."""

    seats: Situation
    in_another_team: bool


class Says(StrEnum):
    """What the person is told; the pages have a sentence for each."""

    GIVEN = "given"
    OWN_STAYS = "own_stays"
    PAYS_THEMSELVES = "pays_themselves"
    KEEPS_PAYING = "keeps_paying"
    OWN_ENDS = "own_ends"
    UNUSED_CREDITED = "unused_credited"
    UNUSED_LOST = "unused_lost"
    TRIAL_ENDS = "trial_ends"
    TRIAL_GOES_ON = "trial_goes_on"
    UPGRADED = "upgraded"
    PRACTICE_PAYS = "practice_pays"
    PRACTICE_ON_TRIAL = "practice_on_trial"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One line: a code and the values of its sentence."""

    code: Says
    plan: Plan | None = None
    at: datetime | None = None
    cycle: Cycle | None = None


class Seating(StrEnum):
    """What happens to seats: nothing, the practice gives one that costs nothing, or it pays for one."""

    STAYS = "stays"
    GIVEN = "given"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Joining:
    """What joining does. `offer` is what the practice pays, as it holds for this person.

    `offer_holds` is false when the practice offered to pay and the person goes on paying themselves (P8).
    """

    plan: Plan
    seating: Seating
    consequences: tuple[Consequence, ...]
    offer: Offer = Offer.THEMSELVES
    offer_holds: bool = True

    @property
    def fingerprint(self) -> str:
        """A short text that differs when the consequences do; a page sends it back as what was read."""
        parts = (
            f"{c.code}:{c.plan.id if c.plan else ''}:{c.at.isoformat() if c.at else ''}:{c.cycle or ''}"
            for c in self.consequences
        )
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]


def joining(
    catalogue: Catalogue, *, plan_id: str, offer: Offer, team: TeamSide, person: PersonSide, at: datetime
) -> Joining:
    """Decide what happens when this person joins on this account type and offer at this moment.

    Refuses with ExclusiveMembership, OfferOutdated (the practice's plan does not include assistants, or paying for
    members, any more) and SeatTaken (another practice pays, where one person has one seat).
    """
    if catalogue.membership is Membership.EXCLUSIVE and person.in_another_team:
        raise ExclusiveMembership
    plan = catalogue.type_under(plan_id, team.plan)
    if plan.id == catalogue.assistant_seat and not team.has_assistants:
        raise OfferOutdated
    own_plan = _running_plan(catalogue, person.seats.own, at)
    if not plan.is_paid:
        stays = (Consequence(Says.OWN_STAYS, own_plan),) if own_plan else ()
        return Joining(plan, Seating.GIVEN, (Consequence(Says.GIVEN, plan), *stays))
    if offer is Offer.THEMSELVES:
        told = Consequence(Says.OWN_STAYS, own_plan) if own_plan else Consequence(Says.PAYS_THEMSELVES, plan)
        return Joining(plan, Seating.STAYS, (told,))
    if not team.pays:
        raise OfferOutdated
    return _paid_for(catalogue, plan, offer, team, person.seats, at)


def _paid_for(
    catalogue: Catalogue, plan: Plan, offer: Offer, team: TeamSide, seats: Situation, at: datetime
) -> Joining:
    """The practice pays, now or after the person's trial, unless they pay themselves and keep doing so (P8, P9)."""
    holds = Offer.AFTER_TRIAL if offer is Offer.AFTER_TRIAL and trial_of(seats, at) is not None else Offer.NOW
    begins = outcome(catalogue, seats, Payment(plan, holds, team.trial), at)
    own_plan = _running_plan(catalogue, seats.own, at)
    if begins is Obstacle.PAYS_THEMSELVES:
        return Joining(plan, Seating.STAYS, (Consequence(Says.KEEPS_PAYING, own_plan),), offer_holds=False)
    if begins is Obstacle.PAID_HERE:
        return Joining(plan, Seating.STAYS, (_practice_pays(plan, team, None),))
    if isinstance(begins, Obstacle):
        raise SeatTaken
    told = [*_of_own_plan(catalogue, plan, own_plan, holds, seats, at), _of_practice(plan, team, begins)]
    return Joining(plan, Seating.PAID, tuple(told), offer=holds)


def _of_own_plan(
    catalogue: Catalogue, plan: Plan, own_plan: Plan | None, holds: Offer, seats: Situation, at: datetime
) -> list[Consequence]:
    """What becomes of the plan the person has: taken over, its trial ended or kept, or a free account upgraded."""
    if seats.own is not None and seats.own.on_trial(at):
        if holds is Offer.AFTER_TRIAL and plan.scope is not Scope.PRACTICE:
            return [Consequence(Says.TRIAL_GOES_ON, plan, seats.own.trial_ends_at)]
        return [Consequence(Says.TRIAL_ENDS, own_plan)]
    if pays_themselves(catalogue, seats, at):
        unused = Says.UNUSED_CREDITED if catalogue.on_cancel is OnCancel.CREDIT else Says.UNUSED_LOST
        return [Consequence(Says.OWN_ENDS, own_plan), Consequence(unused)]
    has_other = any(is_paid_for(catalogue, seat, at) for seat in seats.elsewhere)
    return [] if has_other else [Consequence(Says.UPGRADED, plan)]


def _of_practice(plan: Plan, team: TeamSide, begins: Trial) -> Consequence:
    if begins.ends_at is not None and not begins.pays_after:
        return Consequence(Says.PRACTICE_ON_TRIAL, plan, begins.ends_at)
    return _practice_pays(plan, team, begins.ends_at)


def _practice_pays(plan: Plan, team: TeamSide, start: datetime | None) -> Consequence:
    """`start` None: from now on."""
    return Consequence(Says.PRACTICE_PAYS, plan, start, team.cycle)


def _running_plan(catalogue: Catalogue, own: SeatState | None, at: datetime) -> Plan | None:
    """Return the plan of the person's own seat, unless it is a trial that ended unpaid."""
    return None if own is None or own.lapsed(at) else catalogue.plan(own.plan_id)
