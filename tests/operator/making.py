"""Operators, as the console makes them."""

from uuid import UUID

from kollega.accounts.models import Person
from kollega.kernel import clock
from kollega.kernel.actor import Actor, Source
from kollega.kernel.permissions import OPERATOR_PERMISSIONS
from kollega.operator.operations.operators import add_operator
from tests.factories import make_person


def make_operator(*, name: str = "Olivia Drift", language: str = "en") -> Person:
    person = make_person(name=name, language=language)
    assert add_operator(person.email, at=clock.now())
    return person


def operator_in(practice_id: UUID, person: Person) -> Actor:
    """The operator's actor, as `edge.actors.operator_actor` makes it of a request."""
    return Actor(
        person_id=person.pk,
        practice_id=practice_id,
        membership_id=None,
        roles=frozenset(),
        areas=frozenset(),
        permissions=OPERATOR_PERMISSIONS,
        at=clock.now(),
        zone="Europe/Stockholm",
        language="en",
        source=Source.OPERATOR,
    )
