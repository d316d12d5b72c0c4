"""People whom the actor knows from other practices that they manage: they can be invited from a list (I1)."""

from dataclasses import dataclass, replace

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission, permissions_of
from kollega.platform.operations import query
from kollega.platform.tenancy import tenant
from kollega.practices.queries.memberships import MembershipOfPerson, memberships_of
from kollega.practices.queries.practices import members
from kollega.practices.queries.teams import member_addresses


@dataclass(frozen=True, slots=True)
class PersonElsewhere:
    name: str
    email: str
    practice_name: str


@query(requires=Permission.INVITATION_MANAGE)
def people_elsewhere(actor: Actor) -> list[PersonElsewhere]:
    """Return the members of the actor's other practices who are not here yet, by practice and name.

    Only practices in which the actor manages members; each is read in its own scope, with the rights held there.
    """
    if actor.person_id is None:
        return []
    here = member_addresses(actor.practice_id)
    with tenant(None, actor.person_id):
        others = [m for m in memberships_of(actor.person_id) if m.practice_id != actor.practice_id]
    found = [person for other in others for person in _people(actor, other)]
    return [person for person in found if person.email not in here]


def _people(actor: Actor, other: MembershipOfPerson) -> list[PersonElsewhere]:
    rights = permissions_of(other.roles, other.areas)
    if Permission.MEMBER_MANAGE not in rights:
        return []
    there = replace(
        actor,
        practice_id=other.practice_id,
        membership_id=other.id,
        roles=other.roles,
        areas=other.areas,
        permissions=rights,
        zone=other.zone,
    )
    return [PersonElsewhere(row.display_name, row.email, other.practice_name) for row in members(there)]
