"""One room of several practices: judged as one, shown as occupied, and nothing else crosses (B2, B6, BK-1, AZ-5)."""

from dataclasses import asdict, replace
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import Error, transaction

from kollega.communities.operations.house_rules import set_house_rules
from kollega.kernel.errors import NotFound
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import AUTO
from kollega.scheduling.errors import (
    FairShareUsed,
    QuietHours,
    RoomMapped,
    RoomTimesClash,
    SlotTaken,
    StillShared,
)
from kollega.scheduling.models import Room
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.claiming import Claim
from kollega.scheduling.operations.holding import hold_time
from kollega.scheduling.operations.mapping import map_room
from kollega.scheduling.operations.moving import move
from kollega.scheduling.operations.repeating import Choice, book_repeating
from kollega.scheduling.operations.rooms import archive_room
from kollega.scheduling.operations.undoing import undo
from kollega.scheduling.queries.alternatives import next_free
from kollega.scheduling.queries.calendar import calendar_range
from kollega.scheduling.queries.integrity import overlaps, wrong_occupancy
from kollega.scheduling.queries.polling import changes_since
from kollega.scheduling.queries.repeating import Wish, preview_repeating
from kollega.scheduling.rules.overlap import Stretch
from kollega.scheduling.rules.planning import DateState
from kollega.scheduling.rules.recurring import Every, Rule
from tests.communities.making import House, join, make_community, make_house, second_room
from tests.scheduling.factories import make_room, tomorrow_at

HALF = timedelta(minutes=30)


def sound(*houses: House) -> None:
    """Nothing overlaps in any of the practices, and the occupancy says what the appointments say."""
    for house in houses:
        assert overlaps(house.actor) == []
        assert wrong_occupancy(house.actor) == []


def test_B6_a_shared_room_is_taken_for_every_practice_and_the_loser_gets_free_times() -> None:
    anna, berit = make_house(), make_house()
    make_community(anna, berit)
    anna.book(tomorrow_at(anna.actor, 10))
    with pytest.raises(SlotTaken) as refused:
        berit.book(tomorrow_at(berit.actor, 10, 15))
    assert refused.value.resource == "room"
    assert len(refused.value.alternatives) == 3
    for slot in refused.value.alternatives:
        assert not (slot.starts_at < tomorrow_at(anna.actor, 10, 30) and slot.ends_at > tomorrow_at(anna.actor, 10))
    assert str(anna.room_id) not in str(refused.value.details)
    berit.book(tomorrow_at(berit.actor, 10, 30))
    sound(anna, berit)


def test_BK1_moving_and_undoing_are_judged_across_practices() -> None:
    anna, berit = make_house(), make_house()
    make_community(anna, berit)
    anna.book(tomorrow_at(anna.actor, 10))
    other = berit.book(tomorrow_at(berit.actor, 12))
    with pytest.raises(SlotTaken):
        move(berit.actor, appointment_id=other.appointment_id, starts_at=tomorrow_at(berit.actor, 10))
    moved = move(berit.actor, appointment_id=other.appointment_id, starts_at=tomorrow_at(berit.actor, 14))
    anna.book(tomorrow_at(anna.actor, 12))
    with pytest.raises(SlotTaken):
        undo(berit.actor, change_id=moved.change_id)
    sound(anna, berit)


def test_B6_the_calendar_shows_room_start_and_end_and_nothing_else() -> None:
    anna, berit = make_house(), make_house()
    make_community(anna, berit)
    start = tomorrow_at(anna.actor, 10)
    theirs = anna.book(start, internal_line="marker")
    day = start.date()
    shown = calendar_range(berit.actor, first=day, last=day)
    assert [asdict(one) for one in shown.occupied] == [
        {"room_id": berit.room_id, "starts_at": start, "ends_at": start + timedelta(minutes=30)}
    ]
    assert shown.events == []
    told = str(asdict(shown))
    for secret in ("marker", theirs.appointment_id, anna.room_id, anna.client_id, anna.actor.practice_id):
        assert str(secret) not in told
    assert calendar_range(make_house().actor, first=day, last=day).occupied == []


