"""Moving and editing several dates of a recurrence at once: exactly as shown, all or none (B10, BK-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import KEEP, Change, Kind, Status
from kollega.scheduling.models import Appointment
from kollega.scheduling.operations.booking import short
from kollega.scheduling.operations.claiming_many import claim_dates, hold_dates
from kollega.scheduling.operations.editing import sealed_title
from kollega.scheduling.operations.reaching import reach_column, reach_texts
from kollega.scheduling.operations.reaching_repeats import Held, hold_repeats, remembered, set_rule, skipped_of
from kollega.scheduling.operations.repeating import Choice, chosen_asks, store_recurrence
from kollega.scheduling.operations.storing import busy_times, is_long
from kollega.scheduling.operations.storing_many import Renewed, keep_whole, rekey, tell_all, update_all
from kollega.scheduling.queries.repeated import (
    Scope,
    Target,
    Wanted,
    day_of,
    described_after,
    moved_rule,
    targets_of,
)
from kollega.scheduling.queries.repeating import Described
from kollega.scheduling.rules.planning import Ask, PlannedDate
from kollega.scheduling.rules.recurring import paired, split


@dataclass(frozen=True, slots=True)
class RepeatChanged:
    """What a change of many dates answers. `recurrence_id` is where the changed dates are now (a split makes a new
    one); `change_id` undoes all of it within three minutes; `left` counts dates in scope that stayed as they were."""

    recurrence_id: UUID
    change_id: UUID
    appointment_ids: tuple[UUID, ...]
    left: int


@operation(requires=Permission.APPOINTMENT_CHANGE)
def change_repeating(
    actor: Actor,
    *,
    appointment_id: UUID,
    scope: Scope,
    wanted: Wanted,
    choices: Sequence[Choice],
    outside_hours_reason: str = "",
    version: int | None = None,
) -> RepeatChanged:
    """Change the dates that were chosen, exactly as they were shown; a date without a choice stays as it is.

    What has begun, has its attendance set, or was signed or invoiced is never touched, nor what stands in another
    column. With FOLLOWING, or when day or hour changes, the dates from the first changed one on get a rule of their
    own; what was cancelled among them stays known there and never comes back.

    Refuses with DatesTaken and the fresh list, OutsideWorkingHours, Changed, NotRepeating, Forbidden, NotFound,
    BadInput. Nothing is stored then.
    """
    held = hold_repeats(actor, appointment_id, version=version)
    if wanted.clinician_id is not KEEP and wanted.clinician_id != held.anchor.clinician_id:
        reach_column(actor, wanted.clinician_id)
    if wanted.text is not KEEP and held.anchor.kind == Kind.VISIT:
        reach_texts(actor, held.anchor.clinician_id, wanted.text)
    described = described_after(actor, held.anchor, wanted)
    targets = targets_of(actor, held.rule, held.dates, held.anchor, scope, wanted)
    asked = _asked(actor, targets, choices)
    asks = [ask for _target, ask in asked]
    hold_dates(actor, described, asks)
    planned = claim_dates(
        actor,
        described,
        asks,
        ignoring=[target.row.id for target, _ask in asked],
        outside_hours_reason=_reason(held.anchor, wanted, outside_hours_reason),
    )
    values = _New(actor, described, wanted, short(outside_hours_reason, "outside_hours_reason"))
    renewed = [
        Renewed(target.row, values.of(target.row, one)) for (target, _ask), one in zip(asked, planned, strict=True)
    ]
    rules = {str(held.recurrence.id): remembered(held.recurrence)}
    moves = wanted.starts_at is not KEEP
    change = Change.MOVED if moves else Change.EDITED
    recurrence, keys = _under_their_rule(actor, held, scope, wanted, min(ask.day for ask in asks))
    before = {
        "rules": rules,
        "keys": {str(row.id): [str(held.recurrence.id), day_of(row).isoformat()] for row in keys},
    }
    whole_id = keep_whole(actor, held.recurrence, change, before=before, after={"version": held.recurrence.version})
    update_all(actor, renewed, change=change, whole_id=whole_id)
    rekey(actor, {row.id: (recurrence, day) for row, day in keys.items()})
    tell_all(
        actor,
        Action.MOVE if moves else Action.CHANGE,
        "repeat_changed",
        held.recurrence,
        [one.appointment for one in renewed],
        scope=scope,
    )
    return RepeatChanged(recurrence, whole_id, tuple(one.appointment.id for one in renewed), len(targets) - len(asks))


def _asked(actor: Actor, targets: Sequence[Target], choices: Sequence[Choice]) -> list[tuple[Target, Ask]]:
    """Join what was chosen with the dates it is about."""
    by_day = {target.ask.day: target for target in targets}
    return [
        (
            by_day[ask.day],
            Ask(
                ask.day,
                ask.starts_at,
                ask.room_id,
                length=by_day[ask.day].ask.length,
                buffers=by_day[ask.day].ask.buffers,
            ),
        )
        for ask in chosen_asks(actor, choices, list(by_day))
    ]


def _reason(anchor: Appointment, wanted: Wanted, reason: str) -> str | None:
    """Working hours are asked about when visits get another time or clinician."""
    stays = wanted.starts_at is KEEP and wanted.minutes is KEEP and wanted.clinician_id is KEEP
    return None if stays or anchor.kind == Kind.BLOCK else reason.strip()


@dataclass(frozen=True, slots=True)
class _New:
    """The values that all dates get, and how each date's own follow from where it was placed."""

    actor: Actor
    described: Described
    wanted: Wanted
    reason: str

    def of(self, row: Appointment, one: PlannedDate) -> dict[str, Any]:
        assert one.starts_at, "only dates with a time are stored"
        assert one.ends_at, "only dates with a time are stored"
        wanted = self.wanted
        service_changes = wanted.service_id is not KEEP and wanted.service_id != row.service_id
        before, after = self.described.buffers if service_changes else _buffers(row)
        moved = one.starts_at != row.starts_at
        values: dict[str, Any] = {
            **busy_times(one.starts_at, one.ends_at, before, after),
            "long": is_long(one.starts_at, one.ends_at),
            "clinician_id": self.described.clinician_id,
            "room_id": one.room_id,
            "blocking": True,
            "status": Status.BOOKED if moved and row.status == Status.CONFIRMED else row.status,
        }
        if wanted.place is not KEEP:
            values["place"] = wanted.place
        if wanted.service_id is not KEEP:
            values["service_id"] = wanted.service_id
        if service_changes:
            values["length_overridden"] = self.described.overridden
        elif wanted.minutes is not KEEP and one.ends_at - one.starts_at != row.ends_at - row.starts_at:
            values["length_overridden"] = row.service_id is not None
        if one.outside_hours and self.reason:
            values["outside_hours_reason"] = self.reason
        return values | self._text(row)

    def _text(self, row: Appointment) -> dict[str, Any]:
        if self.wanted.text is KEEP:
            return {}
        if row.kind == Kind.BLOCK:
            return {"title_sealed": sealed_title(self.actor, row, self.wanted.text)}
        return {"internal_line": short(self.wanted.text, "internal_line")}


