"""lemniscus' plans, rule by rule, through the pages: numbers of appointments and rooms, staff areas, their months."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, override_settings

from kollega.kernel.permissions import Area, Role
from kollega.practices.operations.tokens import create_token
from tests.catalogues.booking import actor_in, booked, calendar_of, codes, tries
from tests.catalogues.house import Team, after, at_moment, practice_of, somebody, team_of
from tests.factories import unique
from tests.scheduling.test_races import at_once

BERLIN = ZoneInfo("Europe/Stockholm")


@pytest.fixture(autouse=True)
def _catalogue() -> Iterator[None]:
    with override_settings(CATALOGUE="lemniscus"):
        yield


def practice_on(plan: str) -> Team:
    team = practice_of(somebody())
    assert choose(team, plan) == 302
    return team


def choose(team: Team, plan: str) -> int:
    return team.owner.browser.post(team.at("plans/choose/"), {"plan": plan}).status_code


def test_BK10_thirty_appointments_on_S_and_not_one_more_whoever_is_faster() -> None:
    team = practice_on("s")
    calendar = calendar_of(team)
    first = datetime(2031, 3, 3, 8, tzinfo=UTC)
    assert codes(booked(calendar, first + timedelta(hours=n)) for n in range(29)) == {201}
    results = at_once([tries(calendar, first + timedelta(days=3, hours=n)) for n in range(10)])
    assert sorted(results) == [201] + [409] * 9
    assert booked(calendar, first + timedelta(days=5)) == 409
    assert booked(calendar, first + timedelta(days=31)) == 201, "the next month has room"


def test_BK10_the_last_half_hour_of_a_month_counts_to_the_local_month() -> None:
    team = practice_on("s")
    calendar = calendar_of(team)
    first = datetime(2031, 5, 2, 8, tzinfo=UTC)
    assert codes(booked(calendar, first + timedelta(hours=n)) for n in range(29)) == {201}
    last = datetime(2031, 5, 31, 23, 30, tzinfo=BERLIN)
    assert last.astimezone(UTC).month == 5
    results = at_once([tries(calendar, last - timedelta(hours=n)) for n in range(10)])
    assert sorted(results) == [201] + [409] * 9
    assert booked(calendar, datetime(2031, 6, 1, 0, 30, tzinfo=BERLIN)) == 201, "June, though May in UTC"


def test_L_the_refusal_names_the_plan_that_allows_more() -> None:
    team = practice_on("s")
    calendar = calendar_of(team)
    first = datetime(2031, 3, 3, 8, tzinfo=UTC)
    for hour in range(30):
        assert booked(calendar, first + timedelta(hours=hour)) == 201
    said = calendar.call(first + timedelta(days=9)).json()
    assert (said["code"], said["detail"]["limit"], said["detail"]["plan_id"]) == ("plan_limit_reached", 30, "m")


def test_L_private_blocks_do_not_count() -> None:
    team = practice_on("s")
    calendar = calendar_of(team)
    first = datetime(2031, 3, 3, 8, tzinfo=UTC)
    for hour in range(30):
        assert booked(calendar, first + timedelta(hours=hour)) == 201
    assert calendar.block(first + timedelta(days=9)) == 201


def test_B7_a_second_room_needs_M() -> None:
    team = practice_on("s")
    rooms = calendar_of(team)
    assert [rooms.room(), rooms.room()] == [201, 409]
    assert choose(team, "m") == 302
    assert [rooms.room(), rooms.room()] == [201, 409]


def test_B7_ten_people_at_once_make_one_room_on_S() -> None:
    team = practice_on("s")
    calendar = calendar_of(team)
    assert sorted(at_once([calendar.room] * 10)) == [201] + [409] * 9


def test_P13_going_back_to_S_keeps_both_rooms_and_all_appointments() -> None:
    team = practice_on("m")
    calendar = calendar_of(team)
    assert [calendar.room(), calendar.room()] == [201, 201]
    first = datetime(2031, 3, 3, 8, tzinfo=UTC)
    assert codes(booked(calendar, first + timedelta(hours=n)) for n in range(31)) == {201}
    assert choose(team, "s") == 302
    assert calendar.number_of_rooms() == 2
    assert booked(calendar, first + timedelta(days=9)) == 409
    assert calendar.room() == 409


def test_L_the_test_month_ends_without_payment() -> None:
    team = practice_of(somebody())
    assert team.owner.browser.post(team.at("plans/try/"), {"plan": "xl"}).status_code == 302
    assert team.plan_in_force() == "xl"
    with after(days=29, hours=23):
        assert team.plan_in_force() == "xl"
    with after(days=30, minutes=1):
        assert team.plan_in_force() == "free"
    assert team.owner.browser.post(team.at("plans/try/"), {"plan": "xl"}).status_code == 409, "once only"


def test_B9_staff_areas_need_XL() -> None:
    team = team_of(somebody())
    assert choose(team, "l") == 302
    actor = actor_in(team, team.owner)
    token = create_token(actor, name="suite", scopes=actor.permissions, days=30)
    calls = Client(headers={"Authorization": f"Bearer {token}"})
    body = {
        "emails": [f"{unique('office')}@example.test"],
        "account_type": "support",
        "offer": "now",
        "roles": [Role.OFFICE_STAFF.value],
        "areas": [Area.APPOINTMENTS.value],
    }
    refused = calls.post("/api/v1/invitations", body, content_type="application/json")
    assert (refused.status_code, refused.json()["detail"]["plan_id"]) == (409, "xl"), refused.json()
    assert choose(team, "xl") == 302
    assert calls.post("/api/v1/invitations", body, content_type="application/json").status_code == 201


def test_B6_calendar_community_is_in_every_plan() -> None:
    from kollega.catalogue.in_force import catalogue
    from kollega.catalogue.rules.plans import Entitlement, Scope

    plans = catalogue().of_scope(Scope.PRACTICE)
    assert all(plan.allowance(Entitlement.CALENDAR_COMMUNITY) for plan in plans)


def test_the_clock_goes_back_to_now() -> None:
    with at_moment(datetime(2031, 1, 1, tzinfo=UTC)):
        pass
    assert practice_of(somebody()).plan_in_force() == "free"
