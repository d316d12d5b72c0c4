"""The actor of somebody who is no member yet and holds a good invitation or join link of a practice."""

from uuid import UUID

from django.http import HttpRequest

from kollega.accounts.models import Person
from kollega.kernel import clock
from kollega.kernel.actor import Actor, Source
from kollega.kernel.permissions import Permission


def guest_actor(request: HttpRequest, person: Person, *, practice_id: UUID, zone: str) -> Actor:
    """Return an actor that may ask to join or accept, and nothing else."""
    return Actor(
        person_id=person.pk,
        practice_id=practice_id,
        membership_id=None,
        roles=frozenset(),
        areas=frozenset(),
        permissions=frozenset({Permission.TEAM_JOIN}),
        at=clock.now(),
        zone=zone,
        language=person.language,
        source=Source.PAGE,
        request_id=getattr(request, "request_id", ""),
    )
