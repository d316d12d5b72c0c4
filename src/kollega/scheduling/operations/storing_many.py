"""Storing many appointments at once: rows, history, one log entry and one event for all of them. Undecorated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

from django.db import connection

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.ids import new_id
from kollega.platform.operations import Action
from kollega.platform.outbox import emit
from kollega.scheduling.enums import Change
from kollega.scheduling.models import Appointment, AppointmentChange, Participant, Recurrence, RecurrenceChange
from kollega.scheduling.operations.storing import REMEMBERED, encoded, is_long, participants
from kollega.scheduling.queries.uses import principals_of
from kollega.scheduling.rules.parties import Party

_KEYS = ("recurrence_id", "recurrence_day")


@dataclass(frozen=True, slots=True)
class Renewed:
    """An appointment with its new values by column; what stays the same is left out of the history."""

    appointment: Appointment
    values: dict[str, Any]


def keep_whole(
    actor: Actor, recurrence: Recurrence, change: Change, *, before: dict[str, Any], after: dict[str, Any]
) -> UUID:
    """Store that many dates were changed at once, and return the id by which that is undone."""
    whole_id = new_id()
    RecurrenceChange(
        id=whole_id,
        practice_id=actor.practice_id,
        recurrence_id=recurrence.id,
        change=change,
        at=actor.at,
        by_id=actor.membership_id,
        before=before,
        after=after,
    ).save(force_insert=True)
    return whole_id


def insert_all(
    actor: Actor, recurrence: Recurrence, rows: Sequence[dict[str, Any]], *, whole_id: UUID, party: Party = ()
) -> list[Appointment]:
    """Store new appointments of a recurrence with their history, each with the same party when several clients come.

    `rows` are columns, `recurrence_day` among them.
    """
    stamp = real_now()
    made = [
        Appointment(
            practice_id=actor.practice_id,
            zone=actor.zone,
            long=is_long(row["starts_at"], row["ends_at"]),
            recurrence_id=recurrence.id,
            created_by_id=actor.membership_id,
            created_at=actor.at,
            changed_at=actor.at,
            touched_at=stamp,
            several=bool(party),
            **row,
        )
        for row in rows
    ]
    Appointment.objects.bulk_create(made)
    if party:
        Participant.objects.bulk_create(row for one in made for row in participants(actor, one.id, party))
    together = {"party": encoded("party", party)} if party else {}
    _remember(
        actor,
        Change.BOOKED,
        whole_id,
        [
            (one, {}, {name: encoded(name, getattr(one, name)) for name in REMEMBERED if getattr(one, name)} | together)
            for one in made
        ],
    )
    return made


def update_all(actor: Actor, renewed: Sequence[Renewed], *, change: Change, whole_id: UUID | None) -> None:
    """Store the changed columns of locked appointments with their history; each gets its next version.

    What is to occupy another time first gives up its own, so that dates may move into each other's old places.
    """
    told = []
    for one in renewed:
        differing = {name: value for name, value in one.values.items() if getattr(one.appointment, name) != value}
        before = {name: encoded(name, getattr(one.appointment, name)) for name in differing if name not in _KEYS}
        after = {name: encoded(name, value) for name, value in differing.items() if name not in _KEYS}
        for name, value in differing.items():
            setattr(one.appointment, name, value)
        one.appointment.version += 1
        told.append((one.appointment, before, after))
    rows = [one.appointment for one in renewed]
    Appointment.objects.filter(practice_id=actor.practice_id, id__in=[row.id for row in rows]).update(blocking=False)
    _write(actor, rows)
    _remember(actor, change, whole_id, told)


def rekey(actor: Actor, keys: dict[UUID, tuple[UUID, date]]) -> None:
    """Give appointments another recurrence and day, and nothing else: they are the same dates under another rule."""
    # A key may be another row's until that one has moved too.
    Appointment.objects.filter(practice_id=actor.practice_id, id__in=keys).update(recurrence_id=None)
    with connection.cursor() as cursor:
        cursor.executemany(
            "update scheduling_appointment set recurrence_id = %s, recurrence_day = %s"
            " where practice_id = %s and id = %s",
            [(recurrence_id, day, actor.practice_id, id_) for id_, (recurrence_id, day) in keys.items()],
        )


def tell_all(
    actor: Actor, action: Action, event: str, recurrence: Recurrence, rows: Sequence[Appointment], **detail: Any
) -> None:
    """Write the log once for each client, with ids and new times of all, and emit one event with the ids.

    And once for each person in whose column it was done by somebody else (BK-11).
    """
    ids = [str(row.id) for row in rows]
    principals = principals_of(actor, {row.clinician_id for row in rows})
    for client_id, principal in product(_clients(actor, rows), principals):
        record(
            actor,
            action,
            "recurrence",
            recurrence.id,
            client_id=client_id,
            on_behalf_of=principal,
            count=len(rows),
            dates={str(row.id): row.starts_at.isoformat() for row in rows},
            **detail,
        )
    emit(f"scheduling.{event}", practice_id=actor.practice_id, recurrence_id=str(recurrence.id), appointment_ids=ids)


def _clients(actor: Actor, rows: Sequence[Appointment]) -> list[UUID | None]:
    """Return everybody who comes to any of them; a single None for private blocks."""
    shared = [row.id for row in rows if row.several]
    others: list[UUID] = []
    if shared:
        found = Participant.objects.filter(practice_id=actor.practice_id, appointment_id__in=shared)
        others = list(found.values_list("client_id", flat=True).distinct())
    known: dict[UUID | None, None] = dict.fromkeys([*(row.client_id for row in rows if row.client_id), *others])
    return list(known) or [None]


_WRITTEN = (*REMEMBERED, "version")
_WRITE = (
    f"update scheduling_appointment set {', '.join(f'{name} = %s' for name in _WRITTEN)},"  # noqa: S608 - constants only
    " changed_at = %s, touched_at = %s where practice_id = %s and id = %s"
)


def _write(actor: Actor, rows: Iterable[Appointment]) -> None:
    stamp = real_now()
    with connection.cursor() as cursor:
        cursor.executemany(
            _WRITE,
            [(*(getattr(row, name) for name in _WRITTEN), actor.at, stamp, actor.practice_id, row.id) for row in rows],
        )


def _remember(
    actor: Actor,
    change: Change,
    whole_id: UUID | None,
    told: Iterable[tuple[Appointment, dict[str, Any], dict[str, Any]]],
) -> None:
    AppointmentChange.objects.bulk_create(
        AppointmentChange(
            practice_id=actor.practice_id,
            appointment_id=row.id,
            change=change,
            at=actor.at,
            by_id=actor.membership_id,
            version=row.version,
            whole_id=whole_id,
            before=before,
            after=after,
        )
        for row, before, after in told
    )
