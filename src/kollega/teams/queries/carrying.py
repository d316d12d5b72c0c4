"""Whether somebody who leaves can take their signed notes along, and where to (T10)."""

from dataclasses import dataclass
from uuid import UUID

from kollega.journal.queries.signed_forms import signed_count
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission, Role
from kollega.platform.operations import query
from kollega.platform.tenancy import tenant
from kollega.practices.queries.memberships import memberships_of
from kollega.practices.queries.team_facts import team_facts
from kollega.teams.rules.responsibility import Responsibility


@dataclass(frozen=True, slots=True)
class Destination:
    practice_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class CarryChoice:
    """`signed` counts the actor's signatures here. `destinations` are other practices that they own."""

    signed: int
    destinations: list[Destination]


@query(requires=Permission.NOTE_READ)
def carry_choice(actor: Actor) -> CarryChoice | None:
    """Return what can go along, or None where the practice keeps the notes or nothing is signed."""
    signed = signed_count(actor)
    if not signed or team_facts(actor.practice_id).records != Responsibility.INDIVIDUAL or actor.person_id is None:
        return None
    with tenant(None, actor.person_id):
        memberships = memberships_of(actor.person_id)
    return CarryChoice(
        signed,
        [
            Destination(row.practice_id, row.practice_name)
            for row in memberships
            if Role.OWNER in row.roles and row.practice_id != actor.practice_id
        ],
    )
