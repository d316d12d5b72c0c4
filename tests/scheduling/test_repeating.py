"""Booking a recurrence: shown first, then stored as shown (B10, BK-1, BK-3, BK-5)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kollega.audit.models import LogEntry
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.permissions import Role
from kollega.platform.models import OutboxEvent
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import AUTO, Kind
from kollega.scheduling.errors import DatesTaken, OutsideWorkingHours, SubmitKeyReused
from kollega.scheduling.models import Appointment, AppointmentChange, Participant, Recurrence
from kollega.scheduling.operations.blocks import block
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.repeating import Choice, RepeatBooked, book_repeating
from kollega.scheduling.queries.repeating import Wish, preview_repeating
from kollega.scheduling.rules.planning import DateState, PlannedDate
from kollega.scheduling.rules.recurring import Every, Rule
from tests.factories import at, make_member, make_practice, utc
from tests.scheduling.factories import make_client, make_hours, make_room, make_service

MONDAY = date(2027, 3, 22)
NOW = utc(2027, 3, 1)


def weekly(count: int = 10, *, first: date = MONDAY, starts: time = time(9), weekdays: Sequence[int] = (0,)) -> Rule:
    return Rule(Every.WEEK, 1, first, starts, weekdays=tuple(weekdays), count=count)


def practice(**options: Any) -> Actor:
    return at(make_practice(**options), NOW)


def as_shown(dates: list[PlannedDate]) -> list[Choice]:
    """Every free date as it was shown, the others skipped."""
    return [
        Choice(one.day, one.starts_at, one.room_id) for one in dates if one.state is DateState.FREE and one.starts_at
    ]


def rows(actor: Actor, booked: RepeatBooked) -> list[Appointment]:
    with tenant(actor.practice_id), transaction.atomic():
        found = Appointment.objects.filter(practice_id=actor.practice_id, recurrence_id=booked.recurrence_id)
        return list(found.order_by("starts_at"))


def book_all(actor: Actor, rule: Rule, wish: Wish, **options: Any) -> RepeatBooked:
    dates = preview_repeating(actor, rule=rule, wish=wish)
    return book_repeating(actor, rule=rule, wish=wish, choices=as_shown(dates), **options)


def test_BK5_weekly_nine_stays_nine_across_the_change_of_clocks() -> None:
    anna = practice()
    make_hours(anna)
    client = make_client(anna)
    booked = book_all(anna, weekly(2), Wish(anna.own_membership, minutes=45), client_id=client)
    starts = [row.starts_at for row in rows(anna, booked)]
    assert starts == [datetime(2027, 3, 22, 8, tzinfo=UTC), datetime(2027, 3, 29, 7, tzinfo=UTC)]


def test_B10_twenty_four_dates_with_three_conflicts_are_stored_exactly_as_shown() -> None:
    anna = practice()
    make_hours(anna)
    make_room(anna)
    client, other, service = make_client(anna), make_client(anna), make_service(anna, minutes=50)
    for week in (2, 7, 20):
        taken = datetime.combine(MONDAY + timedelta(weeks=week), time(9, 15))
        book(anna, client_id=other, service_id=None, minutes=30, clinician_id=anna.own_membership, starts_at=taken)
    wish = Wish(anna.own_membership, service_id=service)
    dates = preview_repeating(anna, rule=weekly(24), wish=wish)
    conflicts = [one for one in dates if one.state is not DateState.FREE]
    assert [one.day for one in conflicts] == [MONDAY + timedelta(weeks=week) for week in (2, 7, 20)]
    assert all(one.state is DateState.TAKEN and one.resource == "clinician" for one in conflicts)
    assert all(len(one.alternatives) == 3 for one in conflicts)
    choices = as_shown(dates)
    other_time = conflicts[0].alternatives[1]
    choices.append(Choice(conflicts[0].day, other_time.starts_at, other_time.room_id))
    booked = book_repeating(anna, rule=weekly(24), wish=wish, choices=choices, client_id=client)
    stored = {(row.recurrence_day, row.starts_at, row.room_id) for row in rows(anna, booked)}
    assert stored == {(one.day, one.starts_at, one.room_id) for one in choices}
    assert (len(stored), booked.skipped) == (22, 2)
    with tenant(anna.practice_id), transaction.atomic():
        assert Recurrence.objects.get(id=booked.recurrence_id).skipped == [one.day.isoformat() for one in conflicts[1:]]
        assert AppointmentChange.objects.filter(whole_id=booked.change_id).count() == 22
        (event,) = OutboxEvent.objects.filter(practice_id=anna.practice_id, kind="scheduling.repeat_booked")
    assert event.payload["appointment_ids"] == [str(id_) for id_ in booked.appointment_ids]


def test_BK3_what_was_taken_in_between_stores_nothing_and_shows_the_fresh_list() -> None:
    anna = practice()
    make_hours(anna)
    client = make_client(anna)
    wish = Wish(anna.own_membership, minutes=45)
    dates = preview_repeating(anna, rule=weekly(6), wish=wish)
    third = dates[2]
    assert third.starts_at
    book(
        anna, client_id=client, service_id=None, minutes=15, clinician_id=anna.own_membership, starts_at=third.starts_at
    )
    choices = [one for one in as_shown(dates) if one.day != dates[5].day]
    with pytest.raises(DatesTaken) as refused:
        book_repeating(anna, rule=weekly(6), wish=wish, choices=choices, client_id=client)
    fresh = refused.value.dates
    assert [one.day for one in fresh] == [one.day for one in dates]
    assert [one.day for one in fresh if one.state is DateState.TAKEN] == [third.day]
    assert len(fresh[2].alternatives) == 3
    with tenant(anna.practice_id), transaction.atomic():
        assert Appointment.objects.filter(practice_id=anna.practice_id).count() == 1
        assert not Recurrence.objects.filter(practice_id=anna.practice_id).exists()


def test_B10_five_hundred_dates_are_booked_in_as_many_statements_as_five() -> None:
    anna = practice()
    make_hours(anna)
    wish = Wish(anna.own_membership, service_id=make_service(anna), room_id=make_room(anna))
    client = make_client(anna)

    def statements(count: int, hour: int) -> int:
        rule = weekly(count, starts=time(hour), weekdays=range(5))
        choices = as_shown(preview_repeating(anna, rule=rule, wish=wish))
        assert len(choices) == count
        with CaptureQueriesContext(connection) as told:
            book_repeating(anna, rule=rule, wish=wish, choices=choices, client_id=client)
        return len(told)

    few = statements(5, 9)
    assert statements(500, 11) == few < 40


def test_B10_alternatives_can_all_be_booked_as_they_were_offered() -> None:
    """Neither two dates nor a date and an alternative of another one are given the same time."""
    anna = practice()
    make_hours(anna, starts=time(9), ends=time(12))
    client = make_client(anna)
    rule = weekly(10, weekdays=(0, 1, 2, 3, 4))
    for one in preview_repeating(anna, rule=rule, wish=Wish(anna.own_membership, minutes=60))[1:4]:
        assert one.starts_at
        block(
            anna, clinician_id=anna.own_membership, starts_at=one.starts_at, ends_at=one.starts_at + timedelta(hours=1)
        )
    wish = Wish(anna.own_membership, minutes=60)
    dates = preview_repeating(anna, rule=rule, wish=wish)
    choices = as_shown(dates)
    choices += [Choice(one.day, one.alternatives[0].starts_at) for one in dates if one.state is DateState.TAKEN]
    assert len(choices) == 10
    booked = book_repeating(anna, rule=rule, wish=wish, choices=choices, client_id=client)
    assert len(booked.appointment_ids) == 10


def test_B10_rooms_are_picked_per_date_and_a_taken_room_offers_another() -> None:
    anna = practice()
    first, second = make_room(anna), make_room(anna)
    make_hours(anna, room_id=second)
    kari = at(make_member(anna, Role.CLINICIAN), NOW)
    client, kari_client = make_client(anna), make_client(kari)
    taken = datetime.combine(MONDAY + timedelta(weeks=1), time(9))
    book(
        kari,
        client_id=kari_client,
        service_id=None,
        minutes=60,
        clinician_id=kari.own_membership,
        starts_at=taken,
        room_id=second,
    )
    auto = preview_repeating(anna, rule=weekly(3), wish=Wish(anna.own_membership, minutes=45, room_id=AUTO))
    assert [one.room_id for one in auto] == [second, first, second]
    fixed = preview_repeating(anna, rule=weekly(3), wish=Wish(anna.own_membership, minutes=45, room_id=second))
    assert [one.state for one in fixed] == [DateState.FREE, DateState.TAKEN, DateState.FREE]
    assert fixed[1].resource == "room"
    assert (fixed[1].starts_at, first) in {(one.starts_at, one.room_id) for one in fixed[1].alternatives}
    booked = book_all(anna, weekly(3), Wish(anna.own_membership, minutes=45), client_id=client)
    assert [row.room_id for row in rows(anna, booked)] == [second, first, second]


def test_BK6_a_time_that_does_not_exist_is_a_conflict_and_one_that_exists_twice_takes_the_first() -> None:
    anna = practice()
    make_hours(anna, starts=time(0), ends=time(0))
    wish = Wish(anna.own_membership, minutes=45)
    spring = preview_repeating(
        anna, rule=weekly(2, first=date(2027, 3, 21), starts=time(2, 30), weekdays=(6,)), wish=wish
    )
    assert [one.state for one in spring] == [DateState.FREE, DateState.MISSING_TIME]
    assert spring[1].starts_at is None
    assert len(spring[1].alternatives) == 3
    autumn = preview_repeating(
        anna, rule=weekly(1, first=date(2027, 10, 31), starts=time(2, 30), weekdays=(6,)), wish=wish
    )
    assert autumn[0].twice
    assert autumn[0].starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_B10_holidays_and_other_hours_are_hints_and_a_reason_is_asked_for() -> None:
    anna = practice()
    make_hours(anna, weekdays=range(5))
    client = make_client(anna)
    wish = Wish(anna.own_membership, minutes=45)
    dates = preview_repeating(anna, rule=weekly(2, weekdays=(0, 6)), wish=wish)
    assert [(one.day, one.holiday != "", one.outside_hours) for one in dates] == [
        (date(2027, 3, 22), False, False),
        (date(2027, 3, 28), True, True),
    ]
    with pytest.raises(OutsideWorkingHours):
        book_repeating(anna, rule=weekly(2, weekdays=(0, 6)), wish=wish, choices=as_shown(dates), client_id=client)
    booked = book_repeating(
        anna,
        rule=weekly(2, weekdays=(0, 6)),
        wish=wish,
        choices=as_shown(dates),
        client_id=client,
        outside_hours_reason="asked for",
    )
    assert [row.outside_hours_reason for row in rows(anna, booked)] == ["", "asked for"]


def test_BK12_one_key_makes_one_recurrence_and_another_rule_is_refused() -> None:
    anna = practice()
    make_hours(anna)
    client = make_client(anna)
    wish = Wish(anna.own_membership, minutes=45)
    choices = as_shown(preview_repeating(anna, rule=weekly(3), wish=wish))
    options: dict[str, Any] = {"wish": wish, "choices": choices, "client_id": client, "submit_key": "form"}
    first = book_repeating(anna, rule=weekly(3), **options)
    again = book_repeating(anna, rule=weekly(3), **options)
    assert again.repeated
    assert (again.recurrence_id, again.appointment_ids) == (first.recurrence_id, first.appointment_ids)
    with pytest.raises(SubmitKeyReused):
        book_repeating(anna, rule=weekly(4), **options)


def test_B10_a_couple_repeats_with_both_in_every_appointment_and_in_each_ones_log() -> None:
    anna = practice()
    make_hours(anna)
    first, second = make_client(anna), make_client(anna)
    booked = book_all(
        anna, weekly(3), Wish(anna.own_membership, minutes=60), client_id=first, other_client_ids=[second]
    )
    with tenant(anna.practice_id), transaction.atomic():
        party = Participant.objects.filter(appointment_id__in=booked.appointment_ids)
        assert sorted(party.values_list("position", "client_id")) == sorted([(0, first), (1, second)] * 3)
        logged = LogEntry.objects.filter(object_id=booked.recurrence_id, action="create")
        assert set(logged.values_list("client_id", flat=True)) == {first, second}


def test_B10_lunch_repeats_as_a_private_block() -> None:
    anna = practice()
    make_hours(anna, starts=time(13))
    rule = weekly(10, starts=time(12), weekdays=(0, 1, 2, 3, 4))
    booked = book_all(anna, rule, Wish(anna.own_membership, kind=Kind.BLOCK, minutes=60), text="Lunch")
    assert len(booked.appointment_ids) == 10
    assert all(row.title_sealed and row.room_id is None for row in rows(anna, booked))


def test_B10_whose_column_and_which_ids_is_checked_as_for_one_visit() -> None:
    anna, foreign = practice(), practice()
    kari = at(make_member(anna, Role.CLINICIAN), NOW)
    client = make_client(anna)
    wish = Wish(anna.own_membership, minutes=45)
    choices = as_shown(preview_repeating(anna, rule=weekly(2), wish=wish))
    with pytest.raises(Forbidden):
        book_repeating(kari, rule=weekly(2), wish=wish, choices=choices, client_id=make_client(kari))
    for changed in (
        {"client_id": make_client(foreign)},
        {"wish": Wish(foreign.own_membership, minutes=45)},
        {"wish": Wish(anna.own_membership, service_id=make_service(foreign))},
        {"wish": Wish(anna.own_membership, minutes=45, room_id=make_room(foreign))},
        {"choices": [Choice(choices[0].day, choices[0].starts_at, make_room(foreign))]},
    ):
        with pytest.raises(NotFound):
            book_repeating(
                anna, **{"rule": weekly(2), "wish": wish, "choices": choices, "client_id": client, **changed}
            )
    with pytest.raises(BadInput):
        book_repeating(anna, rule=weekly(2), wish=wish, choices=[Choice(date(2027, 3, 23), NOW)], client_id=client)
