"""From a login session (or token) and the practice in the address to an Actor, re-read on each request."""

from uuid import UUID

from django.http import HttpRequest

from kollega.accounts.queries.sessions import authenticated_at
from kollega.delegation.queries.running import grants_of
from kollega.kernel import clock
from kollega.kernel.actor import Actor, Source
from kollega.kernel.errors import NotFound
from kollega.kernel.grants import rights_of
from kollega.kernel.permissions import (
    CENTRAL_PERMISSIONS,
    OPERATOR_PERMISSIONS,
    Area,
    ClientFields,
    Permission,
    Role,
    permissions_of,
)
from kollega.practices.queries.memberships import MembershipOfPerson


def actor_for(request: HttpRequest, member: MembershipOfPerson) -> Actor:
    """Return the actor of a page for the member who asks."""
    return actor_of(
        member,
        language=getattr(request.user, "language", "en"),
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
    """Return the actor of a member at this moment, with the grants that run or begin later.

    Refuses with NotFound for a guest whose grants are all over: nothing of the practice exists for them any more.
    """
    at = clock.now()
    permissions = permissions_of(membership.roles, membership.areas, membership.office_fields)
    grants = grants_of(membership.practice_id, membership.person_id, membership.id, at)
    if not grants and Role.GUEST in membership.roles:
        raise NotFound
    permissions |= rights_of(tuple(grant for grant in grants if grant.runs_at(at)))
    unlimited = permissions_of(membership.roles, _unlimited(membership))
    central = CENTRAL_PERMISSIONS if membership.holds_records else frozenset()
    permissions |= central
    if membership.views_colleagues:
        permissions |= {Permission.NOTE_VIEW_TEAM}
    return Actor(
        person_id=membership.person_id,
        practice_id=membership.practice_id,
        membership_id=membership.id,
        roles=membership.roles,
        areas=membership.areas,
        permissions=permissions if scopes is None else permissions & scopes,
        at=at,
        zone=membership.zone,
        language=language,
        source=source,
        request_id=request_id,
        grants=grants,
        limited_rights=permissions - unlimited - central - {Permission.NOTE_VIEW_TEAM},
        office_fields=membership.office_fields,
        authenticated_at=authenticated_at(request) if request is not None else None,
    )


def _unlimited(membership: MembershipOfPerson) -> frozenset[Area]:
    """The areas of office staff that open whole pages: not the one for appointments while it shows less of clients."""
    cut = set() if membership.office_fields is ClientFields.CONTACT else {Area.APPOINTMENTS}
    return membership.areas - cut


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
