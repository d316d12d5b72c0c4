"""The matching questionnaire and the clients it refers (C4, C5)."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client as Browser

from kollega.clients.models import DuplicateHint
from kollega.clients.queries.card import client_card
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.permissions import Area, Role
from kollega.messaging.models import Mail
from kollega.online.enums import AnswerKind
from kollega.online.errors import ReferralOver
from kollega.online.models import Referral
from kollega.online.operations.matching import (
    Asked,
    ProfileData,
    answer_referral,
    edit_profile,
    pick_clinician,
    publish_matching,
    submit_referral,
)
from kollega.online.queries.matching import proposals, referral_of_client, referrals
from kollega.online.rules.intake import Question
from kollega.online.rules.matching import AgeGroup, Profile, Wanted, age_group, proposed
from kollega.practices.operations.tokens import create_token
from kollega.practices.rules.tokens import digest
from kollega.scheduling.enums import Place
from tests.clients.factories import inside, make_client
from tests.factories import make_member
from tests.jobs import run_jobs
from tests.online.making import House, details_of, make_house
from tests.pages import browser, slug_of
from tests.web.clients.test_card_pages import address, text_of

QUESTIONS = (
    Question(AnswerKind.SCALE, "How well do you sleep?", required=True),
    Question(AnswerKind.CHOICE, "Been here before?", choices=("Never", "Once")),
)
ASKED = Asked("I cannot sleep since spring.", "sv", ("Sleep",))


@pytest.fixture(scope="module")
def house() -> House:
    made = make_house()
    publish_matching(made.owner, is_on=True, intro="Welcome", topics=("Sleep", "Grief"), questions=QUESTIONS)
    edit_profile(made.owner, profile=ProfileData(True, "Calm nights", ("sv",), ("Sleep",)))
    return made


@pytest.fixture(scope="module")
def kari(house: House) -> Actor:
    member = make_member(house.owner, Role.CLINICIAN)
    edit_profile(member, profile=ProfileData(True, "", (), ("Sleep", "Grief"), ("adults",), ("video",)))
    return member


def submitted(house: House, *, asked: Asked = ASKED, email: str = "") -> str:
    details = replace(details_of(email), answers={"0": "3", "1": "Never"})
    return submit_referral(house.visitor, details=details, asked=asked)


def test_C4_profiles_decide_who_is_proposed() -> None:
    anna, kari, per, ida = sorted(uuid4() for _ in range(4))
    everything: frozenset[str] = frozenset()
    profiles = [
        Profile(anna, frozenset({"sv"}), frozenset({"Sleep"}), frozenset({AgeGroup.ADULTS}), frozenset()),
        Profile(kari, everything, frozenset({"Sleep", "Grief"}), frozenset(), frozenset({Place.VIDEO})),
        Profile(per, everything, frozenset(), frozenset({AgeGroup.CHILDREN}), frozenset()),
        Profile(ida, everything, frozenset(), frozenset(), frozenset()),
    ]
    adult = Wanted(AgeGroup.ADULTS)
    assert proposed(profiles, adult) == [anna, kari, ida]
    assert proposed(profiles, replace(adult, topics=frozenset({"Sleep", "Grief"}))) == [kari, anna, ida]
    assert proposed(profiles, replace(adult, language="de")) == [kari, ida]
    assert proposed(profiles, replace(adult, place=Place.IN_PERSON)) == [anna, ida]
    assert proposed(profiles, Wanted(AgeGroup.CHILDREN)) == [kari, per, ida]
    assert [age_group(age) for age in (12, 13, 17, 18, 64, 65)] == [
        AgeGroup.CHILDREN,
        AgeGroup.YOUTH,
        AgeGroup.YOUTH,
        AgeGroup.ADULTS,
        AgeGroup.ADULTS,
        AgeGroup.OLDER,
    ]


def test_C4_the_questions_and_topics_have_versions_and_are_checked(house: House) -> None:
    with pytest.raises(BadInput):
        publish_matching(house.owner, is_on=True, intro="", topics=("Sleep", "Sleep"), questions=())
    with pytest.raises(BadInput) as wrong:
        submit_referral(house.visitor, details=replace(details_of(), answers={"0": "11"}), asked=Asked(" "))
    assert set(wrong.value.fields) == {"answer_0", "reason"}


def test_C4_C5_the_client_picks_and_the_clinician_reads_why(house: House, kari: Actor) -> None:
    secret = submitted(house)
    found = proposals(house.visitor, secret=secret)
    assert [one.clinician_id for one in found.clinicians] == sorted([house.owner.own_membership, kari.own_membership])
    with pytest.raises(NotFound):
        pick_clinician(house.visitor, secret=secret, clinician_id=uuid4())
    pick_clinician(house.visitor, secret=secret, clinician_id=kari.own_membership)
    with pytest.raises(ReferralOver):
        pick_clinician(house.visitor, secret=secret, clinician_id=house.owner.own_membership)
    waiting = [row for row in referrals(kari) if row.may_answer]
    client = waiting[0].client_id
    assert client is not None
    assert client_card(kari, client_id=client).head.origin == "referred"
    answers = referral_of_client(kari, client_id=client)
    assert answers is not None
    assert (answers.reason, [one.text for one in answers.answers]) == (ASKED.reason, ["3", "Never"])
    for stranger in (house.owner, make_member(house.owner, Role.CLINICIAN)):
        with pytest.raises(NotFound):
            referral_of_client(stranger, client_id=client)
        with pytest.raises(NotFound):
            answer_referral(stranger, referral_id=waiting[0].id, accept=True)
    with pytest.raises(Forbidden):
        referrals(make_member(house.owner, Role.ASSISTANT))
    words = text_of(browser(kari).get(address(kari, f"{client}/")))
    for expected in ("Show all answers", ASKED.reason, "How well do you sleep?", "Referred by the matching"):
        assert expected in words
    answer_referral(kari, referral_id=waiting[0].id, accept=True)
    with pytest.raises(ReferralOver):
        answer_referral(kari, referral_id=waiting[0].id, accept=False)


def test_C4_after_a_decline_the_client_picks_another_and_nobody_else_reads(house: House, kari: Actor) -> None:
    office = make_member(house.owner, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    secret = submitted(house)
    pick_clinician(house.visitor, secret=secret, clinician_id=kari.own_membership)
    mine = next(row for row in referrals(office) if row.may_answer)
    answer_referral(office, referral_id=mine.id, accept=False)
    assert [one.clinician_id for one in proposals(house.visitor, secret=secret).clinicians] == [
        house.owner.own_membership
    ]
    pick_clinician(house.visitor, secret=secret, clinician_id=house.owner.own_membership)
    assert mine.client_id is not None
    with pytest.raises(NotFound):
        client_card(kari, client_id=mine.client_id)
    assert client_card(house.owner, client_id=mine.client_id).is_responsible


def test_C8_a_referred_look_alike_is_noted_for_who_is_responsible_there(house: House, kari: Actor) -> None:
    known = make_client(house.owner, email="known@client.example")
    secret = submitted(house, email="known@client.example")
    pick_clinician(house.visitor, secret=secret, clinician_id=kari.own_membership)
    with inside(house.owner):
        assert DuplicateHint.objects.filter(client_id=known, by_id=kari.own_membership).count() == 1


def test_C4_letters_carry_links_and_no_answers(house: House, kari: Actor) -> None:
    secret = submitted(house, email="letters@client.example")
    pick_clinician(house.visitor, secret=secret, clinician_id=kari.own_membership)
    run_jobs(house.owner.practice_id)
    with inside(house.owner):
        mails = list(Mail.objects.filter(practice_id=house.owner.practice_id, kind__startswith="referral"))
    assert {mail.kind for mail in mails} >= {"referral_link", "referral_picked"}
    assert all("sleep" not in str(vars(mail)).lower() for mail in mails)


def test_C4_the_public_pages_work_without_script_or_account(house: House, kari: Actor) -> None:
    visitor = Browser()
    path = f"/match/{house.slug}/"
    page = visitor.get(path)
    assert page.status_code == 200
    form = {"reason": "Grief", "given_name": "Eva", "family_name": "Ek", "born_on": "1980-05-02", "answer_0": "3"}
    wrong = visitor.post(path, {**form, "email": "nope"})
    assert wrong.status_code == 422
    assert "Grief" in wrong.content.decode()
    sent = visitor.post(path, {**form, "email": "page@client.example"})
    assert sent.status_code == 302, sent.content.decode()
    own = sent["Location"]
    assert str(house.owner.own_membership) in visitor.get(own).content.decode()
    picked = visitor.post(own, {"clinician_id": str(house.owner.own_membership)})
    assert picked.status_code == 302
    assert "You have chosen" in visitor.get(own).content.decode()
    assert visitor.post(own, {"clinician_id": str(kari.own_membership)}).status_code == 409
    assert visitor.get("/match/own/nobody/").status_code == 404
    assert visitor.get("/match/nobody/").status_code == 404


def test_C4_setting_it_up_on_pages_and_by_the_api(house: House) -> None:
    session, start = browser(house.owner), f"/p/{slug_of(house.owner)}/online"
    for page in ("matching", "profile", "referred"):
        assert session.get(f"{start}/{page}/").status_code == 200
    given = {"is_on": "on", "intro": "Hi", "topics": "Sleep\nGrief", "q0-label": "How?", "q0-kind": "scale"}
    assert session.post(f"{start}/matching/", given).status_code == 302
    assert f"/match/{house.slug}/" in session.get(f"{start}/matching/").content.decode()
    assert session.post(f"{start}/matching/", {**given, "topics": "a\na"}).status_code == 422
    assert session.post(f"{start}/profile/", {"is_listed": "on", "languages": ["sv"], "topics": ["Sleep"]}).status_code
    token = create_token(house.owner, name="test", scopes=house.owner.permissions, days=1)
    calls = Browser(headers={"Authorization": f"Bearer {token}"})
    body = {"is_on": True, "topics": ["Sleep", "Grief"], "questions": [{"kind": "scale", "label": "How?"}]}
    assert calls.put("/api/v1/matching", body, content_type="application/json").status_code == 200
    assert calls.get("/api/v1/matching").json()["questions"][0]["label"] == "How?"
    assert calls.get("/api/v1/matching/profile").json()["is_listed"] is True
    waiting = [row for row in calls.get("/api/v1/referrals").json() if row["may_answer"]]
    answered = calls.post(
        f"/api/v1/referrals/{waiting[0]['id']}/answer", {"accept": True}, content_type="application/json"
    )
    assert answered.status_code == 200
    assert calls.get(f"/api/v1/clients/{waiting[0]['client_id']}/referral").json()["reason"]


def test_what_was_typed_is_sealed(house: House) -> None:
    secret = submitted(house)
    with inside(house.owner):
        row = Referral.objects.get(digest=digest(secret))
        assert b"sleep" not in bytes(row.sealed)
        assert row.client_id is None
