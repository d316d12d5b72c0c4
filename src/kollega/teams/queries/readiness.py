"""What is missing before a team can be created (T4, T7)."""

from dataclasses import dataclass
from uuid import UUID

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.plans import plan_of
from kollega.catalogue.queries.seats import running_seats_of
from kollega.catalogue.rules.plans import Plan
from kollega.catalogue.rules.seats import SeatState
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission, Role
from kollega.platform.operations import query
from kollega.teams.rules.owners import fits_owner, moves_to_practice, owners_plans


@dataclass(frozen=True, slots=True)
class Readiness:
    """`missing_plans`: the owner needs one of them. `needs_seat`: T7. `takes_over`: an own plan becomes the team's."""

    missing_plans: list[Plan]
    needs_seat: bool
    takes_over: Plan | None

    @property
    def is_ready(self) -> bool:
        return not self.missing_plans and not self.needs_seat


@query(requires=Permission.TEAM_CREATE)
def team_readiness(actor: Actor) -> Readiness:
    """Return what the owner still needs to create a team."""
    return readiness_of(actor)


def readiness_of(actor: Actor) -> Readiness:
    """The same inside an operation."""
    known = catalogue()
    seats = seats_here(actor, actor.person_id)
    has = owners_plans(known, seats, plan_of(actor.practice_id, actor.at).plan, actor.at)
    missing = [] if not known.team_needs or has & set(known.team_needs) else list(known.team_needs)
    moving = next((seat for seat in seats if seat.payer_id is None and moves_to_practice(known, seat, actor.at)), None)
    return Readiness(
        missing_plans=[known.plans[plan_id] for plan_id in missing],
        needs_seat=not fits_owner(known, seats, actor.at, sees_clients=Role.CLINICIAN in actor.roles),
        takes_over=known.plan(moving.plan_id) if moving and known.self_payer == "take_over" else None,
    )


def seats_here(actor: Actor, person_id: UUID | None) -> list[SeatState]:
    """Return the seats that count for a person in the actor's practice: the practice's and their own."""
    held = running_seats_of(person_id) if person_id else []
    return [seat.state for seat in held if seat.state.payer_id in (None, actor.practice_id)]
