"""Claiming a clinician and a room for a time: lock, look, and only then store (B2). Undecorated parts of operations.

The exclusion constraint is the last judge; the locks keep races from ending as deadlocks there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.platform.holding import hold_keys, key_of
from kollega.practices.operations.governing import hold_clinician
from kollega.scheduling.enums import AUTO, BLOCKING, RoomChoice
from kollega.scheduling.errors import OutsideWorkingHours, SlotTaken
from kollega.scheduling.models import Appointment, Hold
from kollega.scheduling.queries.alternatives import Search, nearest_free
from kollega.scheduling.queries.events import LONG
from kollega.scheduling.queries.holds import held_resources
from kollega.scheduling.queries.hours import has_hours, windows_between
from kollega.scheduling.queries.offers import rooms_of
from kollega.scheduling.rules.localtime import local_day
from kollega.scheduling.rules.overlap import Stretch, with_buffers
from kollega.scheduling.rules.windows import Window, covers

LONGEST_BUFFER = timedelta(minutes=240)


@dataclass(frozen=True, slots=True)
class Claim:
    """What is wanted: a clinician, a room (or AUTO, or none), the visit's time and the buffers in minutes."""

    clinician_id: UUID
    room_id: UUID | RoomChoice | None
    time: Stretch
    buffer_before: int = 0
    buffer_after: int = 0

    @property
    def busy(self) -> Stretch:
        return with_buffers(self.time, self.buffer_before, self.buffer_after)


@dataclass(frozen=True, slots=True)
class Claimed:
    room_id: UUID | None
    room_picked: bool


def claim(
    actor: Actor,
    wanted: Claim,
    *,
    ignoring: UUID | None = None,
    replacing_hold: UUID | None = None,
    outside_hours_reason: str | None = None,
) -> Claimed:
    """Lock clinician and rooms, check that they are free, pick a room where asked, and say which.

    `replacing_hold` is in nobody's way and is given back. `outside_hours_reason` None skips the check of working
    hours, an empty one demands them. Refuses with SlotTaken
    (three alternatives), OutsideWorkingHours, and NotFound for coming time of somebody who has left.
    """
    if wanted.time.ends_at > actor.at and not hold_clinician(actor, wanted.clinician_id):
        raise NotFound
    candidates = _candidates(actor, wanted)
    lock([wanted.clinician_id], candidates, wanted.busy)
    taken = _taken(actor, wanted.clinician_id, candidates, wanted.busy, ignoring)
    taken |= held_resources(actor, wanted.clinician_id, candidates, wanted.busy, replacing_hold)
    if wanted.clinician_id in taken:
        raise _taken_refusal(actor, wanted, "clinician", ignoring)
    free = [room for room in candidates if room not in taken]
    if candidates and not free:
        raise _taken_refusal(actor, wanted, "room", ignoring)
    windows = _windows(actor, wanted) if outside_hours_reason == "" or wanted.room_id is AUTO else []
    if outside_hours_reason == "" and not _works(actor, wanted, windows):
        raise OutsideWorkingHours
    if replacing_hold is not None:
        Hold.objects.filter(practice_id=actor.practice_id, id=replacing_hold).delete()
    if wanted.room_id is not AUTO:
        return Claimed(wanted.room_id, room_picked=False)
    usual = {window.room_id for window in windows if window.starts_at <= wanted.time.starts_at < window.ends_at}
    preferred = [room for room in free if room in usual] or free
    return Claimed(preferred[0] if preferred else None, room_picked=bool(preferred))


def lock(clinicians: Collection[UUID], rooms: Collection[UUID], *during: Stretch) -> None:
    """Hold the days of these resources until the end of the transaction: clinicians first, then rooms, each sorted."""
    days = {day for stretch in during for day in _days(stretch)}
    keys = [
        key
        for group in (clinicians, rooms)
        for key in sorted(_lock_key(member, day) for member in group for day in days)
    ]
    hold_keys(keys)


def _days(during: Stretch) -> range:
    return range(during.starts_at.toordinal(), (during.ends_at - timedelta(microseconds=1)).toordinal() + 1)


def _lock_key(resource: UUID, day: int) -> int:
    return key_of(resource.bytes + day.to_bytes(4, "big"))


def _candidates(actor: Actor, wanted: Claim) -> list[UUID]:
    if wanted.room_id is AUTO:
        return [room.id for room in rooms_of(actor)]
    return [wanted.room_id] if isinstance(wanted.room_id, UUID) else []


def _taken(
    actor: Actor, clinician_id: UUID, rooms: Collection[UUID], busy: Stretch, ignoring: UUID | None
) -> set[UUID]:
    """Return which of the resources are occupied at some moment of the stretch."""
    near = Q(starts_at__gt=busy.starts_at - LONG - LONGEST_BUFFER, starts_at__lt=busy.ends_at + LONGEST_BUFFER)
    who = Q(clinician_id=clinician_id) | Q(room_id__in=rooms) if rooms else Q(clinician_id=clinician_id)
    found = Appointment.objects.filter(
        who,
        near | Q(long=True, starts_at__lt=busy.ends_at + LONGEST_BUFFER),
        practice_id=actor.practice_id,
        blocking=True,
        withdrawn_at=None,
        status__in=BLOCKING,
        busy_from__lt=busy.ends_at,
        busy_until__gt=busy.starts_at,
    )
    rows = found.exclude(id=ignoring) if ignoring else found
    wanted = {clinician_id, *rooms}
    return {id_ for row in rows.values_list("clinician_id", "room_id") for id_ in row if id_ in wanted}


def _windows(actor: Actor, wanted: Claim) -> list[Window]:
    first = local_day(wanted.time.starts_at, actor.timezone)
    last = local_day(wanted.time.ends_at, actor.timezone)
    of_days = windows_between(actor, [wanted.clinician_id], first, last)[wanted.clinician_id]
    return [window for windows in of_days.values() for window in windows]


def _works(actor: Actor, wanted: Claim, windows: list[Window]) -> bool:
    if covers(windows, wanted.time.starts_at, wanted.time.ends_at):
        return True
    return not windows and not has_hours(actor, wanted.clinician_id)


def _taken_refusal(actor: Actor, wanted: Claim, resource: str, ignoring: UUID | None) -> SlotTaken:
    minutes = int((wanted.time.ends_at - wanted.time.starts_at).total_seconds() // 60)
    search = Search(
        clinician_id=wanted.clinician_id,
        minutes=minutes,
        buffer_before=wanted.buffer_before,
        buffer_after=wanted.buffer_after,
        room_id=wanted.room_id,
        ignoring=ignoring,
    )
    return SlotTaken(resource=resource, alternatives=nearest_free(actor, search, wanted.time.starts_at))
