"""Accepting an invitation: membership, seats and log in one transaction, once (I4 to I6, IN-2 to IN-5)."""

from uuid import UUID

from kollega.accounts.queries.people import address_of
from kollega.audit.operations.recording import record
from kollega.catalogue.operations.following import hold_plan_of
from kollega.catalogue.rules.offers import Offer
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden
from kollega.kernel.permissions import Area, Permission, Role
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.rules.tokens import digest
from kollega.teams.errors import ConsequencesChanged, LinkGone, OtherAddress
from kollega.teams.models import Invitation
from kollega.teams.operations.admitting import Admission, admit, consider
from kollega.teams.queries.holders import is_open


@operation(requires=Permission.TEAM_JOIN)
def accept(actor: Actor, *, token: str, seen: str = "") -> UUID:
    """Make the actor's person a member as the stored invitation says, and return the membership's id.

    `seen` is the fingerprint of the consequences that were shown; empty when nothing was. Refuses with LinkGone (also
    for the slower of two, and when the inviter lost the right), OtherAddress, AlreadyMember, ConsequencesChanged,
    ExclusiveMembership, OfferOutdated, SeatTaken; then nothing has changed.
    """
    if actor.person_id is None:
        raise Forbidden
    hold_plan_of(actor.practice_id)
    row = _locked(actor, token)
    if address_of(actor.person_id) != row.email:
        raise OtherAddress
    admission = Admission(
        plan_id=row.plan,
        offer=Offer(row.offer),
        roles=[Role(role) for role in row.roles],
        areas=[Area(area) for area in row.areas],
        title=row.title,
    )
    joining = consider(actor.practice_id, actor.person_id, admission, actor)
    if seen and seen != joining.fingerprint:
        raise ConsequencesChanged
    membership_id = admit(actor, actor.person_id, admission, joining)
    Invitation.objects.filter(id=row.id).update(accepted_at=actor.at, membership_id=membership_id)
    record(actor, Action.CHANGE, "invitation", row.id, membership_id=membership_id)
    emit(
        "teams.joined",
        practice_id=actor.practice_id,
        membership_id=str(membership_id),
        offer_holds=joining.offer_holds,
    )
    return membership_id


def _locked(actor: Actor, token: str) -> Invitation:
    """Hold the invitation of this practice behind the token, and look at it only then."""
    row = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("invited_by")
        .filter(practice_id=actor.practice_id, digest=digest(token))
        .first()
    )
    if row is None or not is_open(row, actor.at):
        raise LinkGone
    return row
