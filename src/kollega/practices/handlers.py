"""What practices do after an event of another domain."""

from datetime import datetime
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor, Source
from kollega.kernel.permissions import permissions_of
from kollega.platform.jobs.reactions import Event
from kollega.platform.operations import Action
from kollega.platform.tenancy import tenant
from kollega.practices.queries.memberships import MembershipOfPerson, memberships_of


def signed_in(event: Event) -> None:
    """Enter the sign-in into the log of every practice the person works in."""
    _enter(event, Action.LOGIN)


def signed_out(event: Event) -> None:
    _enter(event, Action.LOGOUT)


def _enter(event: Event, action: Action) -> None:
    person_id, at = UUID(event.payload["person_id"]), datetime.fromisoformat(event.payload["at"])
    with tenant(None, person_id):
        memberships = memberships_of(person_id)
    for membership in memberships:
        with tenant(membership.practice_id, person_id):
            record(_actor(membership, at), action, "login_session", UUID(event.payload["login_id"]))


def _actor(membership: MembershipOfPerson, at: datetime) -> Actor:
    return Actor(
        person_id=membership.person_id,
        practice_id=membership.practice_id,
        membership_id=membership.id,
        roles=membership.roles,
        areas=membership.areas,
        permissions=permissions_of(membership.roles, membership.areas),
        at=at,
        zone=membership.zone,
        language="en",
        source=Source.PAGE,
    )
