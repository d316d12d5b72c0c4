"""Claiming a clinician and a room for a time: lock, look, and only then store (B2). Undecorated parts of operations.

The exclusion constraint is the last judge; the locks keep races from ending as deadlocks there.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kollega.communities.queries.partners import shared_rooms_of
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.platform.holding import hold, hold_keys, key_of
from kollega.practices.operations.governing import hold_clinician
from kollega.scheduling.enums import AUTO, BLOCKING, RoomChoice
from kollega.scheduling.errors import (
    FairShareUsed,
    OutsideWorkingHours,
    QuietHours,
    RoomBeingLeft,
    RoomRests,
    SlotTaken,
)
from kollega.scheduling.models import Appointment, Hold
from kollega.scheduling.queries.alternatives import Search, nearest_free
from kollega.scheduling.queries.closures import Asked, Cause, closures, months_in
from kollega.scheduling.queries.events import LONG
from kollega.scheduling.queries.holds import held_resources
from kollega.scheduling.queries.hours import has_hours, windows_between
from kollega.scheduling.queries.offers import rooms_of
from kollega.scheduling.rules.localtime import local_day
from kollega.scheduling.rules.overlap import Stretch, overlap, with_buffers
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
    restoring: bool = False,
) -> Claimed:
    """Lock clinician and rooms, check that they are free, pick a room where asked, and say which.

    `replacing_hold` is in nobody's way and is given back. `outside_hours_reason` None skips the check of working
    hours, an empty one demands them; `restoring` skips the house rules of shared rooms. Refuses with SlotTaken (three
    alternatives; QuietHours, FairShareUsed, RoomRests and RoomBeingLeft are kinds of it), OutsideWorkingHours, and
    NotFound for coming time of somebody who has left.
    """
    if wanted.time.ends_at > actor.at and not hold_clinician(actor, wanted.clinician_id):
        raise NotFound
    candidates = _candidates(actor, wanted)
    shared = lock([wanted.clinician_id], candidates, wanted.busy)
    closed = _closed(actor, wanted, shared, ignoring, rules=not restoring and wanted.time.ends_at > actor.at)
    taken = _taken(actor, wanted.clinician_id, candidates, wanted.busy, ignoring)
    taken |= held_resources(actor, wanted.clinician_id, candidates, wanted.busy, replacing_hold)
    taken |= {room for room, causes in closed.items() if Cause.OTHERS in causes}
    if wanted.clinician_id in taken:
        raise _taken_refusal(actor, wanted, "clinician", ignoring)
    free = [room for room in candidates if room not in taken]
    if candidates and not free:
        raise _taken_refusal(actor, wanted, "room", ignoring)
    ruled_out = [room for room in free if closed.get(room)]
    free = [room for room in free if room not in ruled_out]
    if ruled_out and not free:
        raise _taken_refusal(actor, wanted, "room", ignoring, _REFUSALS[closed[ruled_out[0]][0]])
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


def lock(clinicians: Collection[UUID], rooms: Collection[UUID], *during: Stretch) -> Mapping[UUID, UUID | None]:
    """Hold the days of these resources until the end of the transaction: clinicians first, then rooms, each sorted.

    A room that practices share is held as theirs. Returns what each room is shared as, which stays so meanwhile.
    """
    days = {day for stretch in during for day in _days(stretch)}
    shared = hold_sharing(rooms)
    resources = [shared.get(room) or room for room in rooms]
    keys = [
        key
        for group in (clinicians, resources)
        for key in sorted(_lock_key(member, day) for member in group for day in days)
    ]
    hold_keys(keys)
    return shared


def hold_sharing(rooms: Collection[UUID]) -> dict[UUID, UUID | None]:
    """Keep it from changing what these rooms of the practice are shared as; whoever changes that holds them alone."""
    if not rooms:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, shared_room_id from scheduling_room where id = any(%s) order by id for share", [list(rooms)]
        )
        return dict(cursor.fetchall())


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


_REFUSALS = {
    Cause.QUIET: QuietHours,
    Cause.FAIR_SHARE: FairShareUsed,
    Cause.LEAVING: RoomBeingLeft,
    Cause.RESTING: RoomRests,
}


def _closed(
    actor: Actor, wanted: Claim, shared: Mapping[UUID, UUID | None], ignoring: UUID | None, *, rules: bool
) -> dict[UUID, list[Cause]]:
    """Return why each shared room is closed then; the months of its fair share are held while they are counted."""
    if not any(shared.values()):
        return {}
    if rules:
        hold_fair_shares(actor, shared.values(), wanted.busy)
    asked = Asked(wanted.busy, wanted.busy.ends_at - wanted.busy.starts_at, (ignoring,) if ignoring else ())
    return {
        room: [one.cause for one in found if overlap(one.during, wanted.busy)]
        for room, found in closures(actor, shared, asked, rules=rules).items()
    }


def hold_fair_shares(actor: Actor, shared: Collection[UUID | None], during: Stretch) -> None:
    """Hold the practice's months in shared rooms that have a fair share, after the days."""
    hold(
        b"fair share" + actor.practice_id.bytes + room.id.bytes + month.starts_at.isoformat().encode()
        for room in shared_rooms_of(actor)
        if room.id in shared and room.fair_minutes is not None
        for month in months_in(room, during)
    )


def _windows(actor: Actor, wanted: Claim) -> list[Window]:
    first = local_day(wanted.time.starts_at, actor.timezone)
    last = local_day(wanted.time.ends_at, actor.timezone)
    of_days = windows_between(actor, [wanted.clinician_id], first, last)[wanted.clinician_id]
    return [window for windows in of_days.values() for window in windows]


def _works(actor: Actor, wanted: Claim, windows: list[Window]) -> bool:
    if covers(windows, wanted.time.starts_at, wanted.time.ends_at):
        return True
    return not windows and not has_hours(actor, wanted.clinician_id)


def _taken_refusal(
    actor: Actor, wanted: Claim, resource: str, ignoring: UUID | None, kind: type[SlotTaken] = SlotTaken
) -> SlotTaken:
    minutes = int((wanted.time.ends_at - wanted.time.starts_at).total_seconds() // 60)
    search = Search(
        clinician_id=wanted.clinician_id,
        minutes=minutes,
        buffer_before=wanted.buffer_before,
        buffer_after=wanted.buffer_after,
        room_id=wanted.room_id,
        ignoring=ignoring,
    )
    return kind(resource=resource, alternatives=nearest_free(actor, search, wanted.time.starts_at))
