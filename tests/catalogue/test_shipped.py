"""The catalogues that come with the product, to the figure (P0, P1, P3, 3.1)."""

from datetime import timedelta
from itertools import pairwise

import pytest

from kollega.catalogue.in_force import SHIPPED, catalogue, read
from kollega.catalogue.rules.allowances import cheapest_with
from kollega.catalogue.rules.plans import (
    PERSONAL,
    Catalogue,
    Cycle,
    Entitlement,
    Membership,
    Scope,
    SelfPayer,
)

E = Entitlement
YES_NO = [E.CALENDAR_COMMUNITY, E.TEAM_BILLING, E.SHARED_TEMPLATES, E.SHARED_NOTES, E.FREE_ASSISTANTS, E.DELEGATION]
YES_NO.append(E.STAFF_AREAS)

# Section 3.1: price a month and a year in EUR, appointments, rooms, and the yes-or-no ones in the order above.
TABLE = {
    "free": (None, 10, 1, "1000000", None),
    "solo": ((1500, 15000), 30, 1, "1100000", 14),
    "duo": ((2900, 29000), 100, 2, "1100000", 14),
    "practice": ((4900, 49000), None, 3, "1111110", 14),
    "clinic": ((6900, 69000), None, 8, "1111111", 14),
}


@pytest.fixture
def kollega() -> Catalogue:
    return read("kollega")


@pytest.mark.parametrize("plan_id", TABLE)
def test_P1_kollega_is_the_table_to_the_figure(kollega: Catalogue, plan_id: str) -> None:
    price, appointments, rooms, switches, trial = TABLE[plan_id]
    plan = kollega.plans[plan_id]
    assert plan.scope is Scope.PRACTICE
    assert kollega.is_a_seat(plan)
    assert plan.prices.get("EUR") == ({Cycle.MONTH: price[0], Cycle.YEAR: price[1]} if price else None)
    assert plan.allowance(E.APPOINTMENTS_A_MONTH) == appointments
    assert plan.allowance(E.ROOMS) == rooms
    assert "".join(str(int(bool(plan.allowance(one)))) for one in YES_NO) == switches
    assert plan.trial == (timedelta(days=trial) if trial else None)


def test_P3_kollega_gives_free_seats_to_whoever_sees_no_clients(kollega: Catalogue) -> None:
    assert [plan.id for plan in kollega.free_types()] == ["support", "assistant"]
    for plan in kollega.free_types():
        assert not plan.is_paid
        assert plan.allowance(E.APPOINTMENTS_A_MONTH) == 0


def test_P1_prices_stand_in_every_currency_and_a_year_costs_ten_months(kollega: Catalogue) -> None:
    for plan in kollega.plans.values():
        assert set(plan.prices) in (set(), {"EUR", "NOK", "SEK", "CAD"})
        assert all(price[Cycle.YEAR] == 10 * price[Cycle.MONTH] for price in plan.prices.values())


def test_P1_a_practice_in_another_currency_sees_the_first_one(kollega: Catalogue) -> None:
    assert kollega.plans["solo"].price("SEK") == ("SEK", {Cycle.MONTH: 16900, Cycle.YEAR: 169000})
    assert kollega.plans["solo"].price("CHF") == ("EUR", {Cycle.MONTH: 1500, Cycle.YEAR: 15000})
    assert kollega.plans["free"].price("SEK") is None


def test_P0_the_default_is_open_and_open_limits_nothing() -> None:
    known = catalogue()
    assert known.id == "open"
    assert not known.billing
    assert not any(known.limits(entitlement) for entitlement in Entitlement)


def test_heidi_is_as_its_help_says() -> None:
    heidi = read("heidi")
    assert heidi.membership is Membership.EXCLUSIVE
    assert heidi.self_payer is SelfPayer.TAKE_OVER
    assert heidi.team_needs == ("pro",)
    assert heidi.large_team_from == 10
    assert heidi.affiliate is not None
    assert heidi.one_seat_a_person
    pro, practice = heidi.plans["pro-team"], heidi.plans["practice-team"]
    shared = (E.SHARED_TEMPLATES, E.SHARED_NOTES, E.FREE_ASSISTANTS)
    assert pro.allowance(E.TEAM_BILLING) is True
    assert not any(pro.allowance(one) for one in shared)
    assert all(practice.allowance(one) for one in shared)
    assert practice.trial == timedelta(days=14)
    assert [plan.id for plan in heidi.clinician_types_of(pro)] == ["pro"]
    assert [plan.id for plan in heidi.free_types()] == ["assistant"]
    assert [plan.id for plan in heidi.personal_plans()] == ["pro"]


def test_covet_is_as_its_help_says() -> None:
    covet = read("covet")
    assert covet.membership is Membership.MANY
    assert covet.self_payer is SelfPayer.KEEP
    assert covet.team_needs == ()
    assert covet.clinician_trial == "unlimited"
    assert covet.plans["unlimited"].trial == timedelta(days=14)
    assert [plan.id for plan in covet.clinician_types_of(covet.plans["team"])] == ["unlimited", "essentials"]
    none = covet.plans[covet.first_seat]
    assert none.allowance(E.APPOINTMENTS_A_MONTH) == 0
    assert none.allowance(E.NOTES) is False
    assert [plan.id for plan in covet.free_types()] == ["support"]


def test_lemniscus_is_as_its_help_says() -> None:
    lemniscus = read("lemniscus")
    figures = {
        plan.id: (plan.allowance(E.APPOINTMENTS_A_MONTH), plan.allowance(E.ROOMS))
        for plan in lemniscus.of_scope(Scope.PRACTICE)
    }
    assert figures == {"free": (5, 1), "s": (30, 1), "m": (100, 2), "l": (None, 3), "xl": (None, 8)}
    assert all(plan.allowance(E.CALENDAR_COMMUNITY) for plan in lemniscus.of_scope(Scope.PRACTICE))
    assert cheapest_with(lemniscus, E.DELEGATION) is lemniscus.plans["l"]
    assert cheapest_with(lemniscus, E.STAFF_AREAS) is lemniscus.plans["xl"]
    assert {plan.trial for plan in lemniscus.of_scope(Scope.PRACTICE)} == {None, timedelta(days=30)}


@pytest.mark.parametrize("name", SHIPPED)
def test_P13_no_plan_takes_safety_away_and_larger_plans_never_allow_less(name: str) -> None:
    known = read(name)
    plans = known.of_scope(Scope.PRACTICE)
    for smaller, larger in pairwise(plans):
        for entitlement in set(Entitlement) - PERSONAL:
            allowed = larger.allowance(entitlement)
            assert allowed is None or int(allowed) >= int(smaller.allowance(entitlement) or 0)
    assert not known.plans[known.first_practice_plan].is_paid
    assert not known.plans[known.first_seat].is_paid