def test_B6_a_page_that_polls_learns_that_others_have_booked() -> None:
    anna, berit = make_house(), make_house()
    make_community(anna, berit)
    day = tomorrow_at(berit.actor, 10).date()
    token = calendar_range(berit.actor, first=day, last=day).token
    assert not changes_since(berit.actor, token=token).changed
    booked = anna.book(tomorrow_at(anna.actor, 10))
    changed = changes_since(berit.actor, token=token)
    assert changed.changed
    cancel(anna.actor, appointment_id=booked.appointment_id)
    assert changes_since(berit.actor, token=changed.token).changed


def test_B6_free_times_and_the_picking_of_rooms_respect_what_others_have_booked() -> None:
    anna, berit = make_house(), make_house()
    make_community(anna, berit)
    spare = make_room(berit.actor)
    start = tomorrow_at(anna.actor, 10)
    anna.book(start, minutes=60)
    assert berit.book(start, room_id=AUTO).room_id == spare
    free = next_free(
        berit.actor, clinician_id=berit.actor.own_membership, since=start, minutes=30, room_id=berit.room_id, count=4
    )
    assert all(slot.room_id != berit.room_id or slot.starts_at >= start + timedelta(hours=1) for slot in free)
    assert all(slot.room_id is not None for slot in free)


def test_B6_a_room_is_mapped_only_when_its_coming_times_are_free() -> None:
    anna, berit = make_house(), make_house()
    community_id, shared_room_id = make_community(anna)
    join(anna, berit, community_id)
    start = tomorrow_at(anna.actor, 10)
    anna.book(start)
    mine = berit.book(start)
    with pytest.raises(RoomTimesClash) as refused:
        map_room(berit.actor, shared_room_id=shared_room_id, room_id=berit.room_id)
    stretch = (start, start + timedelta(minutes=30))
    assert refused.value.own == (stretch,)
    assert refused.value.occupied == (stretch,)
    sound(anna, berit)
    cancel(berit.actor, appointment_id=mine.appointment_id)
    berit.book(start + timedelta(hours=1))
    map_room(berit.actor, shared_room_id=shared_room_id, room_id=berit.room_id)
    with pytest.raises(SlotTaken):
        anna.book(start + timedelta(hours=1))
    sound(anna, berit)


def test_B6_one_own_room_stands_for_one_shared_room() -> None:
    anna = make_house()
    community_id, shared_room_id = make_community(anna)
    with pytest.raises(RoomMapped):
        map_room(anna.actor, shared_room_id=second_room(anna, community_id), room_id=anna.room_id)
    with pytest.raises(RoomMapped):
        map_room(anna.actor, shared_room_id=shared_room_id, room_id=make_room(anna.actor))
    with pytest.raises(StillShared):
        archive_room(anna.actor, room_id=anna.room_id)


def test_TI3_rooms_and_communities_of_others_cannot_be_mapped() -> None:
    anna, berit = make_house(), make_house()
    _, shared_room_id = make_community(anna)
    for shared, own in ((shared_room_id, berit.room_id), (uuid4(), berit.room_id)):
        with pytest.raises(NotFound):
            map_room(berit.actor, shared_room_id=shared, room_id=own)
    with pytest.raises(NotFound):
        map_room(anna.actor, shared_room_id=shared_room_id, room_id=berit.room_id)


def test_TI4_the_database_itself_refuses_a_room_of_a_community_that_the_practice_is_not_in() -> None:
    anna, berit = make_house(), make_house()
    _, shared_room_id = make_community(anna)
    with pytest.raises(Error), tenant(berit.actor.practice_id), transaction.atomic():
        Room.objects.filter(id=berit.room_id).update(shared_room_id=shared_room_id)


