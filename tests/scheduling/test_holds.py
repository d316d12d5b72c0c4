"""Time that is kept for a while: it occupies like a visit until its last second, and then not at all (B11, B13)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from kollega.kernel.actor import Actor
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import AUTO, RoomChoice
from kollega.scheduling.errors import FreeSlot, SlotTaken
from kollega.scheduling.operations.blocks import block
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.claiming import Claim
from kollega.scheduling.operations.holding import Held, drop, drop_past, hold_time, prolong, running_hold
from kollega.scheduling.queries.alternatives import free_alternatives
from kollega.scheduling.queries.calendar import calendar_range
from kollega.scheduling.queries.integrity import overlaps, wrong_occupancy
from kollega.scheduling.queries.openings import Asked, opening_at, openings
from kollega.scheduling.rules.overlap import Stretch
from tests.factories import at, make_practice, utc
from tests.scheduling.factories import make_client, make_hours, make_room, tomorrow_at
from tests.scheduling.test_races import ROUNDS, at_once

TEN = timedelta(minutes=10)


@pytest.fixture
def anna() -> Actor:
    actor = make_practice()
    make_hours(actor)
    return actor


def held(
    actor: Actor, starts_at: datetime, *, room: UUID | RoomChoice | None = None, replacing: UUID | None = None
) -> Held:
    time = Stretch(starts_at, starts_at + timedelta(minutes=45))
    with tenant(actor.practice_id), transaction.atomic():
        wanted = Claim(actor.own_membership, room, time, 0, 15)
        return hold_time(actor, wanted, until=actor.at + TEN, replacing=replacing)


def visit(actor: Actor, starts_at: datetime, **more: Any) -> Any:
    client_id = make_client(actor)
    return book(
        actor,
        client_id=client_id,
        service_id=None,
        minutes=30,
        clinician_id=actor.own_membership,
        starts_at=starts_at,
        **more,
    )


def asked(actor: Actor, **more: Any) -> Asked:
    far = actor.at + timedelta(days=400)
    return Asked(clinicians=[actor.own_membership], minutes=45, notice={}, until=far, in_room=False, **more)


def inside(actor: Actor, work: Callable[[], Any]) -> Any:
    with tenant(actor.practice_id), transaction.atomic():
        return work()


def test_B11_a_hold_keeps_everybody_else_away_and_says_nothing_of_whom(anna: Actor) -> None:
    start = tomorrow_at(anna, 10)
    hold = held(anna, start)
    with pytest.raises(SlotTaken) as refused:
        visit(anna, start + timedelta(minutes=45))
    assert len(refused.value.alternatives) == 3
    with pytest.raises(SlotTaken):
        block(anna, clinician_id=anna.own_membership, starts_at=start, ends_at=start + TEN)
    day = start.date()
    events = calendar_range(anna, first=day, last=day).events
    assert [(e.full, e.id, e.client, e.title, e.held_until) for e in events] == [(False, None, None, "", hold.until)]
    assert not inside(anna, lambda: opening_at(anna, asked(anna), start))
    offered = free_alternatives(anna, clinician_id=anna.own_membership, starts_at=start, minutes=45)
    assert start not in [slot.starts_at for slot in offered]


def test_B11_from_the_second_it_ends_a_hold_keeps_nobody_away(anna: Actor) -> None:
    start = tomorrow_at(anna, 10)
    hold = held(anna, start)
    late = at(anna, hold.until - timedelta(seconds=1))
    with pytest.raises(SlotTaken):
        visit(late, start)
    over = at(anna, hold.until)
    assert inside(over, lambda: opening_at(over, asked(over), start))
    day = start.date()
    assert calendar_range(over, first=day, last=day).events == []
    visit(over, start)
    assert not inside(over, lambda: prolong(over, hold.id, until=over.at + TEN))
    assert overlaps(over) == []
    assert wrong_occupancy(over) == []


def test_B11_a_hold_takes_the_place_of_one_that_is_over(anna: Actor) -> None:
    start = tomorrow_at(anna, 10)
    first = held(anna, start)
    with pytest.raises(SlotTaken):
        held(anna, start)
    second = held(at(anna, first.until), start)
    assert second.id != first.id
    assert inside(anna, lambda: wrong_occupancy(anna)) == []


def test_B11_a_hold_is_given_in_exchange_for_the_visit_or_another_time(anna: Actor) -> None:
    room = make_room(anna)
    start = tomorrow_at(anna, 10)
    hold = held(anna, start, room=AUTO)
    assert hold.room_id == room
    moved = held(anna, start + timedelta(minutes=30), room=AUTO, replacing=hold.id)
    booked = visit(anna, start + timedelta(minutes=30), room_id=moved.room_id, hold_id=moved.id)
    assert booked.room_id == room
    assert overlaps(anna) == []
    assert wrong_occupancy(anna) == []


def test_B11_holds_are_prolonged_given_back_and_tidied_up(anna: Actor) -> None:
    start = tomorrow_at(anna, 10)
    hold = held(anna, start)
    assert inside(anna, lambda: prolong(anna, hold.id, until=hold.until + TEN))
    with pytest.raises(SlotTaken):
        visit(at(anna, hold.until), start)
    inside(anna, lambda: drop(anna, hold.id))
    visit(anna, start)
    later = held(anna, start + timedelta(hours=2))
    assert inside(anna, lambda: drop_past(at(anna, later.until))) == 1


def test_B11_a_hold_cannot_be_moved_by_anybody(anna: Actor) -> None:
    hold = held(anna, tomorrow_at(anna, 10))

    def push() -> None:
        with connection.cursor() as cursor:
            cursor.execute("update scheduling_hold set busy_until = busy_until + interval '1 hour'")

    with pytest.raises(Exception, match="not moved"):
        inside(anna, push)
    assert inside(anna, lambda: running_hold(anna, hold.id)) == hold


@pytest.mark.race
def test_B11_holds_and_bookings_on_one_time_have_one_winner(anna: Actor) -> None:
    make_room(anna)
    for number in range(ROUNDS):
        start = tomorrow_at(anna, 10, days=1 + number)
        works: list[Callable[[], Any]] = [partial(held, anna, start, room=AUTO)] * 10 + [
            partial(visit, anna, start)
        ] * 10
        results = at_once(works)
        assert len([r for r in results if not isinstance(r, Exception)]) == 1
        assert all(isinstance(r, SlotTaken) for r in results if isinstance(r, Exception))
    assert overlaps(anna) == []
    assert wrong_occupancy(anna) == []


@pytest.mark.race
def test_B11_at_the_second_a_hold_ends_one_of_all_who_want_it_wins(anna: Actor) -> None:
    for number in range(ROUNDS):
        start = tomorrow_at(anna, 10, days=1 + number)
        hold = held(anna, start)
        over = at(anna, hold.until)
        works: list[Callable[[], Any]] = [partial(visit, over, start)] * 8 + [partial(held, over, start)] * 4
        works.append(partial(visit, anna, start, hold_id=hold.id))
        results = at_once(works)
        assert len([r for r in results if not isinstance(r, Exception)]) == 1
        assert all(isinstance(r, SlotTaken) for r in results if isinstance(r, Exception))
    assert wrong_occupancy(over) == []


def test_B5_a_notice_of_an_hour_offers_eight_o_clock_until_seven(anna: Actor) -> None:
    eight = utc(2027, 5, 3, 6)
    wanted = replace(asked(anna), notice={anna.own_membership: 60}, until=utc(2028, 1, 1))

    def offered(moment: datetime) -> datetime:
        now = at(anna, moment)
        found: list[FreeSlot] = inside(now, lambda: openings(now, wanted, eight.date(), eight.date()))
        return found[0].starts_at

    assert offered(utc(2027, 5, 3, 5)) == eight
    assert offered(utc(2027, 5, 3, 5, 1)) == eight + timedelta(minutes=15)


def test_B17_a_time_that_exists_twice_is_offered_and_held_twice_one_that_is_missing_never() -> None:
    anna = at(make_practice(), utc(2027, 3, 1))
    make_hours(anna, starts=time(1), ends=time(5))
    wanted = replace(asked(anna), minutes=15, until=utc(2028, 1, 1))

    def half_past_two(*day: int) -> list[datetime]:
        found = inside(anna, lambda: openings(anna, wanted, date(*day), date(*day)))
        local = [slot.starts_at for slot in found]
        return [one for one in local if f"{one.astimezone(anna.timezone):%H:%M}" == "02:30"]

    assert half_past_two(2027, 3, 28) == []
    twice = half_past_two(2027, 10, 31)
    assert twice == [utc(2027, 10, 31, 0, 30), utc(2027, 10, 31, 1, 30)]
    for moment in twice:
        visit(anna, moment)
