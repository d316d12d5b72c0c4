"""How invitations and join links stop counting, also when whoever made them loses the right to invite (IN-5)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.platform.operations import Action
from kollega.teams.enums import InvitationEnd
from kollega.teams.models import Invitation, JoinLink


def end_invitation(actor: Actor, row: Invitation, reason: InvitationEnd) -> None:
    """End an invitation that is locked and open, and write it into the log; inside an operation."""
    Invitation.objects.filter(id=row.id).update(ended_at=actor.at, end_reason=reason)
    record(actor, Action.CANCEL, "invitation", row.id, reason=reason)


def end_join_link(actor: Actor, row: JoinLink) -> None:
    """End a join link that is locked and running, and write it into the log; inside an operation."""
    JoinLink.objects.filter(id=row.id).update(ended_at=actor.at)
    record(actor, Action.CANCEL, "join_link", row.id)


def end_invitations_of(actor: Actor, *, membership_id: UUID) -> int:
    """End every open invitation and join link of a member who may not invite any more, and return how many.

    A part of operations and handlers: call it in the practice's scope, where the member leaves, is removed or loses
    the role. Acceptance checks the right by itself, so that nothing slips through before.
    """
    invitations = Invitation.objects.select_for_update(of=("self",)).filter(
        practice_id=actor.practice_id, invited_by_id=membership_id, accepted_at=None, ended_at=None
    )
    links = JoinLink.objects.select_for_update(of=("self",)).filter(
        practice_id=actor.practice_id, made_by_id=membership_id, ended_at=None
    )
    ended = 0
    for invitation in invitations.order_by("id"):
        end_invitation(actor, invitation, InvitationEnd.RIGHT_LOST)
        ended += 1
    for link in links.order_by("id"):
        end_join_link(actor, link)
        ended += 1
    return ended
