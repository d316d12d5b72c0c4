"""The catalogue for whoever hosts Kollega for others: the table of plans, figure by figure, and its rules."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.rules.plans import Cycle, Entitlement
from kollega.kernel.permissions import Role
from tests.catalogues.booking import booked, calendar_of, codes, tries
from tests.catalogues.house import Team, after, invite, joined, practice_of, somebody, team_of
from tests.factories import unique
from tests.scheduling.test_races import at_once

E = Entitlement
# plan: month, year, appointments, rooms, team billing, sharing, delegation, staff areas
TABLE = {
    "free": (0, 0, 10, 1, False, False, False, False),
    "solo": (1500, 15000, 30, 1, True, False, False, False),
    "duo": (2900, 29000, 100, 2, True, False, False, False),
    "practice": (4900, 49000, None, 3, True, True, True, False),
    "clinic": (6900, 69000, None, 8, True, True, True, True),
}


@pytest.fixture(autouse=True)
def _catalogue() -> Iterator[None]:
    with override_settings(CATALOGUE="kollega"):
        yield


def choose(team: Team, plan: str) -> int:
    return team.owner.browser.post(team.at("plans/choose/"), {"plan": plan}).status_code


def team_on(plan: str) -> Team:
    team = team_of(somebody())
    assert choose(team, plan) == 302
    return team


@pytest.mark.parametrize("plan_id", TABLE)
def test_31_each_plan_has_the_figures_of_the_table(plan_id: str) -> None:
    month, year, appointments, rooms, billing, sharing, delegation, areas = TABLE[plan_id]
    plan = catalogue().plans[plan_id]
    prices = plan.prices.get("EUR", {})
    assert (prices.get(Cycle.MONTH, 0), prices.get(Cycle.YEAR, 0)) == (month, year)
    assert plan.allowance(E.APPOINTMENTS_A_MONTH) == appointments
    assert plan.allowance(E.ROOMS) == rooms
    assert plan.allowance(E.CALENDAR_COMMUNITY) is True
    assert plan.allowance(E.TEAM_BILLING) is billing
    assert [plan.allowance(e) for e in (E.SHARED_TEMPLATES, E.SHARED_NOTES, E.FREE_ASSISTANTS)] == [sharing] * 3
    assert plan.allowance(E.DELEGATION) is delegation
    assert plan.allowance(E.STAFF_AREAS) is areas
    assert plan.trial == (None if plan_id == "free" else timedelta(days=14))
    assert set(plan.prices) == (set() if plan_id == "free" else {"EUR", "NOK", "SEK", "CAD"})


def test_P2_every_clinician_is_a_seat_of_the_practices_plan_and_everybody_else_free_support() -> None:
    team, clinician, secretary = team_on("practice"), somebody(), somebody()
    joined(team, clinician, plan="practice", offer="now")
    joined(team, secretary, plan="support", roles=(Role.TEMPLATE_MANAGER,))
    seats = [team.seat_of(who) for who in (team.owner, clinician, secretary)]
    assert [seat.state.plan_id if seat else None for seat in seats] == ["practice", "practice", "support"]


def test_P2_the_seats_follow_when_the_practice_changes_its_plan() -> None:
    team, clinician = team_on("practice"), somebody()
    joined(team, clinician, plan="practice", offer="now")
    assert choose(team, "clinic") == 302
    seats = [team.seat_of(who) for who in (team.owner, clinician)]
    assert [seat.state.plan_id if seat else None for seat in seats] == ["clinic", "clinic"]


def test_31_support_seats_have_no_appointments_of_their_own() -> None:
    team, support = team_on("clinic"), somebody()
    joined(team, support, plan="support", roles=(Role.CLINICIAN,))
    assert booked(calendar_of(team, support), datetime(2031, 3, 3, 8, tzinfo=UTC)) == 409


def test_31_the_thirty_first_appointment_on_solo_with_ten_at_once() -> None:
    team = practice_of(somebody())
    assert choose(team, "solo") == 302
    calendar = calendar_of(team)
    first = datetime(2031, 3, 3, 8, tzinfo=UTC)
    assert codes(booked(calendar, first + timedelta(hours=n)) for n in range(29)) == {201}
    assert (
        sorted(at_once([tries(calendar, first + timedelta(days=3, hours=n)) for n in range(10)])) == [201] + [409] * 9
    )


def test_31_free_has_no_team_billing() -> None:
    team = team_of(somebody())
    answer = invite(team, f"{unique('new')}@example.test", plan="free", offer="now")
    assert answer.status_code in {302, 409, 422}
    assert choose(team, "solo") == 302
    assert invite(team, f"{unique('new')}@example.test", plan="solo", offer="now").status_code == 302


def test_31_safety_is_in_every_plan() -> None:
    names = {entitlement.value for entitlement in Entitlement}
    assert not names & {"second_factor", "audit", "log", "export", "backup", "signing", "encryption"}


def test_P13_a_trial_of_fourteen_days_falls_back_to_free_with_everything_kept() -> None:
    team = practice_of(somebody())
    assert team.owner.browser.post(team.at("plans/try/"), {"plan": "duo"}).status_code == 302
    calendar = calendar_of(team)
    first = datetime(2031, 3, 3, 8, tzinfo=UTC)
    assert codes(booked(calendar, first + timedelta(hours=n)) for n in range(12)) == {201}
    with after(days=14, minutes=1):
        assert team.plan_in_force() == "free"
        assert booked(calendar, first + timedelta(days=9)) == 409
        assert booked(calendar, first + timedelta(days=40)) == 201
        assert team.owner.browser.get(team.at("clients/")).status_code == 200


def test_P13_keeping_the_plan_after_its_trial() -> None:
    team = practice_of(somebody())
    assert team.owner.browser.post(team.at("plans/try/"), {"plan": "duo"}).status_code == 302
    assert team.owner.browser.post(team.at("plans/keep/"), {"keep": "1"}).status_code == 302
    with after(days=15):
        assert team.plan_in_force() == "duo"
