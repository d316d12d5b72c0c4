"""What another practice did, in one's own log too; and codes whose maker has lost the right."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.communities.operations.creating import revoke_codes_of
from kollega.kernel.permissions import Permission, permissions_of
from kollega.platform.jobs.reactions import Event
from kollega.platform.operations import Action
from kollega.practices.queries.memberships import running_membership


def write_down(event: Event) -> None:
    """Log what another practice did in a common community."""
    about = UUID(event.payload["community_id"])
    record(event.actor, Action.CHANGE, "community_news", about, what=event.kind)


def maker_changed(event: Event) -> None:
    """Whoever may not make codes any more has none that work either."""
    membership_id = UUID(event.payload["membership_id"])
    member = running_membership(event.actor.practice_id, membership_id)
    if member is not None and Permission.ROOM_MANAGE in permissions_of(member.roles, member.areas):
        return
    revoke_codes_of(event.actor, membership_id)
