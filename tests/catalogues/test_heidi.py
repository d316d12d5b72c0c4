"""Heidi Team, rule by rule, through the pages (seat plans free and pro, one team at a time, taking over)."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from kollega.kernel.permissions import Role
from kollega.teams.errors import LargeTeam
from tests.catalogues.house import (
    Somebody,
    accept,
    after,
    create_team,
    invite,
    invited,
    joined,
    mails_of,
    practice_of,
    seen,
    somebody,
    team_of,
    token_for,
    words,
)
from tests.factories import unique


@pytest.fixture(autouse=True)
def _catalogue() -> Iterator[None]:
    with override_settings(CATALOGUE="heidi"):
        yield


def on_pro() -> Somebody:
    who = somebody()
    assert who.browser.post("/account/plan/choose/", {"plan": "pro"}).status_code == 302
    return who


def test_T4_creating_a_team_needs_pro_and_the_page_says_so() -> None:
    team = practice_of(somebody())
    page = team.owner.browser.get(team.at("team/create/")).content.decode()
    assert "Pro" in page
    assert create_team(team).status_code == 409
    assert team.owner.browser.post("/account/plan/choose/", {"plan": "pro"}).status_code == 302
    assert create_team(team).status_code == 302


def test_P10_somebody_on_free_is_upgraded_to_pro_and_paid_by_the_team() -> None:
    team, free = team_of(on_pro()), somebody()
    token = invited(team, free, plan="pro", offer="now")
    assert "Pro" in seen(free, token)
    assert accept(free, token).status_code == 302
    seat = team.seat_of(free)
    assert seat is not None
    assert (seat.state.plan_id, free.own) == ("pro", None)


def test_P8_SB5_the_own_pro_of_somebody_who_joins_ends_exactly_once() -> None:
    team, pro = team_of(on_pro()), on_pro()
    token = invited(team, pro, plan="pro", offer="now")
    page = seen(pro, token)
    assert "credit" in page.casefold()
    assert pro.own is not None, "opening the page ends nothing"
    assert accept(pro, token).status_code == 302
    assert pro.own is None
    assert list(pro.seats()) == [team.id]
    history = pro.browser.get("/account/plan/").content.decode()
    assert history.count("taken over") <= 1


def test_T3_a_second_team_is_refused_before_anything_of_theirs_ends() -> None:
    first, second, member = team_of(on_pro()), team_of(on_pro()), somebody()
    joined(first, member, plan="pro", offer="now")
    token = invited(second, member, plan="pro", offer="now")
    before = member.seats()
    answer = accept(member, token)
    assert answer.status_code == 409, words(answer)
    assert member.seats() == before
    assert second.member(member) is None
    assert first.member(member) is not None


def test_T3_a_pro_member_of_another_team_keeps_their_plan_when_refused() -> None:
    team, owner_elsewhere = team_of(on_pro()), on_pro()
    joined(team_of(owner_elsewhere), somebody(), plan="pro")
    token = invited(team, owner_elsewhere, plan="pro", offer="now")
    before = owner_elsewhere.seats()
    assert accept(owner_elsewhere, token).status_code == 409
    assert owner_elsewhere.seats() == before


def test_I8_a_practice_of_ones_own_stays_when_joining() -> None:
    member = somebody()
    own, team = practice_of(member), team_of(on_pro())
    joined(team, member, plan="pro", offer="now")
    assert own.member(member) is not None
    assert member.browser.get(own.at("clients/")).status_code == 200


def test_I2_I3_resending_makes_a_new_link_and_the_old_one_says_no_longer_valid() -> None:
    team, member = team_of(on_pro()), somebody()
    old = invited(team, member, plan="pro", offer="now")
    pending = team.owner.browser.get(team.at("invitations/")).content.decode()
    assert member.email in pending
    resend = next(part for part in pending.split('"') if part.endswith("/resend/"))
    assert team.owner.browser.post(resend).status_code == 302
    new = token_for(team, member.email)
    assert new != old
    dead = member.browser.get(f"/invitation/{old}/")
    assert dead.status_code == 410
    assert team.slug not in dead.content.decode()
    assert accept(member, old).status_code == 410
    assert accept(member, new).status_code == 302


def test_I2_valid_for_thirty_days_to_the_minute() -> None:
    team, early, late = team_of(on_pro()), somebody(), somebody()
    early_token, late_token = (invited(team, who, plan="pro", offer="now") for who in (early, late))
    with after(days=29, hours=23, minutes=59):
        assert accept(early, early_token).status_code == 302
    with after(days=30, minutes=1):
        assert late.browser.get(f"/invitation/{late_token}/").status_code == 410
        assert accept(late, late_token).status_code == 410
    assert team.member(early) is not None
    assert team.member(late) is None


def test_I3_expired_revoked_used_and_unknown_links_show_one_page() -> None:
    team, used = team_of(on_pro()), somebody()
    used_token = invited(team, used, plan="pro", offer="now")
    accept(used, used_token)
    revoked = somebody()
    revoked_token = invited(team, revoked, plan="pro", offer="now")
    pending = team.owner.browser.get(team.at("invitations/")).content.decode()
    revoke = next(part for part in pending.split('"') if part.endswith("/revoke/"))
    assert team.owner.browser.post(revoke).status_code == 302
    tokens = (used_token, revoked_token, "nobody-ever-made-this")
    pages = {Client().get(f"/invitation/{token}/").content.decode().replace(token, "") for token in tokens}
    assert len({words(page) for page in pages}) == 1


def test_I3_the_dead_page_asks_for_a_new_link_without_naming_the_team() -> None:
    team, member = team_of(on_pro()), somebody()
    token = invited(team, member, plan="pro", offer="now")
    with after(days=31):
        answer = member.browser.post(f"/invitation/{token}/ask/")
        assert team.slug not in answer.content.decode()
        unknown = member.browser.post("/invitation/nobody-ever-made-this/ask/")
        assert words(answer).replace(token, "") == words(unknown).replace("nobody-ever-made-this", "")
        told = [mail for mail in mails_of(team) if mail["to"] == team.owner.email]
    assert any(member.email in mail["text"] for mail in told)


def test_I1_a_batch_with_duplicates_blanks_and_a_bad_address() -> None:
    team = team_of(on_pro())
    good, other = (f"{unique('new')}@example.test" for _ in range(2))
    answer = invite(team, good, "", "  ", good.upper(), "not an address", other, plan="pro", offer="now")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "not an address" in page
    assert token_for(team, good)
    assert token_for(team, other)
    sent = [mail["to"] for mail in mails_of(team) if "/invitation/" in mail["text"]]
    assert sorted(sent) == sorted([good, other])


def test_assistants_are_free_on_the_practice_plan_only() -> None:
    team = team_of(on_pro())
    address = f"{unique('helper')}@example.test"
    refused = invite(team, address, plan="assistant", roles=(Role.ASSISTANT,))
    assert refused.status_code in {409, 422}
    assert team.owner.browser.post(team.at("plans/choose/"), {"plan": "practice-team"}).status_code == 302
    token = invited(team, address, plan="assistant", roles=(Role.ASSISTANT,))
    helper = somebody(email=address)
    assert accept(helper, token).status_code == 302
    seat = team.seat_of(helper)
    assert seat is not None
    assert seat.state.plan_id == "assistant"


def test_T12_a_large_team_is_sent_to_the_form() -> None:
    team = team_of(on_pro())
    nine = [f"{unique('new')}@example.test" for _ in range(8)]
    assert invite(team, *nine, plan="pro", offer="now").status_code == 302
    answer = invite(team, f"{unique('one')}@example.test", f"{unique('two')}@example.test", plan="pro", offer="now")
    assert answer.status_code in {409, 422}
    assert LargeTeam.message % {"limit": 10} in words(answer)


def test_P13_the_practice_trial_ends_without_payment_and_nothing_is_deleted() -> None:
    owner = somebody()
    assert owner.browser.post("/account/plan/try/", {"plan": "pro"}).status_code == 302
    team = team_of(owner)
    assert team.owner.browser.post(team.at("plans/try/"), {"plan": "practice-team"}).status_code == 302
    assert team.plan_in_force() == "practice-team"
    with after(days=14, minutes=1):
        assert team.plan_in_force() == "pro-team"
        assert team.owner.browser.get(team.at("clients/")).status_code == 200
        assert team.owner.browser.get(team.at("notes/templates/")).status_code == 200
