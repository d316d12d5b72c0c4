"""Codes, asking, letting in, leaving, and what a plan allows (B6, B7)."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import Error, transaction
from django.test import override_settings

from kollega.catalogue.errors import RoomLimitReached
from kollega.communities.enums import State
from kollega.communities.errors import AlreadyPartner, AskAnswered, CodeGone, CreatorStays
from kollega.communities.models import Community, JoiningCode, Partner, SharedRoom
from kollega.communities.operations.creating import new_joining_code, revoke_joining_code
from kollega.communities.operations.house_rules import set_house_rules
from kollega.communities.operations.joining import approve, ask_to_join, decline
from kollega.kernel.errors import Forbidden, NotFound
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from kollega.scheduling.errors import ComingTimes, RoomBeingLeft, RoomRests, SlotTaken
from kollega.scheduling.models import Appointment, Room
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.mapping import map_room, unmap_room
from kollega.scheduling.operations.parting import (
    agree_to_keep,
    dissolve_community,
    leave_community,
    refuse_to_keep,
    stay_in_community,
)
from kollega.scheduling.queries.room_use import room_use
from kollega.scheduling.queries.sharing import communities, community
from tests.communities.making import join, make_community, make_house, second_room
from tests.factories import at, make_member
from tests.scheduling.factories import make_room, tomorrow_at
from tests.scheduling.test_shared_rooms import sound


def test_B6_a_code_works_for_14_days_once_for_each_practice_and_the_creator_lets_in() -> None:
    anna, berit, clara = make_house(), make_house(), make_house()
    community_id, _ = make_community(anna)
    code = new_joining_code(anna.actor, community_id=community_id)
    late = at(berit.actor, anna.actor.at + timedelta(days=14))
    with pytest.raises(CodeGone):
        ask_to_join(late, code=code)
    assert ask_to_join(berit.actor, code=code.lower().replace("-", " ")) == community_id
    with pytest.raises(AlreadyPartner):
        ask_to_join(berit.actor, code=code)
    assert community(berit.actor, community_id=community_id).partners == []
    assert community(berit.actor, community_id=community_id).rooms == []
    waiting = community(anna.actor, community_id=community_id).asking
    assert [one.name for one in waiting] == [name_of(berit.actor.practice_id)]
    decline(anna.actor, partner_id=waiting[0].id)
    with pytest.raises(AskAnswered):
        approve(anna.actor, partner_id=waiting[0].id)
    with pytest.raises(CodeGone):
        ask_to_join(berit.actor, code=code)
    ask_to_join(clara.actor, code=code)
    ask_to_join(berit.actor, code=new_joining_code(anna.actor, community_id=community_id))
    for one in community(anna.actor, community_id=community_id).asking:
        approve(anna.actor, partner_id=one.id)
    assert len(community(berit.actor, community_id=community_id).partners) == 3


def test_B6_revoked_unknown_and_expired_codes_answer_alike() -> None:
    anna, berit = make_house(), make_house()
    community_id, _ = make_community(anna)
    code = new_joining_code(anna.actor, community_id=community_id)
    with pytest.raises(NotFound):
        revoke_joining_code(berit.actor, code_id=community(anna.actor, community_id=community_id).codes[0].id)
    revoke_joining_code(anna.actor, code_id=community(anna.actor, community_id=community_id).codes[0].id)
    for wrong in (code, "", "AAAA-AAAA"):
        with pytest.raises(CodeGone):
            ask_to_join(berit.actor, code=wrong)


def test_B6_a_code_dies_when_its_maker_loses_the_right() -> None:
    anna, berit = make_house(), make_house()
    community_id, _ = make_community(anna)
    helper = make_member(anna.actor, Role.ADMIN)
    code = new_joining_code(helper, community_id=community_id)
    with tenant(helper.practice_id), transaction.atomic():
        Membership.objects.filter(id=helper.own_membership).update(roles=[Role.CLINICIAN])
    with pytest.raises(CodeGone):
        ask_to_join(berit.actor, code=code)


def test_B6_only_the_creator_makes_codes_rules_and_answers() -> None:
    anna, berit, clara = make_house(), make_house(), make_house()
    community_id, shared_room_id = make_community(anna, berit)
    ask_to_join(clara.actor, code=new_joining_code(anna.actor, community_id=community_id))
    waiting = community(anna.actor, community_id=community_id).asking[0]
    for attempt in (
        lambda: new_joining_code(berit.actor, community_id=community_id),
        lambda: set_house_rules(berit.actor, shared_room_id=shared_room_id, name="Mine"),
        lambda: dissolve_community(berit.actor, community_id=community_id),
    ):
        with pytest.raises(Forbidden):
            attempt()
    for actor in (berit.actor, clara.actor, make_house().actor):
        with pytest.raises(NotFound):
            approve(actor, partner_id=waiting.id)
    with pytest.raises(CreatorStays):
        leave_community(anna.actor, community_id=community_id)
    assert community(berit.actor, community_id=community_id).asking == []


def test_TI4_the_database_shows_a_community_to_its_practices_only_and_lets_nobody_in_by_itself() -> None:
    anna, berit, clara = make_house(), make_house(), make_house()
    community_id, _ = make_community(anna, berit)
    for practice_id in (clara.actor.practice_id, None):
        with tenant(practice_id), transaction.atomic():
            assert [Community.objects.count(), Partner.objects.count(), SharedRoom.objects.count()] == [0, 0, 0]
    with tenant(berit.actor.practice_id), transaction.atomic():
        assert list(Partner.objects.values_list("practice_id", flat=True)) == [berit.actor.practice_id]
        assert JoiningCode.objects.count() == 0
        assert Community.objects.filter(id=community_id).update(name="Mine") == 0
    ask_to_join(clara.actor, code=new_joining_code(anna.actor, community_id=community_id))
    with pytest.raises(Error), tenant(clara.actor.practice_id), transaction.atomic():
        Partner.objects.filter(practice_id=clara.actor.practice_id).update(state=State.APPROVED)


def test_B6_leaving_with_coming_times_needs_an_agreement_and_what_is_kept_goes_on_occupying() -> None:
    anna, berit = make_house(), make_house()
    community_id, _ = make_community(anna, berit)
    start = tomorrow_at(berit.actor, 10)
    berit.book(start)
    with pytest.raises(ComingTimes) as refused:
        leave_community(berit.actor, community_id=community_id)
    assert refused.value.own == ((start, start + timedelta(minutes=30)),)
    with pytest.raises(ComingTimes):
        unmap_room(berit.actor, room_id=berit.room_id)
    assert leave_community(berit.actor, community_id=community_id, ask_to_keep=True) is False
    with pytest.raises(RoomBeingLeft):
        berit.book(start + timedelta(hours=1))
    asked = community(anna.actor, community_id=community_id).stays[0]
    assert (asked.times, asked.last_end) == (1, start + timedelta(minutes=30))
    refuse_to_keep(anna.actor, partner_id=asked.partner_id)
    berit.book(start + timedelta(hours=1))
    leave_community(berit.actor, community_id=community_id, ask_to_keep=True)
    stay_in_community(berit.actor, community_id=community_id)
    leave_community(berit.actor, community_id=community_id, ask_to_keep=True)
    agree_to_keep(anna.actor, partner_id=asked.partner_id)
    assert communities(berit.actor) == []
    with pytest.raises(SlotTaken):
        anna.book(start)
    berit.book(start + timedelta(hours=2))
    anna.book(start + timedelta(hours=2))
    sound(anna, berit)


def test_B6_leaving_keeps_what_was_held() -> None:
    anna, berit = make_house(), make_house()
    community_id, shared_room_id = make_community(anna, berit)
    held = berit.book(tomorrow_at(berit.actor, 10))
    later = replace(berit.actor, at=berit.actor.at + timedelta(days=3))
    assert leave_community(later, community_id=community_id) is True
    with tenant(berit.actor.practice_id), transaction.atomic():
        assert Room.objects.get(id=berit.room_id).shared_room_id is None
        assert Appointment.objects.get(id=held.appointment_id).shared_room_id == shared_room_id
    use = room_use(anna.actor, community_id=community_id, month=tomorrow_at(berit.actor, 10).date())
    assert [(one.own, one.minutes) for one in use.lines if not one.own] == [(False, 30)]
    sound(anna, berit)


def test_B6_dissolving_ends_sharing_for_everybody() -> None:
    anna, berit = make_house(), make_house()
    community_id, _ = make_community(anna, berit)
    code = new_joining_code(anna.actor, community_id=community_id)
    start = tomorrow_at(anna.actor, 10)
    berit.book(start)
    dissolve_community(anna.actor, community_id=community_id)
    assert communities(anna.actor) == communities(berit.actor) == []
    with pytest.raises(CodeGone):
        ask_to_join(make_house().actor, code=code)
    anna.book(start)
    sound(anna, berit)


def test_B6_the_statement_says_minutes_for_each_practice_and_room() -> None:
    anna, berit = make_house(), make_house()
    community_id, _ = make_community(anna, berit)
    start = tomorrow_at(anna.actor, 10)
    anna.book(start)
    berit.book(start + timedelta(hours=1), minutes=60)
    cancelled = berit.book(start + timedelta(hours=3))
    cancel(berit.actor, appointment_id=cancelled.appointment_id)
    for reader, own in ((anna, 30), (berit, 60)):
        lines = room_use(reader.actor, community_id=community_id, month=start.date()).lines
        assert sorted(one.minutes for one in lines) == [30, 60]
        assert [one.minutes for one in lines if one.own] == [own]
    with pytest.raises(NotFound):
        room_use(make_house().actor, community_id=community_id, month=start.date())


def test_B7_one_room_needs_any_plan_two_a_plan_with_two_rooms_on_each_side() -> None:
    with override_settings(CATALOGUE="kollega"):
        anna, berit = make_house(), make_house()
        community_id, _ = make_community(anna, berit)
        large = second_room(anna, community_id)
        for house in (anna, berit):
            with pytest.raises(RoomLimitReached):
                map_room(house.actor, shared_room_id=large, room_id=make_room(house.actor))


def test_B7_a_smaller_plan_shares_only_the_rooms_it_has_and_keeps_what_is_booked() -> None:
    anna, berit = make_house(), make_house()
    community_id, _ = make_community(anna, berit)
    large, other = second_room(anna, community_id), make_room(berit.actor)
    map_room(berit.actor, shared_room_id=large, room_id=other)
    theirs = make_room(anna.actor)
    map_room(anna.actor, shared_room_id=large, room_id=theirs)
    start = tomorrow_at(berit.actor, 10)
    berit.book(start, room_id=other)
    with override_settings(CATALOGUE="kollega"):
        with pytest.raises(RoomRests):
            berit.book(start + timedelta(hours=1), room_id=other)
        berit.book(start + timedelta(hours=1))
        rests = [one.rests for one in community(berit.actor, community_id=community_id).rooms if one.room_id == other]
        assert rests == [True]
    with pytest.raises(SlotTaken):
        anna.book(start, room_id=theirs)
    sound(anna, berit)


def test_B6_a_practice_that_left_can_join_again_with_a_new_code() -> None:
    anna, berit = make_house(), make_house()
    community_id, shared_room_id = make_community(anna, berit)
    leave_community(berit.actor, community_id=community_id)
    join(anna, berit, community_id)
    map_room(berit.actor, shared_room_id=shared_room_id, room_id=berit.room_id)
    sound(anna, berit)


def name_of(practice_id: UUID) -> str:
    from kollega.practices.models import Practice

    with tenant(practice_id), transaction.atomic():
        return Practice.objects.get(id=practice_id).name
