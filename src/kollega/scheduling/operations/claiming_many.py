"""Claiming many times at once: lock all, look at all, and say which are no longer as they were shown. Undecorated."""

from collections.abc import Collection, Sequence
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.practices.operations.governing import hold_clinician
from kollega.scheduling.enums import Kind
from kollega.scheduling.errors import DatesTaken, OutsideWorkingHours
from kollega.scheduling.operations.allowing import hold_months, place_of
from kollega.scheduling.operations.claiming import hold_fair_shares, lock
from kollega.scheduling.operations.fair_shares import require_fair_shares
from kollega.scheduling.queries.limits import allowed_to
from kollega.scheduling.queries.repeating import Described, ground_for
from kollega.scheduling.rules.localtime import local_day
from kollega.scheduling.rules.overlap import Stretch, with_buffers
from kollega.scheduling.rules.planning import Ask, DateState, PlannedDate, plan_dates


def hold_dates(actor: Actor, described: Described, asks: Sequence[Ask]) -> None:
    """Hold the clinician, the months where the plan limits them, and the days of clinician and rooms, in that order.

    NotFound for coming time of somebody who has left.
    """
    starts = [ask.starts_at for ask in asks if ask.starts_at is not None]
    if any(moment + described.length > actor.at for moment in starts) and not hold_clinician(
        actor, described.clinician_id
    ):
        raise NotFound
    if described.kind is Kind.VISIT and allowed_to(actor, described.clinician_id) is not None:
        hold_months({place_of(actor, described.clinician_id, moment) for moment in starts})
    times = [
        with_buffers(
            Stretch(ask.starts_at, ask.starts_at + (ask.length or described.length)),
            *(ask.buffers or described.buffers),
        )
        for ask in asks
        if ask.starts_at is not None
    ]
    rooms = {ask.room_id for ask in asks if isinstance(ask.room_id, UUID)}
    shared = lock([described.clinician_id], rooms, *times)
    if any(shared.values()) and times:
        whole = Stretch(min(one.starts_at for one in times), max(one.ends_at for one in times))
        hold_fair_shares(actor, shared.values(), whole)


def claim_dates(
    actor: Actor,
    described: Described,
    asks: Sequence[Ask],
    others: Sequence[Ask] = (),
    *,
    ignoring: Collection[UUID] = (),
    outside_hours_reason: str | None = None,
) -> list[PlannedDate]:
    """Check held dates and return them as they will be stored, in the order given.

    `others` are dates that were left out: they are planned only to show them again. Refuses with DatesTaken when any
    is not free (with the fresh list of all), OutsideWorkingHours when one is and the reason is empty (None: not asked),
    FairShareUsed when together they are too much for a shared room.
    """
    around = [local_day(ask.starts_at, actor.timezone) for ask in asks if ask.starts_at] + [ask.day for ask in others]
    ground = ground_for(actor, described, around, ignoring=ignoring)
    planned = plan_dates(ground, asks)
    if any(one.state is not DateState.FREE for one in planned):
        # The wanted ones come first, so that what was left out is not in their way.
        fresh = plan_dates(ground, [*asks, *others])
        raise DatesTaken(dates=sorted(fresh, key=lambda one: one.day))
    if outside_hours_reason == "" and any(one.outside_hours for one in planned):
        raise OutsideWorkingHours
    times = [
        (one.room_id, with_buffers(Stretch(one.starts_at, one.ends_at), *described.buffers))
        for one in planned
        if one.starts_at is not None and one.ends_at is not None
    ]
    require_fair_shares(actor, times, ignoring=ignoring)
    return planned
