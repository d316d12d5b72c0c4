"""The practices of a person, owned and joined (T2); for the person themselves, in their own scope."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.seats import seats_for
from kollega.catalogue.rules.plans import Plan
from kollega.catalogue.rules.seats import plan_at
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.practices.queries.memberships import MembershipOfPerson, memberships_of
from kollega.practices.queries.team_facts import team_facts


@dataclass(frozen=True, slots=True)
class OwnPractice:
    """One practice of a person. `account_type` is the plan of the seat that counts there."""

    practice_id: UUID
    slug: str
    name: str
    roles: frozenset[Role]
    account_type: Plan
    member_count: int
    is_team: bool

    @property
    def is_owned(self) -> bool:
        return Role.OWNER in self.roles


def practices_of(person_id: UUID, at: datetime) -> list[OwnPractice]:
    """Return the practices in which the person works, by name."""
    return [_practice(row, at) for row in memberships_of(person_id)]


def _practice(row: MembershipOfPerson, at: datetime) -> OwnPractice:
    known = catalogue()
    with tenant(row.practice_id, row.person_id):
        facts = team_facts(row.practice_id)
        seat = seats_for(row.practice_id, [row.person_id]).get(row.person_id)
    return OwnPractice(
        practice_id=row.practice_id,
        slug=row.practice_slug,
        name=row.practice_name,
        roles=row.roles,
        account_type=plan_at(known, seat.state, at) if seat else known.plans[known.first_seat],
        member_count=facts.member_count,
        is_team=facts.is_team,
    )
