"""The seats of somebody who accepts, in the database, in the shipped catalogues (P2, P8 to P10, T3, SB-5)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings

from kollega.accounts.models import Person
from kollega.catalogue.models import SeatEvent
from kollega.catalogue.rules.offers import Offer
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.platform.tenancy import tenant
from kollega.teams.errors import ExclusiveMembership
from kollega.teams.operations.accepting import accept
from tests.scheduling.test_races import at_once
from tests.teams.making import (
    give_own_seat,
    guest,
    invitation_of,
    invited,
    make_person_at,
    make_team,
    membership_of,
    seats_of,
)


@pytest.fixture
def covet() -> Iterator[None]:
    with override_settings(CATALOGUE="covet"):
        yield


@pytest.fixture
def heidi() -> Iterator[None]:
    with override_settings(CATALOGUE="heidi"):
        yield


@pytest.fixture
def kollega() -> Iterator[None]:
    with override_settings(CATALOGUE="kollega"):
        yield


def joined(owner: Actor, plan: str, offer: Offer, own: str | None = None, *, trial_days: int = 0) -> Person:
    """Somebody with this own plan who has accepted."""
    address, token = invited(owner, plan=plan, offer=offer)
    person = make_person_at(address)
    if own is not None:
        give_own_seat(person, own, trial_ends_at=real_now() + timedelta(days=trial_days) if trial_days else None)
    accept(guest(owner, person), token=token)
    return person


def held(person: Person) -> list[tuple[str, bool]]:
    """Plan and whether a practice pays, of each running seat."""
    return [(seat.state.plan_id, seat.state.payer_id is not None) for seat in seats_of(person)]


@pytest.mark.usefixtures("covet")
def test_P8_with_keep_the_person_pays_on_and_the_inviter_hears_of_it_afterwards() -> None:
    owner = make_team(plan="team")
    person = joined(owner, "unlimited", Offer.NOW, "essentials")
    assert membership_of(owner, person) is not None
    assert held(person) == [("essentials", False)]


@pytest.mark.usefixtures("heidi")
def test_P8_with_take_over_the_own_plan_ends_exactly_once_and_the_practice_pays() -> None:
    owner = make_team(plan="practice-team")
    person = joined(owner, "practice", Offer.NOW, "pro")
    assert held(person) == [("practice", True)]
    with tenant(None, person.pk), transaction.atomic():
        events = list(SeatEvent.objects.filter(person_id=person.pk).order_by("at", "id"))
    assert [event.reason for event in events].count("taken_over") == 1


@pytest.mark.usefixtures("covet")
def test_P9_now_ends_the_trial_and_after_trial_hands_it_over() -> None:
    owner = make_team(plan="team")
    now = joined(owner, "unlimited", Offer.NOW, "unlimited", trial_days=5)
    [seat] = seats_of(now)
    assert (seat.state.payer_id, seat.state.trial_ends_at) == (owner.practice_id, None)
    after = joined(owner, "unlimited", Offer.AFTER_TRIAL, "unlimited", trial_days=5)
    [seat] = seats_of(after)
    assert (seat.state.payer_id, seat.state.pays_after_trial) == (owner.practice_id, True)
    assert seat.state.trial_ends_at is not None
    assert not seat.state.lapsed(real_now() + timedelta(days=9))


@pytest.mark.usefixtures("covet")
def test_P9_without_a_trial_the_practice_pays_from_now() -> None:
    [seat] = seats_of(joined(make_team(plan="team"), "unlimited", Offer.AFTER_TRIAL))
    assert (seat.state.trial_ends_at, seat.state.plan_id) == (None, "unlimited")


@pytest.mark.usefixtures("heidi")
def test_P10_a_free_account_is_upgraded() -> None:
    assert held(joined(make_team(plan="pro-team"), "pro", Offer.NOW, "free")) == [("pro", True)]


@pytest.mark.usefixtures("covet")
def test_P3_a_support_seat_is_added_beside_the_own_plan() -> None:
    person = joined(make_team(plan="team"), "support", Offer.THEMSELVES, "unlimited")
    assert sorted(held(person)) == [("support", True), ("unlimited", False)]


@pytest.mark.usefixtures("kollega")
def test_a_clinician_of_a_practice_on_trial_has_the_practices_plan_and_trial() -> None:
    ends = real_now() + timedelta(days=10)
    owner = make_team(plan="duo", trial_ends_at=ends)
    [seat] = seats_of(joined(owner, "duo", Offer.NOW))
    assert (seat.state.plan_id, seat.state.payer_id) == ("duo", owner.practice_id)
    assert (seat.state.trial_ends_at, seat.state.pays_after_trial) == (ends, False)


@pytest.mark.usefixtures("heidi")
def test_T3_SB5_a_second_team_is_refused_before_the_own_plan_ends() -> None:
    first, second = make_team(plan="practice-team"), make_team(plan="practice-team")
    person = joined(first, "practice", Offer.THEMSELVES, "pro")
    address, token = invited(second, person.email, plan="practice", offer=Offer.NOW)
    with pytest.raises(ExclusiveMembership):
        accept(guest(second, person), token=token)
    assert held(person) == [("pro", False)]
    assert membership_of(second, person) is None
    assert invitation_of(second, address).accepted_at is None


@pytest.mark.usefixtures("heidi")
def test_T3_the_owner_of_a_practice_of_one_is_in_no_team() -> None:
    alone, team = make_team(plan="pro-team"), make_team(plan="practice-team")
    person = Person.objects.get(pk=alone.person_id)
    _, token = invited(team, person.email, plan="practice", offer=Offer.NOW)
    accept(guest(team, person), token=token)
    assert membership_of(team, person) is not None


@pytest.mark.race
@pytest.mark.usefixtures("heidi")
def test_T3_SB5_two_teams_accepted_at_once_make_one_membership_and_one_paid_seat() -> None:
    for _ in range(3):
        # Each has a member beside its owner, so that each is a team.
        teams = [make_team(plan="practice-team") for _ in range(3)]
        for team in teams:
            joined(team, "practice", Offer.NOW)
        address, token = invited(teams[0], plan="practice", offer=Offer.NOW)
        tokens = [token, *(invited(team, address, plan="practice", offer=Offer.NOW)[1] for team in teams[1:])]
        person = make_person_at(address)
        give_own_seat(person, "pro")
        pairs = list(zip(teams, tokens, strict=True))
        results = at_once([lambda t=t, k=k, p=person: accept(guest(t, p), token=k) for t, k in pairs])
        assert sum(not isinstance(result, Exception) for result in results) == 1, results
        assert all(isinstance(r, ExclusiveMembership) for r in results if isinstance(r, Exception)), results
        assert held(person) == [("practice", True)]
