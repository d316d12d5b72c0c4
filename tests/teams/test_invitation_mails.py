"""The mails around joining: who gets them, in which language, and that their link works (I1, I3, IN-6, P8)."""

import json
import re
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.test import Client, override_settings

from kollega.accounts.models import Person
from kollega.catalogue.rules.offers import Offer
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.permissions import Role
from kollega.messaging.models import Mail
from kollega.messaging.operations.sealing import open_content
from kollega.platform.models import OutboxEvent
from kollega.platform.tenancy import tenant
from kollega.practices.models import Practice
from kollega.teams.operations.accepting import accept
from kollega.teams.operations.inviting import invite, resend, revoke
from kollega.teams.operations.linking import create_join_link
from kollega.teams.operations.requesting import approve, ask_to_join, decline
from tests.factories import make_member, make_person, unique
from tests.jobs import run_jobs
from tests.signing_in import client_of
from tests.teams.making import give_own_seat, guest, invitation_of, invited, make_person_at, make_team, membership_of


def mails(of: Actor, kind: str) -> list[dict[str, Any]]:
    """Do the practice's jobs and return its waiting mails of this kind, oldest first."""
    run_jobs(of.practice_id)
    with tenant(of.practice_id), transaction.atomic():
        rows = Mail.objects.filter(practice_id=of.practice_id, kind=kind).order_by("id")
        return [
            {**json.loads(open_content(of.practice_id, row.id, bytes(row.sealed))), "give_up_at": row.give_up_at}
            for row in rows
        ]


def path_in(mail: dict[str, Any]) -> str:
    found = re.search(r"http://localhost:8000(/invitation/\S+)", mail["text"])
    assert found is not None, mail["text"]
    return found[1]


def send(owner: Actor, *addresses: str) -> None:
    invite(owner, emails=addresses, plan_id="clinician", offer=Offer.THEMSELVES, roles=[Role.CLINICIAN])


def name_of(owner: Actor) -> str:
    with tenant(owner.practice_id), transaction.atomic():
        return Practice.objects.get(id=owner.practice_id).name


def test_I1_the_mail_speaks_the_receivers_language_else_the_practices() -> None:
    owner = make_team(language="nb")
    known, nobody = make_person(language="de"), f"{unique('new')}@example.test"
    send(owner, known.email, nobody)
    told = {mail["to"]: mail for mail in mails(owner, "invitation")}
    assert (told[known.email]["language"], told[nobody]["language"]) == ("de", "nb")
    assert "Melden Sie sich" in told[known.email]["text"]
    assert "kontoen din" in told[nobody]["text"]
    assert {mail["sender_name"] for mail in told.values()} == {name_of(owner)}


def test_IN6_the_link_in_the_mail_works_and_only_its_hash_is_stored() -> None:
    owner = make_team()
    address = f"{unique('new')}@example.test"
    send(owner, address)
    [mail] = mails(owner, "invitation")
    path = path_in(mail)
    token = path.split("/")[2]
    assert len(token) >= 43
    assert token not in mail["subject"]
    row = invitation_of(owner, address)
    assert token.encode() not in bytes(row.digest or b"")
    events = OutboxEvent.objects.filter(practice_id=owner.practice_id, payload__icontains=token)
    assert not events.exists()
    assert client_of(make_person_at(address)).post(path).status_code == 302


def test_AV3_a_waiting_mail_is_given_up_no_later_than_the_invitation_ends() -> None:
    owner = make_team()
    send(owner, f"{unique('new')}@example.test")
    [mail] = mails(owner, "invitation")
    assert mail["give_up_at"] <= real_now() + timedelta(days=30)


def test_no_mail_is_written_for_what_was_revoked_meanwhile_and_one_for_what_was_sent_again() -> None:
    owner = make_team()
    gone, again = f"{unique('gone')}@example.test", f"{unique('again')}@example.test"
    send(owner, gone, again)
    revoke(owner, invitation_id=invitation_of(owner, gone).id)
    resend(owner, invitation_id=invitation_of(owner, again).id)
    assert [mail["to"] for mail in mails(owner, "invitation")] == [again]


def test_P8_administrators_are_told_who_joined_and_that_the_practice_does_not_pay() -> None:
    with override_settings(CATALOGUE="covet"):
        owner = make_team(plan="team")
        admin = make_member(owner, Role.ADMIN)
        make_member(owner, Role.CLINICIAN)
        Person.objects.filter(pk=admin.person_id).update(language="sv")
        address, token = invited(owner, plan="unlimited", offer=Offer.NOW)
        kari = make_person_at(address)
        give_own_seat(kari, "essentials")
        accept(guest(owner, kari), token=token)
        told = mails(owner, "member_joined")
    assert {mail["language"] for mail in told} == {"en", "sv"}
    assert len(told) == 2
    english = next(mail for mail in told if mail["language"] == "en")
    assert "Kari Dahl pays for a plan of their own" in english["text"]
    assert "essentials" not in english["text"].casefold()


def test_P8_when_the_offer_holds_nothing_is_said_of_the_persons_own_plan() -> None:
    owner = make_team()
    address, token = invited(owner)
    accept(guest(owner, make_person_at(address)), token=token)
    [mail] = mails(owner, "member_joined")
    assert "of their own" not in mail["text"]


def test_I3_asking_for_a_new_link_tells_the_administrators_once_and_says_nothing() -> None:
    owner = make_team()
    address, token = invited(owner)
    revoke(owner, invitation_id=invitation_of(owner, address).id)
    answers = [Client().post(f"/invitation/{t}/ask/") for t in (token, token, token, "nothing")]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(302, "/invitation/asked/")}
    assert name_of(owner) not in Client().get("/invitation/asked/").content.decode()
    told = mails(owner, "new_invitation_wanted")
    assert len(told) == 2
    assert all(address in mail["text"] for mail in told)
    assert "/invitations/" in told[0]["text"]


def test_I3_nobody_is_told_for_somebody_who_is_a_member_by_now() -> None:
    owner = make_team()
    address, token = invited(owner)
    accept(guest(owner, make_person_at(address)), token=token)
    assert Client().post(f"/invitation/{token}/ask/").status_code == 302
    assert mails(owner, "new_invitation_wanted") == []


def test_I7_administrators_hear_of_a_request_and_the_person_of_the_answer() -> None:
    owner = make_team()
    token = create_join_link(owner, plan_id="support", roles=[Role.OFFICE_STAFF], most_uses=5, days=7)
    yes, no = make_person(name="Lars Ek", language="fr"), make_person()
    requests = [ask_to_join(guest(owner, person), token=token) for person in (yes, no)]
    asked = mails(owner, "join_asked")
    assert len(asked) == 2
    assert "Lars Ek" in asked[0]["text"]
    approve(owner, join_request_id=requests[0])
    decline(owner, join_request_id=requests[1])
    answered = {mail["to"]: mail for mail in mails(owner, "join_answered")}
    assert answered[yes.email]["language"] == "fr"
    assert "/p/" in answered[yes.email]["text"]
    assert "/p/" not in answered[no.email]["text"]
    assert membership_of(owner, yes) is not None


def test_I3_a_used_up_join_link_can_be_asked_about_too() -> None:
    owner = make_team()
    token = create_join_link(owner, plan_id="support", roles=[Role.OFFICE_STAFF], most_uses=1, days=7)
    ask_to_join(guest(owner, make_person()), token=token)
    assert Client().get(f"/join/{token}/").status_code == 410
    Client().post(f"/invitation/{token}/ask/")
    assert len(mails(owner, "new_join_link_wanted")) == 1
