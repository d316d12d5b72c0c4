"""Accepting the use of a calendar that was offered by mail: a guest's membership that holds only grants (B8)."""

from uuid import UUID

from kollega.accounts.queries.people import address_of, name_of
from kollega.audit.operations.recording import record
from kollega.catalogue.operations.enforcing import require_included
from kollega.catalogue.rules.plans import Entitlement
from kollega.delegation.errors import GrantForOtherAddress
from kollega.delegation.models import Grant
from kollega.delegation.queries.offered import can_be_accepted
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden
from kollega.kernel.permissions import Permission, Role
from kollega.platform.operations import Action, operation
from kollega.practices.operations.starting import start_membership
from kollega.practices.queries.memberships import membership_in_practice
from kollega.practices.rules.tokens import digest
from kollega.teams.errors import LinkGone


@operation(requires=Permission.TEAM_JOIN)
def accept_grant(actor: Actor, *, token: str) -> UUID:
    """Take the offered grant as the person with the address it was sent to, and return the grant's id.

    Takes no seat and makes nobody a member of the team. Refuses with LinkGone, GrantForOtherAddress, NotInPlan.
    """
    if actor.person_id is None:
        raise Forbidden
    row = (
        Grant.objects.select_for_update(of=("self",))
        .select_related("owner")
        .filter(practice_id=actor.practice_id, digest=digest(token))
        .first()
    )
    if row is None or not can_be_accepted(row, actor.at):
        raise LinkGone
    if address_of(actor.person_id) != row.email:
        raise GrantForOtherAddress
    require_included(actor, Entitlement.DELEGATION)
    membership_id = _membership(actor, actor.person_id)
    Grant.objects.filter(id=row.id).update(delegate_id=membership_id, accepted_at=actor.at, digest=None)
    record(
        actor,
        Action.CHANGE,
        "calendar_grant",
        row.id,
        on_behalf_of=row.owner.person_id,
        membership_id=str(membership_id),
    )
    return row.id


def _membership(actor: Actor, person_id: UUID) -> UUID:
    """The membership that the person has here, else a guest's."""
    known = membership_in_practice(person_id, actor.practice_id)
    if known is not None:
        return known.id
    return start_membership(
        actor.practice_id,
        person_id,
        display_name=name_of(person_id),
        roles=[Role.GUEST],
        areas=(),
        title="",
        at=actor.at,
    )
