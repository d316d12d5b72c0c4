"""Making a practice a team (T4, T7, T9)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.seats import change_seat, end_seat, hold_seats_of, start_seat
from kollega.catalogue.queries.seats import own_seat_of, seat_in
from kollega.catalogue.rules.plans import SelfPayer
from kollega.catalogue.rules.seats import EndReason, SeatChange
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.operations.governing import become_team, lock_practice
from kollega.teams.errors import AlreadyTeam, OwnerNeedsSeat, TeamNeedsPlan
from kollega.teams.operations.records import decide_first
from kollega.teams.queries.readiness import readiness_of
from kollega.teams.rules.owners import is_free_type, moves_to_practice
from kollega.teams.rules.responsibility import Responsibility


@operation(requires=Permission.TEAM_CREATE)
def create_team(actor: Actor, *, name: str, records: Responsibility) -> None:
    """Make the owner's practice a team under this name, and decide who is responsible for records.

    In catalogues that take over, the owner's own paid seat becomes the practice's. Where clinicians work here already,
    a change of responsibility waits for their word. Refuses with AlreadyTeam, TeamNeedsPlan, OwnerNeedsSeat, BadInput.
    """
    practice = lock_practice(actor)
    if practice.team_since is not None:
        raise AlreadyTeam
    if not name.strip() or len(name.strip()) > 120:
        raise BadInput(fields={"name": N_("Enter a name of at most 120 characters.")})
    ready = readiness_of(actor)
    if ready.missing_plans:
        raise TeamNeedsPlan(ready.missing_plans)
    if ready.needs_seat:
        raise OwnerNeedsSeat
    assert actor.person_id, "the right is a member's"
    hold_seats_of(actor.person_id)
    if catalogue().self_payer is SelfPayer.TAKE_OVER:
        _take_over(actor, actor.person_id)
    _give_support(actor, actor.person_id)
    become_team(actor, name=name.strip())
    record(actor, Action.CREATE, "team", actor.practice_id, records=records.value)
    emit("practices.team_created", practice_id=actor.practice_id)
    decide_first(actor, before=practice.records, wanted=records)


def _take_over(actor: Actor, person_id: UUID) -> None:
    own = own_seat_of(person_id)
    if own is None or not moves_to_practice(catalogue(), own.state, actor.at):
        return
    free = seat_in(actor.practice_id, person_id)
    if free is not None:
        end_seat(free.id, at=actor.at, by=person_id, reason=EndReason.REPLACED)
    change_seat(own.id, change=SeatChange.PAYER_CHANGED, at=actor.at, by=person_id, payer_id=actor.practice_id)


def _give_support(actor: Actor, person_id: UUID) -> None:
    """An owner who sees no clients and has no seat yet gets the free one (T7)."""
    known = catalogue()
    if actor.may(Permission.APPOINTMENT_BOOK) or seat_in(actor.practice_id, person_id) or own_seat_of(person_id):
        return
    if is_free_type(known, known.support_seat):
        start_seat(person_id, plan_id=known.support_seat, payer_id=actor.practice_id, at=actor.at, by=person_id)
