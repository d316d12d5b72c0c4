"""The actor of somebody without an account who looks at a practice's public pages, or holds a secret link."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language

from kollega.kernel import clock
from kollega.kernel.actor import Actor, Source
from kollega.kernel.permissions import Permission


def visitor_actor(request: HttpRequest, *, practice_id: UUID, zone: str) -> Actor:
    """Return an actor that may book online, and nothing else; it is nobody, also when somebody is signed in."""
    return Actor(
        person_id=None,
        practice_id=practice_id,
        membership_id=None,
        roles=frozenset(),
        areas=frozenset(),
        permissions=frozenset({Permission.BOOKING_ONLINE}),
        at=clock.now(),
        zone=zone,
        language=(get_language() or "en")[:2],
        source=Source.PAGE,
        request_id=getattr(request, "request_id", ""),
    )
