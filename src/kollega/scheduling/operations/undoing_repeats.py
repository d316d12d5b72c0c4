"""Undoing a change of many dates as a whole, exactly, for three minutes (B10, B16)."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import BLOCKING, Change, Kind, Place, Status
from kollega.scheduling.errors import UndoTooLate
from kollega.scheduling.models import Appointment, AppointmentChange, Recurrence, RecurrenceChange
from kollega.scheduling.operations.changing_repeats import RepeatChanged
from kollega.scheduling.operations.claiming_many import claim_dates, hold_dates
from kollega.scheduling.operations.reaching_repeats import hold_dates_of, hold_recurrence, restore_rule
from kollega.scheduling.operations.storing import decoded
from kollega.scheduling.operations.storing_many import Renewed, rekey, tell_all, update_all
from kollega.scheduling.queries.repeated import day_of
from kollega.scheduling.queries.repeating import Described
from kollega.scheduling.rules.planning import Ask
from kollega.scheduling.rules.undo import undoable

_CLAIMED = ("clinician_id", "room_id", "starts_at", "ends_at", "busy_from", "busy_until", "status")


@operation(requires=Permission.APPOINTMENT_CHANGE)
def undo_repeating(actor: Actor, *, change_id: UUID) -> RepeatChanged:
    """Bring back all dates as they were before one's own change of many; booked ones disappear from all views.

    Refuses with UndoTooLate after three minutes or when one of the dates changed since, DatesTaken when an old time is
    taken by now, NotFound for anybody else's change.
    """
    whole = RecurrenceChange.objects.filter(
        practice_id=actor.practice_id, id=change_id, by_id=actor.membership_id
    ).first()
    if whole is None:
        raise NotFound
    recurrence = hold_recurrence(actor, whole.recurrence_id)
    parts = list(Recurrence.objects.filter(practice_id=actor.practice_id, continues_id=recurrence.id))
    rows = {row.id: row for row in hold_dates_of(actor, recurrence, *parts)}
    changes = list(AppointmentChange.objects.filter(practice_id=actor.practice_id, whole_id=whole.id))
    whole.refresh_from_db(fields=["undone_at"])
    if whole.undone_at or not undoable(whole.at, actor.at) or not _as_it_left(whole, recurrence, rows, changes):
        raise UndoTooLate
    renewed = [Renewed(rows[one.appointment_id], _values_before(actor, one)) for one in changes]
    _claim_again(actor, renewed)
    RecurrenceChange.objects.filter(practice_id=actor.practice_id, id=whole.id).update(undone_at=actor.at)
    update_all(actor, renewed, change=Change.UNDONE, whole_id=whole.id)
    keys = whole.before.get("keys", {})
    rekey(actor, {UUID(id_): (UUID(key[0]), date.fromisoformat(key[1])) for id_, key in keys.items()})
    for kept in whole.before.get("rules", {}).values():
        restore_rule(actor, recurrence, kept)
    changed = [one.appointment for one in renewed]
    tell_all(actor, Action.CHANGE, "repeat_undone", recurrence, changed, undone=whole.change)
    return RepeatChanged(recurrence.id, whole.id, tuple(row.id for row in changed), 0)


def _as_it_left(
    whole: RecurrenceChange,
    recurrence: Recurrence,
    rows: dict[UUID, Appointment],
    changes: list[AppointmentChange],
) -> bool:
    """Tell whether neither the rule nor any of the dates changed since."""
    if whole.after.get("version", recurrence.version) != recurrence.version:
        return False
    return all(one.appointment_id in rows and rows[one.appointment_id].version == one.version for one in changes)


def _values_before(actor: Actor, change: AppointmentChange) -> dict[str, Any]:
    if change.change == Change.BOOKED:
        return {"withdrawn_at": actor.at, "status": Status.CANCELLED}
    return {name: decoded(name, value) for name, value in change.before.items()}


def _claim_again(actor: Actor, renewed: list[Renewed]) -> None:
    """Claim the old times, clinician by clinician, each in its room."""
    wanted: dict[UUID, list[Ask]] = defaultdict(list)
    for one in renewed:
        then = {name: one.values.get(name, getattr(one.appointment, name)) for name in _CLAIMED}
        if then["status"] in BLOCKING:
            wanted[then["clinician_id"]].append(_ask(one.appointment, then))
    for clinician_id in sorted(wanted):
        described = _described(clinician_id, Kind(renewed[0].appointment.kind))
        hold_dates(actor, described, wanted[clinician_id])
        claim_dates(actor, described, wanted[clinician_id], ignoring=[one.appointment.id for one in renewed])


def _ask(row: Appointment, then: dict[str, Any]) -> Ask:
    starts: datetime = then["starts_at"]
    minute = timedelta(minutes=1)
    return Ask(
        day_of(row),
        starts,
        then["room_id"],
        length=then["ends_at"] - starts,
        buffers=((starts - then["busy_from"]) // minute, (then["busy_until"] - then["ends_at"]) // minute),
    )


def _described(clinician_id: UUID, kind: Kind) -> Described:
    """Every date brings its own length, buffers and room."""
    return Described(clinician_id, kind, None, timedelta(0), (0, 0), Place.IN_PERSON, None, overridden=False)
