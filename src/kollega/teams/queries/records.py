"""Who is responsible for records, and whose word a waiting change still needs (T9)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.clients.queries.responsible import responsible_among
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission, Role
from kollega.platform.operations import query
from kollega.practices.queries.practices import Member, running_members
from kollega.practices.queries.team_facts import team_facts
from kollega.teams.models import RecordsChange, RecordsConfirmation
from kollega.teams.rules.responsibility import Responsibility, still_to_confirm


@dataclass(frozen=True, slots=True)
class WaitingChange:
    """A change that waits. `confirmed` and `missing` are members by name; `needs_me` says the viewer is among them."""

    id: UUID
    wanted: Responsibility
    proposed_by: str
    proposed_at: datetime
    confirmed: list[str]
    missing: list[str]
    needs_me: bool


@dataclass(frozen=True, slots=True)
class RecordsState:
    responsible: Responsibility
    waiting: WaitingChange | None


@query(requires=Permission.MEMBER_SEE)
def records_state(actor: Actor) -> RecordsState:
    """Return who is responsible now and what waits; every member may know."""
    change = (
        RecordsChange.objects.filter(practice_id=actor.practice_id, answered_at=None)
        .select_related("proposed_by")
        .first()
    )
    responsible = Responsibility(team_facts(actor.practice_id).records)
    return RecordsState(responsible, _waiting(actor, change) if change else None)


def missing_words(actor: Actor, change_id: UUID) -> set[UUID]:
    """Return the memberships whose yes a change still needs. Inside an operation or query."""
    running = running_members(actor)
    clinicians = [row.id for row in running if Role.CLINICIAN in row.roles]
    return still_to_confirm(
        owner=next(row.id for row in running if Role.OWNER in row.roles),
        clinicians_with_clients=responsible_among(actor, clinicians),
        confirmed=_confirmed(actor, change_id),
    )


def _waiting(actor: Actor, change: RecordsChange) -> WaitingChange:
    running, missing = running_members(actor), missing_words(actor, change.id)
    confirmed = _confirmed(actor, change.id)
    return WaitingChange(
        id=change.id,
        wanted=Responsibility(change.wanted),
        proposed_by=change.proposed_by.display_name,
        proposed_at=change.proposed_at,
        confirmed=_names(running, confirmed),
        missing=_names(running, missing),
        needs_me=actor.membership_id in missing,
    )


def _names(running: list[Member], chosen: set[UUID]) -> list[str]:
    return [row.display_name for row in running if row.id in chosen]


def _confirmed(actor: Actor, change_id: UUID) -> set[UUID]:
    found = RecordsConfirmation.objects.filter(practice_id=actor.practice_id, change_id=change_id)
    return set(found.values_list("member_id", flat=True))