def _buffers(row: Appointment) -> tuple[int, int]:
    minute = timedelta(minutes=1)
    return (row.starts_at - row.busy_from) // minute, (row.busy_until - row.ends_at) // minute


def _under_their_rule(
    actor: Actor, held: Held, scope: Scope, wanted: Wanted, first: date
) -> tuple[UUID, dict[Appointment, date]]:
    """Give the dates from `first` on the rule they follow now; return its recurrence and their days there.

    Nothing changes while the rule stays and is not to be split. All dates go along, also cancelled and settled ones.
    """
    rule, old = held.rule, held.recurrence
    new = moved_rule(rule, held.anchor, wanted)
    earlier = [row for row in held.dates if day_of(row) < first]
    if new is None and not (scope is Scope.FOLLOWING and earlier):
        return old.id, {}
    later = [row for row in held.dates if day_of(row) >= first]
    skipped = skipped_of(old)
    head, rest = split(rule, first)
    rest = rest or rule
    if new is not None:
        base = rest
        rest = moved_rule(base, held.anchor, wanted) or base
        pairs = paired(base, rest, [*(day_of(row) for row in later), *(day for day in skipped if day >= first)])
    else:
        pairs = {day: day for day in [*(day_of(row) for row in later), *skipped]}
    rest_skipped = [pairs[day] for day in skipped if day >= first]
    if not earlier:
        set_rule(actor, old, rest, rest_skipped)
        return old.id, {row: pairs[day_of(row)] for row in later} if new is not None else {}
    set_rule(actor, old, head or rule, [day for day in skipped if day < first])
    recurrence = store_recurrence(actor, rest, rest_skipped, continues=old.id)
    return recurrence.id, {row: pairs[day_of(row)] for row in later}
