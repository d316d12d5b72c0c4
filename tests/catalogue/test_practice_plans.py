"""A practice's own plan: choosing, trying out once, keeping, and what becomes of its seats (P1, P13, T12)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from kollega.catalogue.errors import (
    AlreadyThisPlan,
    NotInPlan,
    NoTrial,
    NoTrialRuns,
    PaysAlready,
    StillPays,
    TrialUsed,
    UnderContract,
    UnknownPlan,
)
from kollega.catalogue.models import Contract, PracticePlan
from kollega.catalogue.operations.enforcing import require_included
from kollega.catalogue.operations.practice_plans import choose_plan, keep_after_trial, try_plan
from kollega.catalogue.queries.plans import PlanInForce, personal_allowance, plan_of
from kollega.catalogue.queries.seats import HeldSeat, history_of_seat, seat_in
from kollega.catalogue.rules.plans import Cycle, Entitlement
from kollega.catalogue.rules.seats import SeatChange
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.teams.operations.paying import pay_for_member
from tests.factories import at, make_member, make_practice
from tests.scheduling.test_races import at_once

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _kollega() -> Iterator[None]:
    with override_settings(CATALOGUE="kollega"):
        yield


@pytest.fixture
def anna() -> Actor:
    return make_practice()


def plan(actor: Actor) -> PlanInForce:
    with tenant(actor.practice_id, actor.person_id), transaction.atomic():
        return plan_of(actor.practice_id, actor.at)


def seat(actor: Actor) -> HeldSeat:
    assert actor.person_id
    with tenant(actor.practice_id, actor.person_id), transaction.atomic():
        found = seat_in(actor.practice_id, actor.person_id)
    assert found is not None
    return found


def appointments(actor: Actor) -> Any:
    assert actor.person_id
    with tenant(actor.practice_id, actor.person_id), transaction.atomic():
        return personal_allowance(actor.practice_id, actor.person_id, actor.at, Entitlement.APPOINTMENTS_A_MONTH)


def test_P1_a_new_practice_has_the_first_plan_and_its_founder_a_seat_of_it(anna: Actor) -> None:
    assert (plan(anna).plan.id, plan(anna).since) == ("free", None)
    assert seat(anna).state.plan_id == "free"
    assert appointments(anna) == 10


def test_P13_a_trial_that_nobody_pays_leads_to_the_free_plan_and_deletes_nothing(anna: Actor) -> None:
    try_plan(anna, plan_id="solo")
    assert plan(anna).plan.id == "solo"
    assert plan(anna).trial_ends_at == anna.at + 14 * DAY
    assert appointments(anna) == 30
    last_moment = at(anna, anna.at + 14 * DAY - timedelta(microseconds=1))
    assert plan(last_moment).plan.id == "solo"
    later = at(anna, anna.at + 14 * DAY)
    assert (plan(later).plan.id, plan(later).lapsed) == ("free", True)
    assert appointments(later) == 10
    assert seat(later).state.plan_id == "solo"


def test_P13_a_plan_is_tried_out_once_by_each_practice(anna: Actor) -> None:
    try_plan(anna, plan_id="solo")
    with pytest.raises(TrialUsed):
        try_plan(at(anna, anna.at + 20 * DAY), plan_id="solo")
    try_plan(at(anna, anna.at + 21 * DAY), plan_id="duo")
    with pytest.raises(NoTrial):
        try_plan(anna, plan_id="free")
    try_plan(make_practice(), plan_id="solo")


@pytest.mark.race
def test_P13_ten_tries_at_once_start_one_trial(anna: Actor) -> None:
    works: list[Callable[[], Any]] = [partial(try_plan, anna, plan_id="solo") for _ in range(10)]
    results = at_once(works)
    assert results.count(None) == 1, results
    assert len([r for r in results if isinstance(r, TrialUsed)]) == 9


def test_P13_a_kept_trial_goes_on_and_can_be_let_go_again(anna: Actor) -> None:
    try_plan(anna, plan_id="practice")
    keep_after_trial(at(anna, anna.at + DAY))
    later = at(anna, anna.at + 15 * DAY)
    assert (plan(later).plan.id, plan(later).trial_ends_at, plan(later).lapsed) == ("practice", None, False)
    assert appointments(later) is None
    keep_after_trial(at(anna, anna.at + 2 * DAY), keep=False)
    assert plan(later).plan.id == "free"
    with pytest.raises(NoTrialRuns):
        keep_after_trial(later)
    changes = [entry.change for entry in _history(anna)]
    assert changes == [SeatChange.STARTED, SeatChange.TYPE_CHANGED, SeatChange.TRIAL_SET, SeatChange.TRIAL_SET]


def test_P14_a_chosen_plan_holds_at_once_and_ends_a_trial(anna: Actor) -> None:
    try_plan(anna, plan_id="practice")
    choose_plan(at(anna, anna.at + DAY), plan_id="duo", cycle=Cycle.YEAR)
    later = at(anna, anna.at + 30 * DAY)
    now = plan(later)
    assert (now.plan.id, now.cycle, now.trial_ends_at, now.lapsed) == ("duo", Cycle.YEAR, None, False)
    assert seat(later).state.cycle is Cycle.YEAR
    assert appointments(later) == 100


def test_P14_who_pays_changes_at_once_instead_of_trying(anna: Actor) -> None:
    choose_plan(anna, plan_id="solo")
    with pytest.raises(PaysAlready):
        try_plan(at(anna, anna.at + DAY), plan_id="practice")
    with pytest.raises(AlreadyThisPlan):
        choose_plan(at(anna, anna.at + DAY), plan_id="solo")
    choose_plan(at(anna, anna.at + DAY), plan_id="solo", cycle=Cycle.YEAR)


def test_P1_every_clinicians_seat_follows_the_plan_and_free_ones_stay(anna: Actor) -> None:
    choose_plan(anna, plan_id="practice")
    kari = make_member(anna, Role.CLINICIAN)
    pay_for_member(at(anna, anna.at + DAY), membership_id=kari.own_membership)
    support = make_practice(sees_clients=False)
    choose_plan(at(anna, anna.at + 2 * DAY), plan_id="solo")
    assert seat(kari).state.plan_id == "solo"
    choose_plan(support, plan_id="solo")
    assert seat(support).state.plan_id == "support"


def test_P1_an_unknown_or_foreign_kind_of_plan_is_refused(anna: Actor) -> None:
    for plan_id in ("gold", "support", ""):
        with pytest.raises(UnknownPlan):
            choose_plan(anna, plan_id=plan_id)


def test_P15_only_billing_administrators_change_plans(anna: Actor) -> None:
    kari = make_member(anna, Role.CLINICIAN)
    for change in (partial(choose_plan, plan_id="solo"), partial(try_plan, plan_id="solo"), keep_after_trial):
        with pytest.raises(Forbidden):
            change(kari)


def test_T12_under_a_contract_only_the_operator_changes_the_plan(anna: Actor) -> None:
    with tenant(anna.practice_id), transaction.atomic():
        Contract.objects.create(
            practice_id=anna.practice_id,
            plan="clinic",
            contact_name="Eva",
            contact_email="eva@operator.test",
            begins_at=anna.at - DAY,
            set_at=anna.at,
        )
    assert plan(anna).plan.id == "clinic"
    for change in (partial(choose_plan, plan_id="solo"), partial(try_plan, plan_id="solo"), keep_after_trial):
        with pytest.raises(UnderContract):
            change(anna)


def test_P2_histories_only_grow(anna: Actor) -> None:
    choose_plan(anna, plan_id="solo")
    for statement in (
        "update catalogue_practice_plan set plan = 'clinic'",
        "delete from catalogue_practice_plan",
        "update catalogue_seat_event set plan = 'clinic'",
        "delete from catalogue_seat_event",
        "delete from catalogue_seat",
    ):
        with (
            pytest.raises(DatabaseError),
            tenant(anna.practice_id, anna.person_id),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_later_decision_stands_also_when_its_request_began_earlier(anna: Actor) -> None:
    choose_plan(anna, plan_id="solo")
    choose_plan(at(anna, anna.at - timedelta(seconds=5)), plan_id="duo")
    assert plan(at(anna, anna.at + DAY)).plan.id == "duo"
    assert seat(anna).state.plan_id == "duo"


def test_P13_what_a_plan_does_not_include_names_the_plan_that_does(anna: Actor) -> None:
    with tenant(anna.practice_id, anna.person_id), transaction.atomic():
        with pytest.raises(NotInPlan) as refused:
            require_included(anna, Entitlement.STAFF_AREAS)
        assert refused.value.details["plan_id"] == "clinic"
        with pytest.raises(NotInPlan) as refused:
            require_included(anna, Entitlement.SHARED_TEMPLATES)
    assert refused.value.details["plan_id"] == "practice"


def test_heidi_seats_change_their_type_with_the_teams_plan_and_unpaid_bills_are_not_left_behind() -> None:
    with override_settings(CATALOGUE="heidi"):
        owner = make_practice()
        kari = make_member(owner, Role.CLINICIAN)
        choose_plan(owner, plan_id="pro-team")
        pay_for_member(at(owner, owner.at + DAY), membership_id=kari.own_membership)
        assert seat(kari).state.plan_id == "pro"
        choose_plan(at(owner, owner.at + 2 * DAY), plan_id="practice-team")
        assert seat(kari).state.plan_id == "practice"
        choose_plan(at(owner, owner.at + 3 * DAY), plan_id="pro-team")
        assert seat(kari).state.plan_id == "pro"
        with pytest.raises(StillPays):
            choose_plan(at(owner, owner.at + 4 * DAY), plan_id="single")
        assert plan(at(owner, owner.at + 5 * DAY)).plan.id == "pro-team"
        with tenant(owner.practice_id), transaction.atomic():
            assert PracticePlan.objects.count() == 3


def _history(actor: Actor) -> list[Any]:
    held = seat(actor)
    with tenant(actor.practice_id, actor.person_id), transaction.atomic():
        return history_of_seat(held.id)
