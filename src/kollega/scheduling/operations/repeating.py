"""Booking a recurrence: every date as it was shown, all of them or none (B10, BK-3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.operations.activity import activate_for_booking
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, NotFound
from kollega.kernel.grants import Deed
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import seal
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import Change, Kind, Status
from kollega.scheduling.errors import SubmitKeyReused
from kollega.scheduling.models import Appointment, Recurrence, RecurrenceChange
from kollega.scheduling.operations.booking import short
from kollega.scheduling.operations.claiming_many import claim_dates, hold_dates
from kollega.scheduling.operations.reaching import (
    pointed_to,
    reach_clients,
    reach_column,
    reach_service,
    reach_texts,
    require_size,
)
from kollega.scheduling.operations.storing import busy_times
from kollega.scheduling.operations.storing_many import insert_all, keep_whole, tell_all
from kollega.scheduling.queries.events import title_context
from kollega.scheduling.queries.offers import rooms_of
from kollega.scheduling.queries.repeating import Described, Wish, describe, sound
from kollega.scheduling.rules.parties import party_of
from kollega.scheduling.rules.planning import Ask, PlannedDate, asks_for
from kollega.scheduling.rules.recurring import Rule, days


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person chose for a day of the rule: this instant and room. A day without a choice is skipped."""

    day: date
    starts_at: datetime
    room_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RepeatBooked:
    """The new recurrence. `change_id` undoes all of it within three minutes."""

    recurrence_id: UUID
    change_id: UUID
    appointment_ids: tuple[UUID, ...]
    skipped: int
    repeated: bool = False


@operation(requires=Permission.APPOINTMENT_BOOK)
def book_repeating(
    actor: Actor,
    *,
    rule: Rule,
    wish: Wish,
    choices: Sequence[Choice],
    client_id: UUID | None = None,
    other_client_ids: Collection[UUID] = (),
    text: str = "",
    outside_hours_reason: str = "",
    submit_key: str | None = None,
) -> RepeatBooked:
    """Book the chosen dates of a rule exactly as they were shown, and return them; the other days are never booked.

    A visit needs `client_id`; `other_client_ids` come together with the first one. `text` is the internal line of
    visits, the title of private blocks. `submit_key` makes a repeated submit answer with the first recurrence.

    Refuses with DatesTaken and the fresh list when any date is taken or over the plan by now, OutsideWorkingHours
    until a reason is given, BadInput, SubmitKeyReused; Forbidden and NotFound as for a single visit. Nothing is stored
    then.
    """
    # No grant opens private blocks.
    reach_column(actor, wish.clinician_id, by=None if wish.kind is Kind.BLOCK else Deed.BOOK)
    if wish.kind is not Kind.BLOCK:
        reach_texts(actor, wish.clinician_id, text)
    if (client_id is None) != (wish.kind is Kind.BLOCK):
        raise BadInput(fields={"client_id": N_("Choose a client, or block time without one.")})
    if client_id is not None:
        client_id, *other_client_ids = pointed_to(actor, client_id, *other_client_ids)
    party = party_of(client_id, other_client_ids)
    clients = set() if client_id is None else {client_id, *other_client_ids}
    if clients:
        reach_clients(actor, clients, column=wish.clinician_id)
        require_size(party, reach_service(actor, wish.service_id) if wish.service_id else None)
    described, rule = describe(actor, wish), sound(rule)
    asks = chosen_asks(actor, choices, list(days(rule)))
    hold_dates(actor, described, asks)
    earlier = _submitted(actor, submit_key, rule)
    if earlier is not None:
        return earlier
    taken = {ask.day for ask in asks}
    left_out = [
        ask for ask in asks_for(days(rule), rule.starts, actor.timezone, described.room_id) if ask.day not in taken
    ]
    reason = None if wish.kind is Kind.BLOCK else outside_hours_reason.strip()
    planned = claim_dates(actor, described, asks, left_out, outside_hours_reason=reason)
    recurrence = store_recurrence(actor, rule, [ask.day for ask in left_out], submit_key=submit_key)
    whole_id = keep_whole(actor, recurrence, Change.BOOKED, before={}, after={})
    text = short(text, "title" if wish.kind is Kind.BLOCK else "internal_line")
    reason = short(outside_hours_reason, "outside_hours_reason")
    made = insert_all(
        actor,
        recurrence,
        [new_row(actor, described, one, client_id, text, reason) for one in planned],
        whole_id=whole_id,
        party=party,
    )
    tell_all(actor, Action.CREATE, "repeat_booked", recurrence, made, skipped=len(left_out))
    for id_ in clients:
        activate_for_booking(actor, id_)
    return RepeatBooked(recurrence.id, whole_id, tuple(one.id for one in made), len(left_out))


