"""Setting where video visits are held (B4)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.models import VideoLink
from kollega.scheduling.queries.hours import may_change_hours
from kollega.scheduling.rules.video import wrong_in_address


@operation(requires=Permission.CALENDAR_SEE)
def set_video_link(actor: Actor, *, membership_id: UUID, address: str) -> None:
    """Set a clinician's own address; an empty one takes it away.

    Refuses with BadInput, Forbidden for others' without the right to their hours, NotFound for who is no clinician.
    """
    if not any(member.id == membership_id and member.sees_clients for member in calendar_members(actor.practice_id)):
        raise NotFound
    if not may_change_hours(actor, membership_id):
        raise Forbidden
    _store(actor, membership_id, address)


@operation(requires=Permission.SERVICE_MANAGE)
def set_video_link_for_all(actor: Actor, *, address: str) -> None:
    """Set the address for all clinicians who have none of their own; an empty one takes it away. Refuses: BadInput."""
    _store(actor, None, address)


def _store(actor: Actor, membership_id: UUID | None, address: str) -> None:
    text = address.strip()
    wrong = wrong_in_address(text) if text else ""
    if wrong:
        raise BadInput(fields={"address": wrong})
    links = VideoLink.objects.filter(practice_id=actor.practice_id)
    (links.filter(membership_id=membership_id) if membership_id else links.filter(membership=None)).delete()
    if text:
        VideoLink.objects.create(practice_id=actor.practice_id, membership_id=membership_id, address=text)
    record(actor, Action.CHANGE, "video_link", membership_id, for_all=membership_id is None, removed=not text)
