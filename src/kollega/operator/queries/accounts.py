"""What the operator reads inside one practice: plan, contract, seats. Never clients, appointments, notes or the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.contracts import StoredContract, contract_of
from kollega.catalogue.queries.plans import PlanDecision, PlanInForce, decisions_of, plan_of
from kollega.catalogue.queries.seats import HistoryRow, history_of_practice, seats_for
from kollega.catalogue.rules.plans import Plan
from kollega.catalogue.rules.seats import plan_at
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.practices.queries.profile import names_of_people


@dataclass(frozen=True, slots=True)
class SeatOfMember:
    """The seat that counts for a member; `is_own` when no practice pays or gives it."""

    name: str
    plan: Plan
    is_own: bool
    since: datetime
    trial_ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class PracticeAccount:
    plan: PlanInForce
    contract: StoredContract | None
    seats: tuple[SeatOfMember, ...]
    history: tuple[HistoryRow, ...]
    decisions: tuple[PlanDecision, ...]
    names: Mapping[UUID, str]


@query(requires=Permission.OPERATOR_SEE)
def account_of(actor: Actor) -> PracticeAccount:
    """Return plan, contract, seats by name, and what happened to the practice's plan and seats."""
    names, known = names_of_people(actor), catalogue()
    held = seats_for(actor.practice_id, list(names))
    seats = [
        SeatOfMember(
            name=names[person_id],
            plan=plan_at(known, seat.state, actor.at),
            is_own=seat.state.payer_id is None,
            since=seat.state.started_at,
            trial_ends_at=seat.state.trial_ends_at if seat.state.on_trial(actor.at) else None,
        )
        for person_id, seat in held.items()
    ]
    return PracticeAccount(
        plan=plan_of(actor.practice_id, actor.at),
        contract=contract_of(actor.practice_id),
        seats=tuple(sorted(seats, key=lambda seat: seat.name)),
        history=tuple(history_of_practice(actor.practice_id)),
        decisions=tuple(decisions_of(actor.practice_id)),
        names=names,
    )
