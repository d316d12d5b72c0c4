"""Keeping what was read of a member's other calendars, and the wish to mirror other practices.

The first two are undecorated parts of an operation.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.scheduling.models import Mirror, OutsideBusy, OutsideCalendar
from kollega.scheduling.rules.overlap import Stretch


def keep_outside_calendar(
    actor: Actor, *, calendar_id: UUID, membership_id: UUID, read_at: datetime | None, busy: Iterable[Stretch] | None
) -> None:
    """Put the stretches in place of what was there; None leaves them and only notes the reading."""
    calendar, _ = OutsideCalendar.objects.update_or_create(
        id=calendar_id,
        defaults={"practice_id": actor.practice_id, "membership_id": membership_id, "read_at": read_at},
    )
    if busy is None:
        return
    OutsideBusy.objects.filter(practice_id=actor.practice_id, calendar_id=calendar.id).delete()
    OutsideBusy.objects.bulk_create(
        OutsideBusy(
            practice_id=actor.practice_id,
            calendar_id=calendar.id,
            membership_id=membership_id,
            starts_at=stretch.starts_at,
            ends_at=stretch.ends_at,
        )
        for stretch in busy
    )


def forget_outside_calendar(actor: Actor, *, calendar_id: UUID) -> None:
    OutsideBusy.objects.filter(practice_id=actor.practice_id, calendar_id=calendar_id).delete()
    OutsideCalendar.objects.filter(practice_id=actor.practice_id, id=calendar_id).delete()


@operation(requires=Permission.HOURS_MANAGE_OWN)
def mirror_other_practices(actor: Actor, *, on: bool) -> None:
    """Show the time taken in the actor's other practices as taken here, or no longer. Only begin and end cross (B2)."""
    own = Mirror.objects.filter(practice_id=actor.practice_id, membership_id=actor.own_membership)
    if not on:
        own.delete()
    elif not own.exists():
        Mirror.objects.create(practice_id=actor.practice_id, membership_id=actor.own_membership, since=actor.at)
    record(actor, Action.CHANGE, "mirror", actor.own_membership, on=on)
