"""Who pays for whom: now, after the trial, no more, and never twice (P2, P3, P8, P9, P10, P11)."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from kollega.catalogue.errors import AlreadyPaysThemselves, NotInPlan, NotOnTrial, NotPaidHere, SeatTaken, UnknownPlan
from kollega.catalogue.operations.own_plans import cancel_own_plan, choose_own_plan, keep_own_plan, try_own_plan
from kollega.catalogue.operations.practice_plans import choose_plan, try_plan
from kollega.catalogue.queries.plans import personal_allowance
from kollega.catalogue.queries.seats import HeldSeat, HistoryRow, history_of_practice, running_seats_of
from kollega.catalogue.rules.offers import Offer
from kollega.catalogue.rules.plans import Allowance, Cycle, Entitlement
from kollega.catalogue.rules.seats import EndReason, SeatChange
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden, NotFound
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from kollega.teams.operations.paying import pay_for_member, stop_paying_for_member
from kollega.teams.queries.billing import MemberSeat, Payer, Status, billing
from tests.catalogue.joining import joined
from tests.factories import at, make_member, make_practice
from tests.scheduling.test_races import at_once

DAY = timedelta(days=1)
covet = override_settings(CATALOGUE="covet")
heidi = override_settings(CATALOGUE="heidi")
kollega = override_settings(CATALOGUE="kollega")


def seats(of: Actor) -> list[HeldSeat]:
    assert of.person_id
    with tenant(None, of.person_id), transaction.atomic():
        return running_seats_of(of.person_id)


def only(of: Actor) -> HeldSeat:
    found = seats(of)
    assert len(found) == 1, found
    return found[0]


def allowed(of: Actor, moment: Any) -> Allowance:
    assert of.person_id
    with tenant(of.practice_id, of.person_id), transaction.atomic():
        return personal_allowance(of.practice_id, of.person_id, moment, Entitlement.APPOINTMENTS_A_MONTH)


def listed(owner: Actor, of: Actor) -> MemberSeat:
    return next(one for one in billing(owner).seats if one.person_id == of.person_id)


def choose_own(of: Actor, plan_id: str, *, days: int = 0) -> None:
    assert of.person_id
    choose_own_plan(of.person_id, plan_id=plan_id, cycle=Cycle.MONTH, at=of.at + days * DAY)


def try_own(of: Actor, plan_id: str = "unlimited") -> None:
    assert of.person_id
    try_own_plan(of.person_id, plan_id=plan_id, cycle=Cycle.MONTH, at=of.at)


@covet
def test_P8_whoever_pays_for_themselves_is_paid_for_only_after_they_cancel() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    choose_own(kari, "essentials")
    assert listed(owner, kari).may_pay == ()
    assert listed(owner, kari).payer is Payer.THEMSELVES
    with pytest.raises(AlreadyPaysThemselves):
        pay_for_member(at(owner, owner.at + DAY), membership_id=kari.own_membership)
    assert kari.person_id
    cancel_own_plan(kari.person_id, at=kari.at + DAY)
    later = at(owner, owner.at + 2 * DAY)
    assert listed(later, kari).may_pay == (Offer.NOW,)
    pay_for_member(later, membership_id=kari.own_membership, plan_id="unlimited")
    assert (only(kari).state.plan_id, only(kari).state.payer_id) == ("unlimited", owner.practice_id)


@covet
def test_P8_a_trial_that_the_person_will_pay_counts_as_paying_themselves() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    try_own(kari)
    assert kari.person_id
    keep_own_plan(kari.person_id, at=kari.at)
    with pytest.raises(AlreadyPaysThemselves):
        pay_for_member(owner, membership_id=kari.own_membership)
    cancel_own_plan(kari.person_id, at=kari.at)
    pay_for_member(owner, membership_id=kari.own_membership, after_trial=True)


@heidi
def test_P8_where_the_catalogue_takes_over_the_own_plan_moves_to_the_practice() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    choose_plan(owner, plan_id="pro-team")
    choose_own(kari, "pro")
    was = only(kari).id
    pay_for_member(at(owner, owner.at + DAY), membership_id=kari.own_membership)
    assert (only(kari).id, only(kari).state.payer_id) == (was, owner.practice_id)
    assert history(owner)[0].entry.reason == EndReason.TAKEN_OVER


@covet
def test_P9_pay_now_ends_the_trial_and_pay_after_it_keeps_its_end() -> None:
    owner = make_practice()
    for after_trial in (False, True):
        kari = make_member(owner, Role.CLINICIAN)
        try_own(kari)
        assert listed(owner, kari).may_pay == (Offer.NOW, Offer.AFTER_TRIAL)
        pay_for_member(owner, membership_id=kari.own_membership, after_trial=after_trial)
        state = only(kari).state
        assert state.payer_id == owner.practice_id
        assert state.trial_ends_at == (kari.at + 14 * DAY if after_trial else None)
        assert state.pays_after_trial is after_trial
        assert listed(owner, kari).status is (Status.TRIAL_THEN_PAID if after_trial else Status.PAID)
        assert allowed(kari, kari.at + 30 * DAY) is None


@covet
def test_P9_somebody_who_is_not_on_a_trial_is_paid_for_now_only() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    assert listed(owner, kari).may_pay == (Offer.NOW,)
    with pytest.raises(NotOnTrial):
        pay_for_member(owner, membership_id=kari.own_membership, after_trial=True)
    try_own(kari)
    later = at(owner, kari.at + 14 * DAY)
    assert listed(later, kari).status is Status.LAPSED
    with pytest.raises(NotOnTrial):
        pay_for_member(later, membership_id=kari.own_membership, after_trial=True)
    pay_for_member(later, membership_id=kari.own_membership)


@covet
def test_P11_on_a_trial_the_person_keeps_everything_until_its_end() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    try_own(kari)
    pay_for_member(owner, membership_id=kari.own_membership, after_trial=True)
    stop_paying_for_member(at(owner, owner.at + DAY), membership_id=kari.own_membership)
    state = only(kari).state
    assert (state.payer_id, state.trial_ends_at, state.pays_after_trial) == (None, kari.at + 14 * DAY, False)
    assert allowed(kari, kari.at + 13 * DAY) is None
    assert allowed(kari, kari.at + 14 * DAY) == 0
    assert history(owner)[0].entry.change is SeatChange.PAYER_CHANGED


@covet
def test_P11_a_paid_seat_ends_at_once() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    pay_for_member(owner, membership_id=kari.own_membership)
    assert listed(owner, kari).may_stop
    later = at(owner, owner.at + DAY)
    stop_paying_for_member(later, membership_id=kari.own_membership)
    assert seats(kari) == []
    assert allowed(kari, later.at) == 0
    assert (history(owner)[0].entry.change, history(owner)[0].entry.reason) == (
        SeatChange.ENDED,
        EndReason.NOT_PAID_FOR,
    )
    with pytest.raises(NotPaidHere):
        stop_paying_for_member(later, membership_id=kari.own_membership)


@covet
def test_P11_free_account_types_are_not_paid_and_cannot_be_stopped() -> None:
    owner = make_practice(sees_clients=False)
    assert not listed(owner, owner).may_stop
    with pytest.raises(NotPaidHere):
        stop_paying_for_member(owner, membership_id=owner.own_membership)


@covet
def test_P10_somebody_with_a_free_seat_of_the_practice_is_upgraded_in_it() -> None:
    owner = make_practice(sees_clients=False)
    was = only(owner).id
    pay_for_member(at(owner, owner.at + DAY), membership_id=owner.own_membership, plan_id="essentials")
    assert (only(owner).id, only(owner).state.plan_id) == (was, "essentials")


@covet
def test_P2_nobody_has_two_payers() -> None:
    first, second = make_practice(), make_practice()
    kari = make_member(first, Role.CLINICIAN)
    in_second = joined(second, kari)
    pay_for_member(first, membership_id=kari.own_membership)
    with pytest.raises(SeatTaken):
        pay_for_member(second, membership_id=in_second.own_membership)
    assert listed(second, kari).payer is Payer.OTHER_PRACTICE
    with pytest.raises(SeatTaken):
        pay_for_member(first, membership_id=kari.own_membership)


@covet
@pytest.mark.race
def test_P2_two_practices_that_pay_at_once_end_with_one_payer() -> None:
    first, second = make_practice(), make_practice()
    kari = make_member(first, Role.CLINICIAN)
    in_second = joined(second, kari)
    works: list[Callable[[], Any]] = []
    for _ in range(5):
        works.append(partial(pay_for_member, first, membership_id=kari.own_membership))
        works.append(partial(pay_for_member, second, membership_id=in_second.own_membership))
        works.append(partial(choose_own, kari, "essentials"))
    results = at_once(works)
    paid = [one for one in seats(kari) if one.state.ended_at is None]
    assert len(paid) == 1, results
    assert len([r for r in results if isinstance(r, Exception)]) == len(works) - 1, results


@covet
@pytest.mark.race
def test_P2_a_practice_waits_until_another_one_has_decided_and_is_refused_then() -> None:
    first, second = make_practice(), make_practice()
    kari = make_member(first, Role.CLINICIAN)
    in_second = joined(second, kari)
    results: list[Any] = []

    def pay_too() -> None:
        results.extend(at_once([partial(pay_for_member, second, membership_id=in_second.own_membership)]))

    other = threading.Thread(target=pay_too)
    with transaction.atomic():
        pay_for_member(first, membership_id=kari.own_membership)
        other.start()
        other.join(1)
        assert results == []
    other.join(60)
    assert isinstance(results[0], SeatTaken)
    assert only(kari).state.payer_id == first.practice_id


@kollega
def test_P1_in_kollega_a_clinician_is_a_seat_of_the_practices_plan_and_shares_its_trial() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    try_plan(owner, plan_id="practice")
    pay_for_member(owner, membership_id=kari.own_membership)
    state = only(kari).state
    assert (state.plan_id, state.trial_ends_at) == ("practice", owner.at + 14 * DAY)
    assert allowed(kari, owner.at + 13 * DAY) is None
    assert allowed(kari, owner.at + 14 * DAY) == 10
    with pytest.raises(SeatTaken):
        pay_for_member(owner, membership_id=kari.own_membership)


@heidi
def test_P3_without_team_billing_the_practice_cannot_pay() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    assert listed(owner, kari).may_pay == ()
    with pytest.raises(UnknownPlan):
        pay_for_member(owner, membership_id=kari.own_membership, plan_id="practice")
    with pytest.raises(NotInPlan):
        pay_for_member(owner, membership_id=kari.own_membership, plan_id="pro")


@covet
def test_P15_only_billing_administrators_pay_and_only_for_their_own_members() -> None:
    owner, foreign = make_practice(), make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    for change in (pay_for_member, stop_paying_for_member):
        with pytest.raises(Forbidden):
            change(kari, membership_id=kari.own_membership)
        with pytest.raises(NotFound):
            change(owner, membership_id=foreign.own_membership)
    assert not [one for one in seats(kari) if one.state.payer_id]


@covet
def test_P2_the_practice_keeps_its_history_when_the_person_leaves_and_sees_nothing_of_others() -> None:
    owner, other = make_practice(), make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    pay_for_member(owner, membership_id=kari.own_membership)
    stop_paying_for_member(at(owner, owner.at + DAY), membership_id=kari.own_membership)
    choose_own(kari, "essentials", days=2)
    with tenant(owner.practice_id), transaction.atomic():
        Membership.objects.filter(id=kari.own_membership).update(ended_at=owner.at + 3 * DAY)
    assert [row.entry.change for row in history(owner)] == [SeatChange.ENDED, SeatChange.STARTED]
    assert history(other) == []


def history(owner: Actor) -> list[HistoryRow]:
    with tenant(owner.practice_id), transaction.atomic():
        return history_of_practice(owner.practice_id)
