"""Letting a recurrence go on with further dates: exactly as shown, all or none (B10, BK-3)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from kollega.clients.operations.activity import activate_for_booking
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import open_sealed
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import Change, Kind
from kollega.scheduling.models import Appointment
from kollega.scheduling.operations.booking import short
from kollega.scheduling.operations.claiming_many import claim_dates, hold_dates
from kollega.scheduling.operations.reaching import reach_clients, reach_column
from kollega.scheduling.operations.reaching_repeats import hold_repeats, remembered, set_rule, skipped_of
from kollega.scheduling.operations.repeating import Choice, RepeatBooked, chosen_asks, new_row
from kollega.scheduling.operations.storing_many import insert_all, keep_whole, tell_all
from kollega.scheduling.queries.events import title_context
from kollega.scheduling.queries.extending import further_of
from kollega.scheduling.queries.parties import stored_party
from kollega.scheduling.rules.parties import Attending
from kollega.scheduling.rules.planning import asks_for


@operation(requires=Permission.APPOINTMENT_BOOK)
def extend_repeating(
    actor: Actor,
    *,
    appointment_id: UUID,
    choices: Sequence[Choice],
    count: int | None = None,
    until: date | None = None,
    outside_hours_reason: str = "",
) -> RepeatBooked:
    """Book further dates of a recurrence, each like the last one that is on; days without a choice are skipped.

    Only days after the last known one are added, so what was cancelled never comes back. Refuses as `book_repeating`
    does, and with NotRepeating.
    """
    held = hold_repeats(actor, appointment_id, version=None)
    further = further_of(actor, held.recurrence, held.dates, count=count, until=until)
    reach_column(actor, further.like.clinician_id)
    party = stored_party(further.like)
    clients = {id_ for id_ in (further.like.client_id, *(one.client_id for one in party)) if id_ is not None}
    reach_clients(actor, clients, column=further.like.clinician_id)
    asks = chosen_asks(actor, choices, further.days)
    hold_dates(actor, further.described, asks)
    taken = {ask.day for ask in asks}
    skipped = [day for day in further.days if day not in taken]
    planned = claim_dates(
        actor,
        further.described,
        asks,
        list(asks_for(skipped, further.rule.starts, actor.timezone, further.described.room_id)),
        outside_hours_reason=None if further.like.kind == Kind.BLOCK else outside_hours_reason.strip(),
    )
    before = {"rules": {str(held.recurrence.id): remembered(held.recurrence)}, "keys": {}}
    set_rule(actor, held.recurrence, further.rule, [*skipped_of(held.recurrence), *skipped])
    after = {"version": held.recurrence.version}
    whole_id = keep_whole(actor, held.recurrence, Change.EXTENDED, before=before, after=after)
    text, reason = _text(actor, further.like), short(outside_hours_reason, "outside_hours_reason")
    made = insert_all(
        actor,
        held.recurrence,
        [new_row(actor, further.described, one, further.like.client_id, text, reason) for one in planned],
        whole_id=whole_id,
        party=tuple(Attending(one.client_id) for one in party),
    )
    tell_all(actor, Action.CREATE, "repeat_booked", held.recurrence, made, skipped=len(skipped))
    for client_id in clients:
        activate_for_booking(actor, client_id)
    return RepeatBooked(held.recurrence.id, whole_id, tuple(one.id for one in made), len(skipped))


def _text(actor: Actor, like: Appointment) -> str:
    if like.kind == Kind.BLOCK:
        sealed = like.title_sealed
        return open_sealed(actor.practice_id, bytes(sealed), context=title_context(like.id)).decode() if sealed else ""
    return like.internal_line
