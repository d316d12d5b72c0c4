"""Entering working hours: the week, and dated exceptions to it (B5)."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.models import HoursException, Room, WorkingHours
from kollega.scheduling.queries.hours import may_change_hours
from kollega.scheduling.rules.offers import ExceptionEntry, WeeklyEntry, wrong_in_exception, wrong_in_week


@operation(requires=Permission.CALENDAR_SEE)
def set_week(actor: Actor, *, membership_id: UUID, entries: Sequence[WeeklyEntry]) -> None:
    """Replace a clinician's weekly hours by these; booked appointments stay.

    Refuses with BadInput (fields are named `0.starts` by number of the entry), Forbidden for others' hours without the
    right, NotFound for unknown clinicians and rooms.
    """
    _reach(actor, membership_id)
    wrong = wrong_in_week(entries)
    if wrong:
        raise BadInput(fields=wrong)
    _reach_rooms(actor, {entry.room_id for entry in entries if entry.room_id})
    WorkingHours.objects.filter(practice_id=actor.practice_id, membership_id=membership_id).delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(practice_id=actor.practice_id, membership_id=membership_id, **asdict(entry)) for entry in entries
    )
    record(actor, Action.CHANGE, "hours", membership_id, entries=len(entries))


@operation(requires=Permission.CALENDAR_SEE)
def add_exception(actor: Actor, *, membership_id: UUID, entry: ExceptionEntry) -> UUID:
    """Add a dated exception and return its id. Refuses as `set_week` does."""
    _reach(actor, membership_id)
    exception_id = new_id()
    HoursException(
        id=exception_id, practice_id=actor.practice_id, membership_id=membership_id, **_columns(actor, entry)
    ).save(force_insert=True)
    record(actor, Action.CREATE, "hours_exception", exception_id, clinician=str(membership_id))
    return exception_id


@operation(requires=Permission.CALENDAR_SEE)
def change_exception(actor: Actor, *, exception_id: UUID, entry: ExceptionEntry) -> None:
    """Change a dated exception. Refuses as `set_week` does."""
    membership_id = _of(actor, exception_id)
    HoursException.objects.filter(practice_id=actor.practice_id, id=exception_id).update(**_columns(actor, entry))
    record(actor, Action.CHANGE, "hours_exception", exception_id, clinician=str(membership_id))


@operation(requires=Permission.CALENDAR_SEE)
def remove_exception(actor: Actor, *, exception_id: UUID) -> None:
    """Remove a dated exception. Refuses with Forbidden, NotFound."""
    membership_id = _of(actor, exception_id)
    HoursException.objects.filter(practice_id=actor.practice_id, id=exception_id).delete()
    record(actor, Action.DELETE, "hours_exception", exception_id, clinician=str(membership_id))


def _reach(actor: Actor, membership_id: UUID) -> None:
    if not any(member.id == membership_id and member.sees_clients for member in calendar_members(actor.practice_id)):
        raise NotFound
    if not may_change_hours(actor, membership_id):
        raise Forbidden


def _of(actor: Actor, exception_id: UUID) -> UUID:
    found = HoursException.objects.filter(practice_id=actor.practice_id, id=exception_id)
    membership_id = found.values_list("membership_id", flat=True).first()
    if membership_id is None:
        raise NotFound
    _reach(actor, membership_id)
    return membership_id


def _columns(actor: Actor, entry: ExceptionEntry) -> dict[str, object]:
    wrong = wrong_in_exception(entry)
    if wrong:
        raise BadInput(fields=wrong)
    _reach_rooms(actor, {entry.room_id} if entry.room_id else set())
    return {**asdict(entry), "reason": entry.reason.strip()[:120]}


def _reach_rooms(actor: Actor, room_ids: set[UUID]) -> None:
    found = Room.objects.filter(practice_id=actor.practice_id, id__in=room_ids, archived_at=None)
    if room_ids and found.count() != len(room_ids):
        raise NotFound