def test_B6_quiet_hours_refuse_and_free_times_avoid_them() -> None:
    anna, berit = make_house(), make_house()
    _, shared_room_id = make_community(anna, berit)
    set_house_rules(anna.actor, shared_room_id=shared_room_id, name="Room", quiet_from=time(12), quiet_until=time(13))
    with pytest.raises(QuietHours) as refused:
        berit.book(tomorrow_at(berit.actor, 12, 30))
    assert refused.value.code == "quiet_hours"
    for slot in refused.value.alternatives:
        assert not time(11, 30) < slot.starts_at.astimezone(berit.actor.timezone).time() < time(13)
    berit.book(tomorrow_at(berit.actor, 11, 30))
    berit.book(tomorrow_at(berit.actor, 13))


def test_B6_a_fair_share_refuses_what_goes_past_it_and_counts_for_each_practice() -> None:
    anna, berit = make_house(), make_house()
    _, shared_room_id = make_community(anna, berit)
    set_house_rules(anna.actor, shared_room_id=shared_room_id, name="Room", fair_minutes=60)
    start = tomorrow_at(anna.actor, 10).replace(day=1) + timedelta(days=62)
    one = berit.book(start)
    berit.book(start + timedelta(hours=1))
    with pytest.raises(FairShareUsed) as refused:
        berit.book(start + timedelta(hours=2))
    assert all(
        slot.starts_at.astimezone(berit.actor.timezone).month != start.month for slot in refused.value.alternatives
    )
    anna.book(start + timedelta(hours=2))
    move(berit.actor, appointment_id=one.appointment_id, starts_at=start + timedelta(hours=3))
    cancel(berit.actor, appointment_id=one.appointment_id)
    berit.book(start + timedelta(hours=4))


def test_B6_dates_that_repeat_respect_the_others_and_the_fair_share_all_together() -> None:
    anna, berit = make_house(), make_house()
    _, shared_room_id = make_community(anna, berit)
    first = tomorrow_at(anna.actor, 9).date().replace(day=1) + timedelta(days=63)
    rule = Rule(Every.WEEK, 1, first.replace(day=1), time(9), weekdays=(first.replace(day=1).weekday(),), count=4)
    anna.book(datetime.combine(rule.first + timedelta(weeks=1), time(9)))
    wish = Wish(berit.actor.own_membership, minutes=30, room_id=berit.room_id)
    dates = preview_repeating(berit.actor, rule=rule, wish=wish)
    assert [one.state for one in dates] == [DateState.FREE, DateState.TAKEN, DateState.FREE, DateState.FREE]
    assert [one.resource for one in dates if one.state is DateState.TAKEN] == ["room"]
    set_house_rules(anna.actor, shared_room_id=shared_room_id, name="Room", fair_minutes=60)
    choices = [Choice(one.day, one.starts_at, one.room_id) for one in dates if one.state is DateState.FREE]
    with pytest.raises(FairShareUsed):
        book_repeating(berit.actor, rule=rule, wish=wish, choices=choices, client_id=berit.client_id)
    book_repeating(berit.actor, rule=rule, wish=wish, choices=choices[:2], client_id=berit.client_id)
    sound(anna, berit)


def test_B11_a_hold_of_one_practice_keeps_the_others_away_until_it_ends() -> None:
    anna, berit = make_house(), make_house()
    make_community(anna, berit)
    start = tomorrow_at(anna.actor, 10)
    until = anna.actor.at + timedelta(minutes=10)
    with tenant(anna.actor.practice_id), transaction.atomic():
        hold_time(anna.actor, Claim(anna.actor.own_membership, anna.room_id, Stretch(start, start + HALF)), until=until)
    with pytest.raises(SlotTaken):
        berit.book(start)
    berit.actor = replace(berit.actor, at=until)
    berit.book(start)
    sound(anna, berit)
