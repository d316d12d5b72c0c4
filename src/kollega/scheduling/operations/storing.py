"""Storing an appointment with its history row, log entry and event. Undecorated parts of operations."""

import base64
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.ids import new_id
from kollega.platform.operations import Action
from kollega.platform.outbox import emit
from kollega.scheduling.enums import Change, Status
from kollega.scheduling.models import Appointment, AppointmentChange, Participant
from kollega.scheduling.queries.events import LONG
from kollega.scheduling.queries.parties import stored_party
from kollega.scheduling.queries.uses import principals_of
from kollega.scheduling.rules.parties import Attending, Party

# The columns that a history row may hold and an undo brings back; the party of several clients comes beside them.
REMEMBERED = (
    "status",
    "client_id",
    "service_id",
    "clinician_id",
    "room_id",
    "starts_at",
    "ends_at",
    "busy_from",
    "busy_until",
    "long",
    "place",
    "length_overridden",
    "internal_line",
    "title_sealed",
    "outside_hours_reason",
    "cancel_reason",
    "withdrawn_at",
    "blocking",
)
_TIMES = {"starts_at", "ends_at", "busy_from", "busy_until", "withdrawn_at"}
_IDS = {"client_id", "service_id", "clinician_id", "room_id"}
# What the log may hold of them: ids, times and codes, no text that a person typed.
_LOGGED = {"status", "client_id", "service_id", "clinician_id", "room_id", "starts_at", "ends_at", "place"}


@dataclass(frozen=True, slots=True)
class Stored:
    """What a change answers: the appointment, its new version, and the change by which it can be undone."""

    appointment_id: UUID
    version: int
    change_id: UUID


def insert(actor: Actor, values: dict[str, Any], *, appointment_id: UUID) -> Stored:
    """Store a new appointment. `values` are the columns; times, version and author are added here.

    `party` among them holds the clients when there are several.
    """
    party: Party = values.pop("party", ())
    appointment = Appointment(
        id=appointment_id,
        practice_id=actor.practice_id,
        zone=actor.zone,
        long=is_long(values["starts_at"], values["ends_at"]),
        created_by_id=actor.membership_id,
        created_at=actor.at,
        changed_at=actor.at,
        touched_at=real_now(),
        several=bool(party),
        **values,
    )
    appointment.save(force_insert=True)
    _store_party(actor, appointment_id, party)
    after = {name: encoded(name, getattr(appointment, name)) for name in REMEMBERED if getattr(appointment, name)}
    if party:
        after["party"] = encoded("party", party)
    change_id = _remember(actor, appointment_id, Change.BOOKED, 1, {}, after)
    clients = _clients(values.get("client_id"), party)
    _tell(actor, Action.CREATE, "booked", appointment_id, clients, {}, after, {values["clinician_id"]})
    return Stored(appointment_id, 1, change_id)


def update(
    actor: Actor, appointment: Appointment, values: dict[str, Any], *, change: Change, action: Action, event: str
) -> Stored:
    """Store the changed columns of a locked appointment; nothing that stays the same is written to the history."""
    party = stored_party(appointment)
    current = {name: party if name == "party" else getattr(appointment, name) for name in values}
    differing = {name: value for name, value in values.items() if current[name] != value}
    before = {name: encoded(name, current[name]) for name in differing}
    after = {name: encoded(name, value) for name, value in differing.items()}
    version = appointment.version + 1
    stamps = {"version": version, "changed_at": actor.at, "touched_at": real_now()}
    concerned = _clients(appointment.client_id, party)
    if "party" in differing:
        wanted: Party = differing.pop("party")
        differing["several"] = bool(wanted)
        _store_party(actor, appointment.id, wanted)
        concerned |= _clients(None, wanted)
    Appointment.objects.filter(practice_id=actor.practice_id, id=appointment.id).update(**differing, **stamps)
    change_id = _remember(actor, appointment.id, change, version, before, after)
    columns = {appointment.clinician_id, values.get("clinician_id", appointment.clinician_id)}
    _tell(actor, action, event, appointment.id, concerned, before, after, columns)
    return Stored(appointment.id, version, change_id)


def _clients(first: UUID | None, party: Party) -> dict[UUID | None, None]:
    """The clients of an appointment in their order, as keys; a single None for one without a client."""
    return dict.fromkeys(one.client_id for one in party) or {first: None}


def _store_party(actor: Actor, appointment_id: UUID, party: Party) -> None:
    Participant.objects.filter(practice_id=actor.practice_id, appointment_id=appointment_id).delete()
    Participant.objects.bulk_create(participants(actor, appointment_id, party))


def participants(actor: Actor, appointment_id: UUID, party: Party) -> Iterable[Participant]:
    """Yield the rows that hold a party."""
    for position, one in enumerate(party):
        yield Participant(
            practice_id=actor.practice_id,
            appointment_id=appointment_id,
            client_id=one.client_id,
            position=position,
            status=one.status or "",
        )


def is_long(starts_at: datetime, ends_at: datetime) -> bool:
    return ends_at - starts_at > LONG


def busy_times(starts_at: datetime, ends_at: datetime, before: int, after: int) -> dict[str, Any]:
    """The four time columns and the mark of what is long, from a visit's time and its buffers in minutes."""
    return {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "busy_from": starts_at - timedelta(minutes=before),
        "busy_until": ends_at + timedelta(minutes=after),
    }


def encoded(name: str, value: Any) -> Any:
    """Turn a column's value into JSON."""
    if value is None:
        return None
    if name in _TIMES:
        return value.isoformat()
    if name in _IDS:
        return str(value)
    if name == "title_sealed":
        return base64.b64encode(value).decode()
    if name == "party":
        return [[str(one.client_id), one.status or ""] for one in value]
    return value


def decoded(name: str, value: Any) -> Any:
    """Turn JSON of a history row back into the column's value."""
    if value is None:
        return None
    if name in _TIMES:
        return datetime.fromisoformat(value)
    if name in _IDS:
        return UUID(value)
    if name == "title_sealed":
        return base64.b64decode(value)
    if name == "party":
        return tuple(Attending(UUID(id_), Status(status) if status else None) for id_, status in value)
    return value


def _remember(
    actor: Actor, appointment_id: UUID, change: Change, version: int, before: dict[str, Any], after: dict[str, Any]
) -> UUID:
    change_id = new_id()
    AppointmentChange(
        id=change_id,
        practice_id=actor.practice_id,
        appointment_id=appointment_id,
        change=change,
        at=actor.at,
        by_id=actor.membership_id,
        version=version,
        before=before,
        after=after,
    ).save(force_insert=True)
    return change_id


def _tell(
    actor: Actor,
    action: Action,
    event: str,
    appointment_id: UUID,
    clients: Iterable[UUID | None],
    before: dict[str, Any],
    after: dict[str, Any],
    columns: Collection[UUID],
) -> None:
    """One row for each client, so that it stands in each one's own log and names no other there.

    And one for each person in whose column it was done by somebody else (BK-11).
    """
    for client_id, principal in product(clients, principals_of(actor, columns)):
        record(
            actor,
            action,
            "appointment",
            appointment_id,
            client_id=client_id,
            on_behalf_of=principal,
            before=_logged(before, client_id),
            after=_logged(after, client_id),
        )
    emit(f"scheduling.{event}", practice_id=actor.practice_id, appointment_id=str(appointment_id))


def _logged(values: dict[str, Any], client_id: UUID | None) -> dict[str, Any]:
    shown = {name: value for name, value in values.items() if name in _LOGGED}
    return {name: value for name, value in shown.items() if name != "client_id" or value in (None, str(client_id))}
