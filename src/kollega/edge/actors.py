"""From a login session (or token) and the practice in the address to an Actor, re-read on each request."""

from uuid import UUID

from django.http import HttpRequest

from kollega.accounts.models import Person
from kollega.accounts.queries.sessions import authenticated_at
from kollega.kernel import clock
from kollega.kernel.actor import Actor, Source
from kollega.kernel.permissions import OPERATOR_PERMISSIONS, Permission, permissions_of
from kollega.practices.queries.memberships import MembershipOfPerson, membership_in


def actor_for(request: HttpRequest, person: Person, slug: str) -> Actor | None:
    """Return the person's actor in the practice with this address, or None for an outsider."""
    membership = membership_in(person.pk, slug)
    if membership is None:
        return None
    return actor_of(
        membership,
        language=person.language,
        source=Source.PAGE,
        request_id=getattr(request, "request_id", ""),
        request=request,
    )


def actor_of(
    membership: MembershipOfPerson,
    *,
    language: str,
    source: Source,
    request_id: str = "",
    request: HttpRequest | None = None,
    scopes: frozenset[Permission] | None = None,
) -> Actor:
    permissions = permissions_of(membership.roles, membership.areas)
    return Actor(
        person_id=membership.person_id,
        practice_id=membership.practice_id,
        membership_id=membership.id,
        roles=membership.roles,
        areas=membership.areas,
        permissions=permissions if scopes is None else permissions & scopes,
        at=clock.now(),
        zone=membership.zone,
        language=language,
        source=source,
        request_id=request_id,
        authenticated_at=authenticated_at(request) if request is not None else None,
    )


def operator_actor(request: HttpRequest, practice_id: UUID, *, zone: str) -> Actor:
    """The actor of an operator in a practice that is not theirs; the route is declared `operator_page`.

    It is no member and holds only the rights of the back office; what it does stands in the practice's own log.
    """
    return Actor(
        person_id=request.user.pk,
        practice_id=practice_id,
        membership_id=None,
        roles=frozenset(),
        areas=frozenset(),
        permissions=OPERATOR_PERMISSIONS,
        at=clock.now(),
        zone=zone,
        language=getattr(request.user, "language", "en"),
        source=Source.OPERATOR,
        request_id=getattr(request, "request_id", ""),
        authenticated_at=authenticated_at(request),
    )


def job_actor(practice_id: UUID, zone: str, *, source: Source = Source.JOB) -> Actor:
    """The actor of work that no person asked for at this moment; it holds every right of the practice."""
    return Actor(
        person_id=None,
        practice_id=practice_id,
        membership_id=None,
        roles=frozenset(),
        areas=frozenset(),
        permissions=frozenset(Permission),
        at=clock.now(),
        zone=zone,
        language="en",
        source=source,
    )
