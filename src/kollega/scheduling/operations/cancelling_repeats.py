"""Cancelling or deleting several dates of a recurrence at once (B10). Their days stay known and never come back."""

from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import Change, Status
from kollega.scheduling.errors import NotRepeating
from kollega.scheduling.operations.booking import short
from kollega.scheduling.operations.changing_repeats import RepeatChanged
from kollega.scheduling.operations.reaching_repeats import Held, hold_repeats, remembered, set_rule, skipped_of
from kollega.scheduling.operations.storing_many import Renewed, keep_whole, tell_all, update_all
from kollega.scheduling.queries.repeated import Scope, changeable, day_of, in_scope, untouched
from kollega.scheduling.rules.recurring import split


@operation(requires=Permission.APPOINTMENT_CHANGE)
def cancel_repeating(
    actor: Actor,
    *,
    appointment_id: UUID,
    scope: Scope,
    reason: str = "",
    late: bool = False,
    delete: bool = False,
    version: int | None = None,
) -> RepeatChanged:
    """Cancel the dates in scope with a reason, or delete them: then they are in no view, as if never booked.

    What has begun, has its attendance set, or was signed or invoiced stays. With FOLLOWING the recurrence ends before
    the date. Refuses with NotRepeating when no date is left to cancel, Changed, NotChangeable, Forbidden, NotFound,
    BadInput.
    """
    held = hold_repeats(actor, appointment_id, version=version)
    gone = [row for row in held.dates if in_scope(row, held.anchor, scope) and changeable(actor, row, held.anchor)]
    if not gone:
        raise NotRepeating
    values: dict[str, Any] = {
        "status": Status.LATE_CANCELLED if late and not delete else Status.CANCELLED,
        "cancel_reason": short(reason, "reason"),
    }
    if delete:
        values["withdrawn_at"] = actor.at
    left = untouched(held.dates, held.anchor, scope) - len(gone)
    before = {"rules": {str(held.recurrence.id): remembered(held.recurrence)}, "keys": {}}
    _end_before(actor, held, scope)
    change = Change.DELETED if delete else Change.CANCELLED
    whole_id = keep_whole(actor, held.recurrence, change, before=before, after={"version": held.recurrence.version})
    update_all(actor, [Renewed(row, values) for row in gone], change=change, whole_id=whole_id)
    action = Action.DELETE if delete else Action.CANCEL
    tell_all(actor, action, "repeat_cancelled", held.recurrence, gone, scope=scope)
    return RepeatChanged(held.recurrence.id, whole_id, tuple(row.id for row in gone), left)


def _end_before(actor: Actor, held: Held, scope: Scope) -> None:
    """Let the recurrence end before the date that was taken hold of, unless nothing comes before it."""
    if scope is not Scope.FOLLOWING:
        return
    day = day_of(held.anchor)
    head, _rest = split(held.rule, day)
    if head is not None:
        set_rule(actor, held.recurrence, head, skipped_of(held.recurrence))
