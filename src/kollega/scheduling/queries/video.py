"""Where a video visit is held."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import keyed_hash
from kollega.platform.operations import query
from kollega.practices.queries.columns import CalendarMember, calendar_members
from kollega.scheduling.enums import Place
from kollega.scheduling.models import Appointment, VideoLink
from kollega.scheduling.queries.hours import may_change_hours
from kollega.scheduling.rules.video import ROOM, address_in, room_name


@dataclass(frozen=True, slots=True)
class VideoAddress:
    """What is set for a clinician (empty: nothing) and whether the viewer may change it."""

    clinician: CalendarMember
    address: str
    may_change: bool


@dataclass(frozen=True, slots=True)
class VideoSettings:
    """`for_all` is the practice's address, for all who have none of their own; `{room}` stands as it was entered."""

    for_all: str
    may_change_for_all: bool
    clinicians: tuple[VideoAddress, ...]


@query(requires=Permission.CALENDAR_SEE)
def video_settings(actor: Actor) -> VideoSettings:
    """Return the addresses of the practice's video visits."""
    links = VideoLink.objects.filter(practice_id=actor.practice_id)
    found: dict[UUID | None, str] = dict(links.values_list("membership_id", "address"))
    members = [member for member in calendar_members(actor.practice_id) if member.sees_clients]
    return VideoSettings(
        for_all=found.get(None, ""),
        may_change_for_all=actor.may(Permission.SERVICE_MANAGE),
        clinicians=tuple(
            VideoAddress(member, found.get(member.id, ""), may_change_hours(actor, member.id)) for member in members
        ),
    )


def video_link_of(practice_id: UUID, appointment_id: UUID) -> str:
    """Return the address of a video visit, empty for other visits and where none is set. Inside a tenant scope.

    The caller answers for whom it shows the address: who knows it can come in.
    """
    visits = Appointment.objects.filter(
        practice_id=practice_id, id=appointment_id, place=Place.VIDEO, withdrawn_at=None
    )
    clinician_id = visits.values_list("clinician_id", flat=True).first()
    if clinician_id is None:
        return ""
    links = VideoLink.objects.filter(Q(membership_id=clinician_id) | Q(membership=None), practice_id=practice_id)
    found: dict[UUID | None, str] = dict(links.values_list("membership_id", "address"))
    pattern = found.get(clinician_id) or found.get(None, "")
    if ROOM not in pattern:
        return pattern
    digest = keyed_hash(practice_id, appointment_id.bytes, context=b"video room")
    return address_in(pattern, room_name(digest))