def chosen_asks(actor: Actor, choices: Sequence[Choice], known: Sequence[date]) -> list[Ask]:
    """Turn choices into what is asked for, in order of the days. BadInput for other days, none, or crooked times."""
    wanted = {choice.day: choice for choice in choices}
    if not wanted or len(wanted) != len(choices) or not wanted.keys() <= set(known):
        raise BadInput(fields={"dates": N_("Choose at least one of the dates that were shown.")})
    for choice in choices:
        if choice.starts_at.tzinfo is None or choice.starts_at.second or choice.starts_at.microsecond:
            raise BadInput(fields={"dates": N_("Choose times that were shown.")})
    rooms = {room.id for room in rooms_of(actor)}
    if any(choice.room_id and choice.room_id not in rooms for choice in choices):
        raise NotFound
    return [
        Ask(day, choice.starts_at.astimezone(UTC), choice.room_id)
        for day, choice in sorted(wanted.items(), key=lambda pair: pair[0])
    ]


def store_recurrence(
    actor: Actor,
    rule: Rule,
    skipped: Sequence[date],
    *,
    submit_key: str | None = None,
    continues: UUID | None = None,
) -> Recurrence:
    """Store a rule as a new recurrence."""
    recurrence = Recurrence(
        id=new_id(),
        practice_id=actor.practice_id,
        zone=actor.zone,
        skipped=[day.isoformat() for day in skipped],
        submit_key=submit_key,
        continues_id=continues,
        created_by_id=actor.membership_id,
        created_at=actor.at,
        **columns_of(rule),
    )
    recurrence.save(force_insert=True)
    return recurrence


def columns_of(rule: Rule) -> dict[str, Any]:
    """Return the columns that hold a rule."""
    return {
        "every": rule.every,
        "interval": rule.interval,
        "weekdays": list(rule.weekdays),
        "week_start": rule.week_start,
        "month_day": rule.month_day,
        "position": rule.position,
        "first_day": rule.first,
        "starts": rule.starts,
        "count": rule.count,
        "until": rule.until,
    }


def new_row(
    actor: Actor, described: Described, one: PlannedDate, client_id: UUID | None, text: str, reason: str
) -> dict[str, Any]:
    """Return the columns of a new appointment on a planned date."""
    assert one.starts_at, "only dates with a time are stored"
    assert one.ends_at, "only dates with a time are stored"
    appointment_id = new_id()
    block = described.kind is Kind.BLOCK
    sealed = seal(actor.practice_id, text.encode(), context=title_context(appointment_id)) if block and text else None
    return {
        "id": appointment_id,
        "kind": described.kind,
        "status": Status.BOOKED,
        "client_id": client_id,
        "service_id": described.service_id,
        "clinician_id": described.clinician_id,
        "room_id": one.room_id,
        **busy_times(one.starts_at, one.ends_at, *described.buffers),
        "place": described.place,
        "length_overridden": described.overridden,
        "internal_line": "" if block else text,
        "title_sealed": sealed,
        "outside_hours_reason": reason if one.outside_hours else "",
        "recurrence_day": one.day,
    }


def _submitted(actor: Actor, key: str | None, rule: Rule) -> RepeatBooked | None:
    """Return the recurrence that came with this key before; SubmitKeyReused when it was about something else."""
    if key is None:
        return None
    found = Recurrence.objects.filter(practice_id=actor.practice_id, submit_key=key).first()
    if found is None:
        return None
    whole = RecurrenceChange.objects.filter(
        practice_id=actor.practice_id, recurrence_id=found.id, change=Change.BOOKED, by_id=actor.membership_id
    ).first()
    if whole is None or any(getattr(found, name) != value for name, value in columns_of(rule).items()):
        raise SubmitKeyReused
    record(actor, Action.READ, "recurrence", found.id, repeated=True)
    ids = Appointment.objects.filter(practice_id=actor.practice_id, recurrence_id=found.id).order_by("starts_at")
    return RepeatBooked(found.id, whole.id, tuple(ids.values_list("id", flat=True)), len(found.skipped), repeated=True)
