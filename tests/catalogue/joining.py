"""The same person in several practices."""

from kollega.accounts.models import Person
from kollega.kernel.actor import Actor
from kollega.practices.models import Membership
from tests.clients.factories import inside
from tests.factories import actor_in


def joined(practice: Actor, person: Actor) -> Actor:
    """Make the person a clinician of another practice as well."""
    with inside(practice):
        Membership.objects.create(
            practice_id=practice.practice_id,
            person_id=person.person_id,
            display_name="Kari Dahl",
            roles=["clinician"],
            areas=[],
            since=practice.at,
        )
    return actor_in(practice.practice_id, Person.objects.get(pk=person.person_id))
