"""What the holder of a mailed link meets, by HTTP as a browser does (I3 to I5, IN-1 to IN-7)."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connections, transaction
from django.test import Client, override_settings

from kollega.accounts.models import Person
from kollega.catalogue.rules.offers import Offer
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now, write_offset
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership, Practice
from kollega.practices.operations.members import change_member
from kollega.teams.models import Invitation
from kollega.teams.operations.inviting import correct, resend, revoke
from tests.factories import PASSWORD, make_member, make_person, unique
from tests.scheduling.test_races import at_once
from tests.signing_in import client_of, code_now, give_codes, give_password, sign_in
from tests.teams.making import (
    give_own_seat,
    invitation_of,
    invited,
    make_person_at,
    make_team,
    membership_of,
    seats_of,
    token_of,
)

NEW = "three quite new words"


@pytest.fixture
def clock() -> Iterator[Path]:
    """The file by which business time is moved."""
    file = Path(settings.CLOCK_FILE)
    yield file
    write_offset(file, timedelta(0))


def page(token: str) -> str:
    return f"/invitation/{token}/"


def name_of(owner: Actor) -> str:
    with tenant(owner.practice_id), transaction.atomic():
        return Practice.objects.get(id=owner.practice_id).name


def snapshot(practice_id: UUID) -> list[Any]:
    with tenant(practice_id), transaction.atomic():
        return [list(Invitation.objects.order_by("id").values()), list(Membership.objects.order_by("id").values())]


def bare(answer: Any, token: str) -> str:
    """The page without what differs from answer to answer."""
    return re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode().replace(token, "token"))


def test_I5_a_signed_in_person_reads_what_changes_and_accepts() -> None:
    with override_settings(CATALOGUE="heidi"):
        owner = make_team(plan="practice-team")
        address, token = invited(owner, plan="practice", offer=Offer.NOW)
        kari = make_person_at(address)
        give_own_seat(kari, "pro")
        browser = client_of(kari)
        shown = browser.get(page(token)).content.decode()
        for words in (name_of(owner), "Anna Berg", "Clinician", "Practice", "Your own plan Pro ends", "credited"):
            assert words in shown, words
        assert "the practice pays for Practice, monthly" in shown
        assert membership_of(owner, kari) is None
        seen = BeautifulSoup(shown, "html.parser").find("input", {"name": "seen"})
        assert seen is not None
        answer = browser.post(page(token), {"seen": seen["value"]})
    assert answer.headers["Location"].startswith("/p/")
    assert membership_of(owner, kari) is not None
    assert [seat.state.plan_id for seat in seats_of(kari)] == ["practice"]


def test_I5_when_what_changes_is_not_what_was_read_the_page_comes_again_with_409() -> None:
    owner = make_team()
    address, token = invited(owner)
    browser = client_of(make_person_at(address))
    answer = browser.post(page(token), {"seen": "0123456789abcdef"})
    assert answer.status_code == 409
    assert "What changes when you accept" in answer.content.decode()


def test_IN7_a_mail_scanner_that_opens_the_link_five_times_changes_nothing() -> None:
    owner = make_team()
    address, token = invited(owner)
    before = snapshot(owner.practice_id)
    for _ in range(5):
        assert Client().get(page(token)).status_code == 200
        assert Client().head(page(token)).status_code == 200
        assert Client().get(f"{page(token)}account/").status_code == 302
        assert Client().get(f"{page(token)}ask/").status_code == 405
        assert Client().get(f"{page(token)}switch/").status_code == 405
    assert snapshot(owner.practice_id) == before
    kari = client_of(make_person_at(address))
    for _ in range(5):
        assert kari.get(page(token)).status_code == 200
    assert snapshot(owner.practice_id) == before
    assert kari.post(page(token)).status_code == 302


def test_IN1_by_the_clock_29_days_23_h_59_min_is_good_and_30_days_and_a_minute_is_gone(clock: Path) -> None:
    owner = make_team()
    (early, early_token), (late, late_token) = invited(owner), invited(owner)
    first, second = client_of(make_person_at(early)), client_of(make_person_at(late))
    write_offset(clock, owner.at + timedelta(days=30, minutes=1) - real_now())
    assert second.get(page(late_token)).status_code == 410
    assert second.post(page(late_token)).status_code == 410
    write_offset(clock, owner.at + timedelta(days=29, hours=23, minutes=59) - real_now())
    assert first.post(page(early_token)).status_code == 302


def test_IN1_I3_expired_revoked_resent_corrected_used_and_unknown_links_look_the_same() -> None:
    owner = make_team()
    revoked, resent, used, corrected, expired = (invited(owner) for _ in range(5))
    revoke(owner, invitation_id=invitation_of(owner, revoked[0]).id)
    new = resend(owner, invitation_id=invitation_of(owner, resent[0]).id)
    correct(owner, invitation_id=invitation_of(owner, corrected[0]).id, email=f"{unique('right')}@example.test")
    with tenant(owner.practice_id), transaction.atomic():
        Invitation.objects.filter(email=expired[0]).update(expires_at=real_now() - timedelta(seconds=1))
    assert client_of(make_person_at(used[0])).post(page(used[1])).status_code == 302
    demoted = make_member(owner, Role.ADMIN)
    orphan = invited(demoted)
    assert demoted.membership_id is not None
    change_member(owner, membership_id=demoted.membership_id, roles=[Role.CLINICIAN], areas=[], title="")
    tokens = [token for _, token in (revoked, resent, used, corrected, expired, orphan)]
    dead = [*tokens, "quite-unknown", "x" * 43]
    for browser in (Client(), client_of(make_person())):
        answers = [(token, browser.get(page(token))) for token in dead]
        assert {answer.status_code for _, answer in answers} == {410}
        bodies = {bare(answer, token) for token, answer in answers}
        assert len(bodies) == 1
        assert name_of(owner) not in bodies.pop()
        assert {browser.post(page(token)).status_code for token in dead} == {410}
    assert Client().get(page(token_of(owner, new))).status_code == 200


@pytest.mark.race
def test_IN2_two_browsers_at_once_make_one_member() -> None:
    owner = make_team()
    for _ in range(2):
        address, token = invited(owner)
        kari = make_person_at(address)
        browsers = [client_of(kari) for _ in range(4)]
        answers = at_once([lambda b=browser, t=token: b.post(page(t)) for browser in browsers])
        assert sorted(answer.status_code for answer in answers) == [302, 410, 410, 410]
        with tenant(owner.practice_id), transaction.atomic():
            assert Membership.objects.filter(person_id=kari.pk).count() == 1
        assert len(seats_of(kari)) == 1


def test_IN2_replayed_cookies_do_not_accept_again() -> None:
    owner = make_team()
    address, token = invited(owner)
    kari = make_person_at(address)
    browser = client_of(kari)
    copy = Client()
    copy.cookies = browser.cookies.copy()
    assert browser.post(page(token)).status_code == 302
    assert copy.post(page(token)).status_code == 410


def test_I4_somebody_else_is_told_so_and_led_to_the_right_account() -> None:
    owner = make_team()
    _, token = invited(owner)
    other = make_person()
    browser = client_of(other)
    shown = browser.get(page(token))
    assert shown.status_code == 200
    assert "Another account is signed in" in shown.content.decode()
    assert 'name="seen"' not in shown.content.decode()
    assert browser.post(page(token)).status_code == 403
    assert membership_of(owner, other) is None
    led = browser.post(f"{page(token)}switch/")
    assert led.headers["Location"] == f"/signin/?next=%2Finvitation%2F{token}%2F"
    assert browser.get("/account/").status_code == 302


def test_IN3_somebody_who_only_asked_to_change_to_the_address_cannot_accept() -> None:
    owner = make_team()
    address, token = invited(owner)
    other = make_person()
    browser = client_of(other)
    assert browser.post("/account/address/", {"address": address}).status_code == 200
    assert browser.post(page(token)).status_code == 403
    assert membership_of(owner, other) is None


@pytest.mark.parametrize("twin", ["kаri", "ｋari", "\u212aari", "kari\u200b"])
def test_IN3_a_look_alike_account_cannot_accept(twin: str) -> None:
    owner = make_team()
    domain = f"{unique('d')}.test"
    _, token = invited(owner, f"kari@{domain}")
    other = Person.objects.create(email=f"{twin}@{domain}", name="Eve", joined_at=real_now())
    assert client_of(other).post(page(token)).status_code == 403


def test_AZ7_IN4_edited_fields_change_nothing() -> None:
    with override_settings(CATALOGUE="kollega"):
        owner, other = make_team(plan="clinic"), make_team(plan="clinic")
        address, token = invited(owner, plan="support", roles=(Role.TEMPLATE_MANAGER,))
        kari = make_person_at(address)
        forged = {
            "roles": ["owner", "admin", "clinician"],
            "role": "owner",
            "areas": ["finances"],
            "plan": "clinic",
            "account_type": "clinic",
            "offer": "now",
            "payer": str(owner.practice_id),
            "payer_id": "",
            "practice": str(other.practice_id),
            "practice_id": str(other.practice_id),
            "email": "eve@example.test",
            "invited_by": str(owner.membership_id),
            "membership_id": str(owner.membership_id),
        }
        assert client_of(kari).post(page(token), forged).status_code == 302
    member = membership_of(owner, kari)
    assert member is not None
    assert (member.roles, member.areas) == (["template_manager"], [])
    assert [(s.state.plan_id, s.state.payer_id) for s in seats_of(kari)] == [("support", owner.practice_id)]
    assert membership_of(other, kari) is None


def test_IN5_an_inviter_who_was_demoted_before_lets_nobody_in() -> None:
    owner = make_team()
    admin = make_member(owner, Role.ADMIN)
    address, token = invited(admin)
    kari = make_person_at(address)
    assert admin.membership_id is not None
    change_member(owner, membership_id=admin.membership_id, roles=[Role.CLINICIAN], areas=[], title="")
    assert client_of(kari).post(page(token)).status_code == 410
    assert membership_of(owner, kari) is None


@pytest.mark.parametrize("is_open", [True, False])
def test_I4_a_new_person_registers_with_the_invited_address_then_accepts(is_open: bool) -> None:
    owner = make_team()
    address, token = invited(owner)
    browser = Client()
    with override_settings(SIGNUP_OPEN=is_open):
        shown = browser.get(page(token)).content.decode()
        assert "Make your account" in shown
        assert address in shown
        weak = browser.post(f"{page(token)}account/", {"name": "Kari Dahl", "password": "short"})
        assert weak.status_code == 422
        assert "Kari Dahl" in weak.content.decode()
        forged = {"name": "Kari Dahl", "password": NEW, "address": "eve@example.test", "email": "eve@example.test"}
        made = browser.post(f"{page(token)}account/", forged)
    assert made.headers["Location"] == page(token)
    kari = Person.objects.get(email=address)
    assert not Person.objects.filter(email="eve@example.test").exists()
    assert membership_of(owner, kari) is None
    assert "Accept the invitation" in browser.get(page(token)).content.decode()
    joined = browser.post(page(token), follow=True)
    assert membership_of(owner, kari) is not None
    # AU-2: a clinician sets up a second factor before anything of clients opens.
    assert joined.redirect_chain[-1][0].startswith("/account/second-step/")
    assert sign_in(Client(), kari, password=NEW).status_code == 302


def test_AU3_AU6_an_existing_account_signs_in_with_all_its_steps_and_is_not_registered_anew() -> None:
    owner = make_team()
    address, token = invited(owner)
    kari = give_password(make_person_at(address))
    secret = give_codes(kari)
    browser = Client()
    shown = browser.get(page(token)).content.decode()
    assert "Make your account" not in shown
    assert browser.post(f"{page(token)}account/", {"name": "Eve", "password": NEW}).status_code == 302
    kari.refresh_from_db()
    assert kari.check_password(PASSWORD)
    assert browser.post(page(token)).headers["Location"].startswith("/signin/?next=")
    first = browser.post("/signin/", {"address": address, "password": PASSWORD, "next": page(token)})
    assert first.headers["Location"] == "/signin/code/"
    assert browser.post(page(token)).headers["Location"].startswith("/signin/")
    done = browser.post("/signin/code/", {"code": code_now(secret)})
    assert done.headers["Location"] == page(token)
    assert browser.post(page(token)).status_code == 302
    assert membership_of(owner, kari) is not None


def test_AU6_without_a_good_token_nobody_registers_and_nobody_learns_who_has_an_account() -> None:
    owner = make_team()
    gone, token = invited(owner)
    revoke(owner, invitation_id=invitation_of(owner, gone).id)
    for dead in (token, "nothing"):
        answer = Client().post(f"/invitation/{dead}/account/", {"name": "Kari", "password": NEW})
        assert answer.status_code == 410
    assert not Person.objects.filter(email=gone).exists()


@pytest.mark.race
def test_registering_at_once_makes_one_account() -> None:
    owner = make_team()
    address, token = invited(owner)
    form = {"name": "Kari Dahl", "password": NEW}
    answers = at_once([lambda: Client().post(f"{page(token)}account/", form)] * 2)
    assert sorted(answer.status_code for answer in answers)[0] == 302
    assert all(answer.status_code in {302, 409} for answer in answers)
    assert Person.objects.filter(email=address).count() == 1


def test_IN6_the_address_of_the_page_leaves_by_no_header_and_is_not_kept(caplog: pytest.LogCaptureFixture) -> None:
    owner = make_team()
    address, token = invited(owner)
    kari = client_of(make_person_at(address))
    with caplog.at_level("INFO"):
        answers = [Client().get(page(token)), kari.get(page(token)), client_of(make_person()).get(page(token))]
        _, second = invited(owner)
    answers += [Client().get(page("nothing")), Client().post(f"{page(second)}account/", {})]
    for answer in answers:
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer.headers["Cache-Control"]
        tag = BeautifulSoup(answer.content, "html.parser").find("meta", {"name": "referrer"})
        assert tag is not None
        assert tag["content"] == "strict-origin"
    ours = [record for record in caplog.records if record.name.startswith("kollega")]
    assert ours
    assert token not in str([vars(record) for record in ours])


def test_T3_an_exclusive_team_says_why_before_anything_ends() -> None:
    with override_settings(CATALOGUE="heidi"):
        owner, second = make_team(plan="practice-team"), make_team(plan="practice-team")
        address, token = invited(owner, plan="practice", offer=Offer.NOW)
        kari = make_person_at(address)
        browser = client_of(kari)
        assert browser.post(page(token)).status_code == 302
        _, other = invited(second, address, plan="practice", offer=Offer.NOW)
        shown = browser.get(page(other))
        assert shown.status_code == 200
        assert "You are in another team already" in shown.content.decode()
        assert 'name="seen"' not in shown.content.decode()
        assert browser.post(page(other)).status_code == 409
    assert [seat.state.payer_id for seat in seats_of(kari)] == [owner.practice_id]


def test_RL1_looking_and_asking_are_limited_by_network() -> None:
    statuses = [Client().post("/invitation/nothing/ask/").status_code for _ in range(11)]
    assert statuses[-1] == 429
    with transaction.atomic(using="side"), connections["side"].cursor() as cursor:
        cursor.execute("delete from platform_limit")
    statuses = [Client().get(page("nothing")).status_code for _ in range(121)]
    assert (statuses[0], statuses[-1]) == (410, 429)
