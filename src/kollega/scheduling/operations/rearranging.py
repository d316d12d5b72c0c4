"""The common part of moving, resizing and editing: new values, new claim, one update. Undecorated."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.grants import Deed
from kollega.platform.operations import Action
from kollega.scheduling.enums import BLOCKING, KEEP, Change, Keep, Kind, Place, RoomChoice, Status
from kollega.scheduling.models import Appointment, Service
from kollega.scheduling.operations.allowing import counted, place_of, require_when_new
from kollega.scheduling.operations.booking import resolved, room_for
from kollega.scheduling.operations.claiming import Claim, claim
from kollega.scheduling.operations.joining import clients_after
from kollega.scheduling.operations.reaching import reach_column, reach_room, reach_service
from kollega.scheduling.operations.storing import Stored, busy_times, is_long, update
from kollega.scheduling.rules.overlap import Stretch
from kollega.scheduling.rules.visits import LONGEST, SHORTEST

LONGEST_BLOCK_DAYS = 366
_TIMES = ("starts_at", "ends_at", "busy_from", "busy_until")


@dataclass(frozen=True, slots=True)
class Wanted:
    """New values; KEEP leaves a column as it is. `starts_at` naive is local time, `minutes` the length."""

    starts_at: datetime | Keep = KEEP
    minutes: int | Keep = KEEP
    clinician_id: UUID | Keep = KEEP
    room_id: UUID | RoomChoice | Keep | None = KEEP
    client_id: UUID | Keep = KEEP
    other_client_ids: Collection[UUID] | Keep = KEEP
    service_id: UUID | Keep | None = KEEP
    place: Place | Keep = KEEP
    texts: tuple[tuple[str, Any], ...] = ()
    outside_hours_reason: str = ""


@dataclass(frozen=True, slots=True)
class Rearranged:
    """The appointment after the change. `change_id` undoes it within three minutes."""

    appointment_id: UUID
    change_id: UUID
    version: int
    starts_at: datetime
    ends_at: datetime
    clinician_id: UUID
    room_id: UUID | None
    room_picked: bool
    time_twice: bool


def rearrange(
    actor: Actor, appointment: Appointment, wanted: Wanted, *, change: Change, action: Action, event: str
) -> Rearranged:
    """Check what is wanted against a locked appointment, claim the new time when time or people change, store it."""
    if wanted.clinician_id is not KEEP and wanted.clinician_id != appointment.clinician_id:
        reach_column(actor, wanted.clinician_id, by=Deed.BOOK)
    if isinstance(wanted.room_id, UUID) and wanted.room_id != appointment.room_id:
        reach_room(actor, wanted.room_id)
    service = _service(actor, appointment, wanted)
    clients = clients_after(actor, appointment, wanted.client_id, wanted.other_client_ids, service)
    time, twice = _time(actor, appointment, wanted, service)
    before, after = _buffers(appointment, wanted, service)
    clinician_id = appointment.clinician_id if wanted.clinician_id is KEEP else wanted.clinician_id
    place = Place(appointment.place) if wanted.place is KEEP else wanted.place
    room_id = appointment.room_id if wanted.room_id is KEEP else room_for(wanted.room_id, place)
    times = busy_times(time.starts_at, time.ends_at, before, after)
    picked = False
    before_change = counted(actor, appointment)
    require_when_new(actor, before_change, before_change and place_of(actor, clinician_id, time.starts_at))
    if _occupies_anew(appointment, times, clinician_id, room_id):
        claimed = claim(
            actor,
            Claim(clinician_id, room_id, time, before, after),
            ignoring=appointment.id,
            outside_hours_reason=_reason(appointment, time, clinician_id, wanted),
        )
        room_id, picked = claimed.room_id, claimed.room_picked
        times["blocking"] = True
    values: dict[str, Any] = {
        **times,
        "long": is_long(time.starts_at, time.ends_at),
        "clinician_id": clinician_id,
        "room_id": room_id,
        "place": place,
        "status": _status(appointment, time),
        "length_overridden": _overridden(appointment, service, time),
        **dict(wanted.texts),
        **clients,
    }
    if wanted.service_id is not KEEP:
        values["service_id"] = wanted.service_id
    if wanted.outside_hours_reason:
        values["outside_hours_reason"] = wanted.outside_hours_reason
    stored = update(actor, appointment, values, change=change, action=action, event=event)
    return _rearranged(stored, time, clinician_id, values["room_id"], picked, twice)


def _rearranged(
    stored: Stored, time: Stretch, clinician_id: UUID, room_id: UUID | None, picked: bool, twice: bool
) -> Rearranged:
    return Rearranged(
        stored.appointment_id,
        stored.change_id,
        stored.version,
        time.starts_at,
        time.ends_at,
        clinician_id,
        room_id,
        picked,
        twice,
    )


def _service(actor: Actor, appointment: Appointment, wanted: Wanted) -> Service | None:
    """Return the service after the change; one that was archived since stays where it was booked."""
    service_id = appointment.service_id if wanted.service_id is KEEP else wanted.service_id
    if service_id is None or service_id == appointment.service_id:
        return Service.objects.filter(practice_id=actor.practice_id, id=service_id).first() if service_id else None
    if appointment.kind == Kind.BLOCK:
        raise BadInput(fields={"service_id": N_("A private block has no service.")})
    return reach_service(actor, service_id)


def _time(actor: Actor, appointment: Appointment, wanted: Wanted, service: Service | None) -> tuple[Stretch, bool]:
    when, twice = appointment.starts_at, False
    if wanted.starts_at is not KEEP and not _reads_the_same(actor, appointment, wanted.starts_at):
        known = resolved(actor, wanted.starts_at)
        when, twice = known.instant, known.twice
    length = appointment.ends_at - appointment.starts_at
    if wanted.minutes is not KEEP:
        length = timedelta(minutes=wanted.minutes)
    elif wanted.service_id is not KEEP and service is not None and wanted.service_id != appointment.service_id:
        length = timedelta(minutes=service.minutes)
    longest = timedelta(minutes=LONGEST) if appointment.kind == Kind.VISIT else timedelta(days=LONGEST_BLOCK_DAYS)
    if not timedelta(minutes=SHORTEST) <= length <= longest:
        raise BadInput(fields={"minutes": N_("Enter a length between 5 minutes and 12 hours.")})
    return Stretch(when, when + length), twice


def _reads_the_same(actor: Actor, appointment: Appointment, typed: datetime) -> bool:
    """Tell whether a typed local time is the one it has: also the second of two stays what it is."""
    local = appointment.starts_at.astimezone(actor.timezone).replace(tzinfo=None, fold=0)
    return typed.tzinfo is None and typed == local


def _buffers(appointment: Appointment, wanted: Wanted, service: Service | None) -> tuple[int, int]:
    """Buffers stay as they were booked, unless another service brings its own. In minutes."""
    if wanted.service_id is not KEEP and wanted.service_id != appointment.service_id:
        return (service.buffer_before, service.buffer_after) if service else (0, 0)
    before = appointment.starts_at - appointment.busy_from
    after = appointment.busy_until - appointment.ends_at
    return int(before.total_seconds() // 60), int(after.total_seconds() // 60)


def _occupies_anew(
    appointment: Appointment, times: dict[str, Any], clinician_id: UUID, room_id: UUID | RoomChoice | None
) -> bool:
    """Only what is occupied differently is claimed; what overlaps by import stays so until it is moved."""
    if Status(appointment.status) not in BLOCKING:
        return False
    same_time = all(getattr(appointment, name) == times[name] for name in _TIMES)
    return not (same_time and clinician_id == appointment.clinician_id and room_id == appointment.room_id)


def _reason(appointment: Appointment, time: Stretch, clinician_id: UUID, wanted: Wanted) -> str | None:
    """Working hours are asked about when a visit gets another time or clinician, not when only the room changes."""
    if appointment.kind == Kind.BLOCK:
        return None
    same = (time.starts_at, time.ends_at) == (appointment.starts_at, appointment.ends_at)
    return None if same and clinician_id == appointment.clinician_id else wanted.outside_hours_reason


def _status(appointment: Appointment, time: Stretch) -> str:
    """A confirmation was for the old time: a moved visit is booked again."""
    if appointment.status == Status.CONFIRMED and time.starts_at != appointment.starts_at:
        return Status.BOOKED
    return appointment.status


def _overridden(appointment: Appointment, service: Service | None, time: Stretch) -> bool:
    if service is None:
        return False
    return time.ends_at - time.starts_at != timedelta(minutes=service.minutes)
