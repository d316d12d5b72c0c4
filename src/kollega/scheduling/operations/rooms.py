"""Adding, renaming and archiving rooms (B1)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.catalogue.operations.enforcing import hold_plan_where_limited, require_room_for
from kollega.catalogue.rules.plans import Entitlement
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, Changed, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import BLOCKING
from kollega.scheduling.errors import StillBooked, StillShared
from kollega.scheduling.models import Appointment, Room
from kollega.scheduling.queries.usage import rooms_in_use


@operation(requires=Permission.ROOM_MANAGE)
def create_room(actor: Actor, *, name: str) -> UUID:
    """Add a room at the end and return its id.

    Refuses with PlanLimitReached when the practice's plan allows no more rooms, BadInput, RoomNameTaken.
    """
    _require_room_for_one_more(actor)
    room_id = new_id()
    position = Room.objects.filter(practice_id=actor.practice_id).count()
    Room(id=room_id, practice_id=actor.practice_id, name=_name(name), position=position).save(force_insert=True)
    record(actor, Action.CREATE, "room", room_id)
    return room_id


@operation(requires=Permission.ROOM_MANAGE)
def rename_room(actor: Actor, *, room_id: UUID, name: str, version: int | None = None) -> int:
    """Rename a room and return its new version. Refuses with BadInput, RoomNameTaken, Changed, NotFound."""
    room = _locked(actor, room_id)
    if version is not None and version != room.version:
        raise Changed
    Room.objects.filter(practice_id=actor.practice_id, id=room_id).update(name=_name(name), version=room.version + 1)
    record(actor, Action.CHANGE, "room", room_id, fields=["name"])
    return room.version + 1


@operation(requires=Permission.ROOM_MANAGE)
def archive_room(actor: Actor, *, room_id: UUID, archived: bool = True) -> int:
    """Take a room out of use, or bring it back; return its new version.

    Refuses with StillBooked while coming appointments need it, StillShared while a community does, RoomNameTaken and
    PlanLimitReached when it comes back, NotFound.
    """
    if not archived:
        hold_plan_where_limited(actor, Entitlement.ROOMS)
    room = _locked(actor, room_id)
    if not archived and room.archived_at is not None:
        _require_room_for_one_more(actor)
    coming = Appointment.objects.filter(
        practice_id=actor.practice_id, room_id=room_id, ends_at__gt=actor.at, status__in=BLOCKING, withdrawn_at=None
    )
    if archived and coming.exists():
        raise StillBooked
    if archived and room.shared_room_id is not None:
        raise StillShared
    Room.objects.filter(practice_id=actor.practice_id, id=room_id).update(
        archived_at=actor.at if archived else None, version=room.version + 1
    )
    record(actor, Action.CHANGE, "room", room_id, fields=["archived_at"], archived=archived)
    return room.version + 1


def _require_room_for_one_more(actor: Actor) -> None:
    hold_plan_where_limited(actor, Entitlement.ROOMS)
    require_room_for(actor, Entitlement.ROOMS, already=rooms_in_use(actor))


def _locked(actor: Actor, room_id: UUID) -> Room:
    found = Room.objects.select_for_update().filter(practice_id=actor.practice_id, id=room_id).first()
    if found is None:
        raise NotFound
    return found


def _name(name: str) -> str:
    trimmed = " ".join(name.split())
    if not 1 <= len(trimmed) <= 60:
        raise BadInput(fields={"name": N_("Enter a name of at most 60 characters.")})
    return trimmed
