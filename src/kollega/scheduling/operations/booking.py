"""Booking a visit (B1, B2, B17, BK-12)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.operations.activity import activate_for_booking
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.grants import Deed
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import AUTO, Kind, Mode, Place, RoomChoice, Status
from kollega.scheduling.errors import SubmitKeyReused
from kollega.scheduling.models import Appointment, AppointmentChange
from kollega.scheduling.operations.allowing import hold_month, place_of
from kollega.scheduling.operations.claiming import Claim, claim, lock
from kollega.scheduling.operations.reaching import (
    pointed_to,
    reach_clients,
    reach_column,
    reach_room,
    reach_service,
    reach_texts,
    require_size,
)
from kollega.scheduling.operations.storing import busy_times, encoded, insert
from kollega.scheduling.rules.localtime import Resolved, resolve
from kollega.scheduling.rules.overlap import Stretch
from kollega.scheduling.rules.parties import party_of
from kollega.scheduling.rules.visits import length_in, place_in


@dataclass(frozen=True, slots=True)
class Booked:
    """The new appointment. `room_picked` says the room was chosen by itself, `time_twice` that the typed local time
    exists twice that night and the first was taken. `change_id` undoes it within three minutes."""

    appointment_id: UUID
    change_id: UUID
    version: int
    starts_at: datetime
    ends_at: datetime
    room_id: UUID | None
    room_picked: bool
    time_twice: bool
    repeated: bool = False


@operation(requires=Permission.APPOINTMENT_BOOK, by_grant=True)
def book(
    actor: Actor,
    *,
    client_id: UUID,
    service_id: UUID | None,
    clinician_id: UUID,
    starts_at: datetime,
    other_client_ids: Collection[UUID] = (),
    room_id: UUID | RoomChoice | None = AUTO,
    minutes: int | None = None,
    place: Place | None = None,
    internal_line: str = "",
    outside_hours_reason: str = "",
    requested: bool = False,
    submit_key: str | None = None,
    hold_id: UUID | None = None,
) -> Booked:
    """Book a visit and return it.

    `starts_at` aware is an instant; naive is a typed local time of the practice's zone, resolved by B17. `minutes` None
    is the service's length; another one is marked as overridden. `other_client_ids` come together with the first one.
    `room_id` AUTO picks a room for a visit in person. `submit_key` makes a repeated submit answer with the first
    booking. `hold_id` gives a hold in exchange: its time is free for this visit.

    Refuses with SlotTaken (three alternatives), OutsideWorkingHours (until a reason is given), PlanLimitReached when
    the clinician's plan allows no more in that local month (BK-10), TooManyClients, LocalTimeMissing, BadInput,
    SubmitKeyReused; Forbidden for another's column without the right; NotFound for unknown or foreign ids and for
    clients whom the actor may not open.
    """
    reach_column(actor, clinician_id, by=Deed.BOOK)
    reach_texts(actor, clinician_id, internal_line)
    service = reach_service(actor, service_id) if service_id else None
    client_id, *other_client_ids = pointed_to(actor, client_id, *other_client_ids)
    party = party_of(client_id, other_client_ids)
    reach_clients(actor, {client_id, *other_client_ids}, column=clinician_id)
    require_size(party, service)
    if isinstance(room_id, UUID):
        reach_room(actor, room_id)
    where = place_in(Mode(service.mode) if service else Mode.BOTH, place)
    length = length_in(minutes, service.minutes if service else 0)
    when = resolved(actor, starts_at)
    time = Stretch(when.instant, when.instant + timedelta(minutes=length))
    month = hold_month(actor, place_of(actor, clinician_id, when.instant))
    if submit_key is not None:
        lock([clinician_id], [], time)
    before, after = (service.buffer_before, service.buffer_after) if service else (0, 0)
    times = busy_times(time.starts_at, time.ends_at, before, after)
    content = {"client_id": client_id, "party": party, "clinician_id": clinician_id, **times}
    earlier = submitted(actor, submit_key, content)
    if earlier is not None:
        return earlier
    if month is not None:
        month.require_room(actor)
    claimed = claim(
        actor,
        Claim(clinician_id, room_for(room_id, where), time, before, after),
        outside_hours_reason=outside_hours_reason,
        replacing_hold=hold_id,
    )
    stored = insert(
        actor,
        {
            "kind": Kind.VISIT,
            "status": Status.REQUESTED if requested else Status.BOOKED,
            "client_id": client_id,
            "party": party,
            "service_id": service_id,
            "clinician_id": clinician_id,
            "room_id": claimed.room_id,
            **times,
            "place": where,
            "length_overridden": bool(service and service.minutes != length),
            "internal_line": short(internal_line, "internal_line"),
            "outside_hours_reason": short(outside_hours_reason, "outside_hours_reason"),
            "submit_key": submit_key,
        },
        appointment_id=new_id(),
    )
    for id_ in {client_id, *other_client_ids}:
        activate_for_booking(actor, id_)
    return Booked(
        stored.appointment_id,
        stored.change_id,
        stored.version,
        time.starts_at,
        time.ends_at,
        claimed.room_id,
        claimed.room_picked,
        when.twice,
    )


def resolved(actor: Actor, moment: datetime) -> Resolved:
    """Return an aware moment in UTC as it is; resolve a naive one in the practice's zone (B17). Whole minutes only."""
    if moment.second or moment.microsecond:
        raise BadInput(fields={"starts_at": N_("Enter a start time in whole minutes.")})
    if moment.tzinfo is None:
        return resolve(moment, actor.timezone)
    return Resolved(moment.astimezone(UTC), twice=False)


def room_for(room_id: UUID | RoomChoice | None, place: Place) -> UUID | RoomChoice | None:
    """A video visit gets no room by itself."""
    return None if room_id is AUTO and place is Place.VIDEO else room_id


def short(text: str, field: str) -> str:
    """Return the text without surrounding blanks; BadInput when it is longer than 200 characters."""
    trimmed = text.strip()
    if len(trimmed) > 200:
        raise BadInput(fields={field: N_("Write at most 200 characters.")})
    return trimmed


def _same(stored: Any, wanted: Any) -> bool:
    """What is empty is not stored in a history row."""
    return (stored or None) == (wanted or None)


def submitted(actor: Actor, key: str | None, wanted: dict[str, Any]) -> Booked | None:
    """Return the booking that came with this key before; SubmitKeyReused when it was about something else."""
    if key is None:
        return None
    found = Appointment.objects.filter(practice_id=actor.practice_id, submit_key=key).first()
    if found is None:
        return None
    first = AppointmentChange.objects.filter(
        practice_id=actor.practice_id, appointment_id=found.id, version=1, by_id=actor.membership_id
    ).first()
    if first is None or any(not _same(first.after.get(name), encoded(name, value)) for name, value in wanted.items()):
        raise SubmitKeyReused
    record(actor, Action.READ, "appointment", found.id, client_id=found.client_id, repeated=True)
    return Booked(
        found.id,
        first.id,
        found.version,
        found.starts_at,
        found.ends_at,
        found.room_id,
        room_picked=False,
        time_twice=False,
        repeated=True,
    )
