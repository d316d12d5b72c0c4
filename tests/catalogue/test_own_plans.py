"""The plan that a person has and pays for themselves (P2, P8, P13)."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.test import override_settings

from kollega.catalogue.errors import (
    AlreadyThisPlan,
    NothingToCancel,
    NoTrial,
    NoTrialRuns,
    PaysAlready,
    PracticePays,
    TrialUsed,
    UnknownPlan,
)
from kollega.catalogue.operations.own_plans import cancel_own_plan, choose_own_plan, keep_own_plan, try_own_plan
from kollega.catalogue.queries.own_plans import OwnPlan, own_plan_of
from kollega.catalogue.rules.plans import Cycle
from kollega.catalogue.rules.seats import SeatChange
from kollega.kernel.clock import real_now
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.teams.operations.founding import found_practice
from kollega.teams.operations.paying import pay_for_member
from tests.factories import make_member, make_person, make_practice, unique

DAY = timedelta(days=1)
covet = override_settings(CATALOGUE="covet")
NOW = real_now()


def own(person_id: UUID, moment: datetime) -> OwnPlan:
    with tenant(None, person_id), transaction.atomic():
        return own_plan_of(person_id, moment)


def choose(person_id: UUID, plan_id: str, *, days: int = 0, cycle: Cycle = Cycle.MONTH) -> None:
    choose_own_plan(person_id, plan_id=plan_id, cycle=cycle, at=NOW + days * DAY)


def try_out(person_id: UUID, plan_id: str = "unlimited", *, days: int = 0) -> None:
    try_own_plan(person_id, plan_id=plan_id, cycle=Cycle.MONTH, at=NOW + days * DAY)


@covet
def test_P13_an_own_trial_that_is_not_kept_leaves_the_free_plan_and_can_be_paid_later() -> None:
    person = make_person().pk
    assert own(person, NOW).given.id == "none"
    assert own(person, NOW).may_try == ("unlimited",)
    try_out(person)
    assert own(person, NOW + 13 * DAY).given.id == "unlimited"
    ended = own(person, NOW + 14 * DAY)
    assert (ended.given.id, ended.lapsed, ended.may_try) == ("none", True, ())
    with pytest.raises(TrialUsed):
        try_out(person, days=20)
    choose(person, "essentials", days=20)
    assert own(person, NOW + 21 * DAY).given.id == "essentials"


@covet
def test_P9_a_kept_own_trial_goes_on_paid_and_cancelling_it_keeps_the_trial() -> None:
    person = make_person().pk
    with pytest.raises(NoTrialRuns):
        keep_own_plan(person, at=NOW)
    try_out(person)
    with pytest.raises(NothingToCancel):
        cancel_own_plan(person, at=NOW + DAY)
    keep_own_plan(person, at=NOW + DAY)
    assert own(person, NOW + 30 * DAY).paying
    cancel_own_plan(person, at=NOW + 2 * DAY)
    assert own(person, NOW + 13 * DAY).given.id == "unlimited"
    assert own(person, NOW + 14 * DAY).given.id == "none"


@covet
def test_P2_one_own_seat_changes_its_plan_and_ends_when_it_is_cancelled() -> None:
    person = make_person().pk
    choose(person, "essentials")
    with pytest.raises(AlreadyThisPlan):
        choose(person, "essentials", days=1)
    choose(person, "essentials", days=1, cycle=Cycle.YEAR)
    choose(person, "unlimited", days=2)
    with pytest.raises(PaysAlready):
        try_out(person, days=3)
    cancel_own_plan(person, at=NOW + 3 * DAY)
    found = own(person, NOW + 4 * DAY)
    assert (found.plan, found.given.id) == (None, "none")
    assert [row.entry.change for row in found.history] == [
        SeatChange.ENDED,
        SeatChange.TYPE_CHANGED,
        SeatChange.TYPE_CHANGED,
        SeatChange.STARTED,
    ]
    assert len({row.seat_id for row in found.history}) == 1
    choose(person, "essentials", days=5)


@covet
def test_P2_whom_a_practice_pays_for_needs_no_own_plan() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    pay_for_member(owner, membership_id=kari.own_membership)
    assert kari.person_id
    for refused in (choose, try_out):
        with pytest.raises(PracticePays):
            refused(kari.person_id, "unlimited")
    assert own(kari.person_id, NOW + DAY).by_practice


@pytest.mark.parametrize(("catalogue", "plan_id"), [("covet", "support"), ("heidi", "practice"), ("kollega", "solo")])
def test_P1_people_choose_only_plans_that_are_meant_for_them(catalogue: str, plan_id: str) -> None:
    person = make_person().pk
    with override_settings(CATALOGUE=catalogue):
        for refused in (choose, try_out):
            with pytest.raises(UnknownPlan):
                refused(person, plan_id)


@covet
def test_P13_a_plan_without_a_trial_is_chosen_at_once() -> None:
    with pytest.raises(NoTrial):
        try_out(make_person().pk, "essentials")


@covet
def test_T7_a_new_clinician_tries_out_the_catalogues_plan_once_however_many_practices_they_found() -> None:
    person = make_person()
    for moment in (NOW, NOW + 20 * DAY):
        found_practice(
            person_id=person.pk,
            display_name="Anna Berg",
            name="Practice",
            slug=unique("practice"),
            country="SE",
            zone="Europe/Stockholm",
            currency="SEK",
            language="en",
            sees_clients=True,
            at=moment,
        )
    assert len(own(person.pk, NOW).history) == 1
    assert own(person.pk, NOW + 13 * DAY).given.id == "unlimited"
    assert own(person.pk, NOW + 21 * DAY).given.id == "none"
