"""Choosing, trying out and keeping a practice's own plan. Its history only grows (P13, P14 without money)."""

from django.db.models import Max

from kollega.audit.operations.recording import record
from kollega.catalogue.errors import (
    AlreadyThisPlan,
    NoTrial,
    NoTrialRuns,
    PaysAlready,
    TrialUsed,
    UnderContract,
    UnknownPlan,
)
from kollega.catalogue.in_force import catalogue
from kollega.catalogue.models import PracticePlan
from kollega.catalogue.operations.following import NewPlan, hold_plan_of, seats_follow
from kollega.catalogue.queries.affiliates import first_trial
from kollega.catalogue.queries.plans import PlanInForce, plan_of, practice_pays
from kollega.catalogue.rules.plans import Cycle, Plan, Scope
from kollega.kernel.actor import Actor
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation


@operation(requires=Permission.BILLING_MANAGE)
def choose_plan(actor: Actor, *, plan_id: str, cycle: Cycle = Cycle.MONTH) -> None:
    """Give the practice a plan from now on, larger or smaller; a running trial ends with it.

    Everything stays; what lies above a smaller plan is refused when more is wanted (P13). Refuses with UnderContract,
    UnknownPlan, AlreadyThisPlan, StillPays.
    """
    give_plan(actor, plan_id=plan_id, cycle=cycle)


def give_plan(actor: Actor, *, plan_id: str, cycle: Cycle) -> None:
    """The part of `choose_plan` that the operator's own operation shares; refuses like it."""
    now = _held(actor)
    plan = _offered(plan_id)
    if plan.id == now.plan.id and now.cycle is cycle and now.trial_ends_at is None:
        raise AlreadyThisPlan
    _store(actor, NewPlan(plan, cycle))


@operation(requires=Permission.BILLING_MANAGE)
def try_plan(actor: Actor, *, plan_id: str, cycle: Cycle = Cycle.MONTH) -> None:
    """Start the trial of a plan, once for each practice and plan; without payment the first plan follows it (P13).

    Refuses with UnderContract, UnknownPlan, NoTrial, TrialUsed, PaysAlready.
    """
    now = _held(actor)
    plan = _offered(plan_id)
    if plan.trial is None:
        raise NoTrial
    tried = PracticePlan.objects.filter(practice_id=actor.practice_id, trial_ends_at__isnull=False)
    if tried.filter(plan=plan.id).exists():
        raise TrialUsed
    if practice_pays(actor.practice_id, now, actor.at):
        raise PaysAlready
    trial = plan.trial if tried.exists() else first_trial(actor.person_id, plan.trial)
    _store(actor, NewPlan(plan, cycle, trial_ends_at=actor.at + trial))


@operation(requires=Permission.BILLING_MANAGE)
def keep_after_trial(actor: Actor, *, keep: bool = True) -> None:
    """Say whether the plan goes on, paid, when its trial ends. Refuses with UnderContract, NoTrialRuns."""
    now = _held(actor)
    if now.trial_ends_at is None:
        raise NoTrialRuns
    _store(actor, NewPlan(now.plan, now.cycle, now.trial_ends_at, keep))


def _held(actor: Actor) -> PlanInForce:
    """Lock the practice, so that two decisions come one after the other, and return its plan."""
    hold_plan_of(actor.practice_id)
    now = plan_of(actor.practice_id, actor.at)
    if now.contract is not None:
        raise UnderContract
    return now


def _offered(plan_id: str) -> Plan:
    plan = next((one for one in catalogue().of_scope(Scope.PRACTICE) if one.id == plan_id), None)
    if plan is None:
        raise UnknownPlan
    return plan


def _store(actor: Actor, new: NewPlan) -> None:
    # Who decided later stands later, also when their request began earlier.
    newest = PracticePlan.objects.filter(practice_id=actor.practice_id).aggregate(Max("decided_at"))["decided_at__max"]
    moment = max(actor.at, newest or actor.at)
    row = PracticePlan(
        id=new_id(),
        practice_id=actor.practice_id,
        plan=new.plan.id,
        cycle=new.cycle,
        begins_at=moment,
        trial_ends_at=new.trial_ends_at,
        pays_after_trial=new.pays_after_trial,
        decided_at=moment,
        by_id=actor.person_id,
    )
    row.save(force_insert=True)
    followed = seats_follow(actor.practice_id, new, at=moment, by=actor.person_id)
    record(
        actor,
        Action.CHANGE,
        "practice_plan",
        row.id,
        plan=new.plan.id,
        cycle=new.cycle,
        trial_ends_at=new.trial_ends_at.isoformat() if new.trial_ends_at else None,
        pays_after_trial=new.pays_after_trial,
        seats=followed,
    )
