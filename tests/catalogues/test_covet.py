"""CoVet teams, rule by rule, through the pages (accounts of a type, trials, paying for others)."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from kollega.kernel.permissions import Role
from tests.catalogues.house import (
    Somebody,
    Team,
    accept,
    after,
    invite,
    invited,
    joined,
    practice_of,
    seen,
    somebody,
    team_of,
)


@pytest.fixture(autouse=True)
def _catalogue() -> Iterator[None]:
    with override_settings(CATALOGUE="covet"):
        yield


def on_trial() -> Somebody:
    """Somebody new who sees clients: they try out Unlimited."""
    who = somebody()
    practice_of(who)
    assert who.own is not None
    assert who.own.state.trial_ends_at is not None
    return who


def paying() -> Somebody:
    """Somebody who pays for Essentials themselves."""
    who = somebody()
    assert who.browser.post("/account/plan/choose/", {"plan": "essentials"}).status_code == 302
    return who


def pay(team: Team, who: Somebody, when: str, plan: str = "unlimited") -> int:
    address = team.at(f"billing/{team.member_id(who)}/pay/")
    return team.owner.browser.post(address, {"when": when, "plan": plan}).status_code


def stop(team: Team, who: Somebody) -> int:
    return team.owner.browser.post(team.at(f"billing/{team.member_id(who)}/stop/")).status_code


def test_T4_any_account_creates_a_team_and_becomes_its_owner_and_administrator() -> None:
    team = team_of(somebody())
    member = team.member(team.owner)
    assert member is not None
    assert {Role.OWNER, Role.ADMIN} <= {Role(role) for role in member.roles}


def test_T7_an_owner_with_clients_is_on_trial_or_pays_and_one_without_has_free_support() -> None:
    clinic = team_of(somebody(), sees_clients=False)
    seat = clinic.seat_of(clinic.owner)
    assert seat is not None
    assert seat.state.plan_id == "support"
    vet = team_of(somebody())
    assert vet.owner.own is not None
    assert vet.owner.own.state.plan_id == "unlimited"


def test_T2_my_teams_and_joined_teams_are_two_lists() -> None:
    team, member = team_of(somebody()), somebody()
    joined(team, member, plan="support", roles=(Role.ASSISTANT,))
    own = practice_of(member)
    page = member.browser.get("/practices/?all=1").content.decode()
    assert page.index(own.slug) != page.index(team.slug)


def test_I1_one_account_type_for_a_batch() -> None:
    team, first, second = team_of(somebody()), somebody(), somebody()
    answer = invite(team, first.email, second.email, plan="essentials", offer="now")
    assert answer.status_code == 302
    assert invite(team, somebody().email, plan="no-such-type", offer="now").status_code == 422


def test_P8_pay_for_this_user_is_refused_while_they_pay_themselves_and_possible_after_they_cancel() -> None:
    team, member = team_of(somebody()), paying()
    token = invited(team, member, plan="essentials", offer="now")
    assert accept(member, token).status_code == 302
    assert team.seat_of(member) is None, "the offer does not hold: they go on paying"
    assert member.own is not None
    page = team.owner.browser.get(team.at("billing/")).content.decode()
    assert f"{team.member_id(member)}/pay/" not in page
    assert pay(team, member, "now", "essentials") == 409
    assert member.browser.post("/account/plan/cancel/").status_code == 302
    assert pay(team, member, "now", "essentials") == 302
    seat = team.seat_of(member)
    assert seat is not None
    assert seat.state.plan_id == "essentials"


def test_P8_the_inviter_learns_nothing_of_who_pays_before_acceptance() -> None:
    team, payer, free = team_of(somebody()), paying(), somebody()
    pages = []
    for who in (payer, free):
        invited(team, who, plan="unlimited", offer="now")
        page = team.owner.browser.get(team.at("invitations/")).content.decode()
        pages.append(page.count(who.email))
    assert pages[0] == pages[1]


def test_P9_pay_now_or_after_the_trial_for_somebody_on_a_trial() -> None:
    team, later, sooner = team_of(somebody()), on_trial(), on_trial()
    joined(team, later, plan="unlimited", offer="after_trial")
    seat = team.seat_of(later)
    assert seat is not None
    assert seat.state.trial_ends_at is not None
    assert seat.state.pays_after_trial
    joined(team, sooner, plan="unlimited", offer="now")
    seat = team.seat_of(sooner)
    assert seat is not None
    assert seat.state.trial_ends_at is None


def test_P9_after_the_trial_is_refused_for_somebody_who_is_not_on_one() -> None:
    team, member = team_of(somebody()), somebody()
    joined(team, member, plan="unlimited", offer="themselves")
    assert pay(team, member, "after_trial") == 409
    assert team.seat_of(member) is None
    assert pay(team, member, "now") == 302


def test_P9_an_existing_member_on_a_trial_can_be_paid_for_after_it() -> None:
    team, member = team_of(somebody()), on_trial()
    joined(team, member, plan="unlimited", offer="themselves")
    assert pay(team, member, "after_trial") == 302
    seat = team.seat_of(member)
    assert seat is not None
    assert seat.state.pays_after_trial


def test_P11_stopping_during_a_trial_leaves_everything_until_it_ends() -> None:
    team, member = team_of(somebody()), on_trial()
    own = practice_of(member)
    joined(team, member, plan="unlimited", offer="after_trial")
    assert stop(team, member) == 302
    seat = member.own
    assert seat is not None
    assert seat.state.on_trial(seat.state.started_at)
    assert not seat.state.pays_after_trial
    assert own.member(member) is not None


def test_P11_stopping_a_paid_seat_ends_it_at_once() -> None:
    team, member = team_of(somebody()), somebody()
    joined(team, member, plan="unlimited", offer="now")
    assert stop(team, member) == 302
    assert team.seat_of(member) is None
    assert team.member(member) is not None, "the membership stays"


def test_P13_after_an_unpaid_trial_nothing_is_deleted_and_notes_stay_readable() -> None:
    who = on_trial()
    team = practice_of(who)
    with after(days=15):
        assert who.browser.get(team.at("clients/")).status_code == 200
        assert who.browser.get(team.at("notes/")).status_code == 200


def test_P2_a_second_team_cannot_pay_for_a_seat_that_a_team_pays_for() -> None:
    first, second, member = team_of(somebody()), team_of(somebody()), somebody()
    joined(first, member, plan="unlimited", offer="now")
    token = invited(second, member, plan="unlimited", offer="now")
    assert accept(member, token).status_code == 409
    assert list(member.seats()) == [first.id]


def test_P10_a_free_account_sees_that_it_is_upgraded_before_accepting() -> None:
    team, member = team_of(somebody()), somebody()
    page = seen(member, invited(team, member, plan="unlimited", offer="now"))
    assert "Unlimited" in page


def test_P3_support_accounts_are_free_and_unlimited_in_number() -> None:
    team = team_of(somebody())
    for _ in range(4):
        joined(team, somebody(), plan="support", roles=(Role.ASSISTANT,))
    assert team.owner.browser.get(team.at("billing/")).status_code == 200
