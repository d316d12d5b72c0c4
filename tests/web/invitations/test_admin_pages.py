"""The pages on which administrators invite, look after what is pending, and answer requests (I1, I2, I7, T8, T12)."""

from datetime import timedelta

from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client, override_settings

from kollega.accounts.models import Person
from kollega.catalogue.models import Contract
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.teams.operations.requesting import ask_to_join
from kollega.teams.queries.invitations import pending_invitations, running_join_links, waiting_requests
from tests.factories import join, make_member, make_person, make_practice, unique
from tests.pages import slug_of
from tests.signing_in import client_of
from tests.teams.making import guest, invitation_of, invited, make_team, membership_of


def fresh() -> str:
    return f"{unique('somebody')}@example.test"


FORM = {"account_type": "clinician", "roles": ["clinician"], "title": ""}


def test_T8_insiders_without_the_right_get_403_and_outsiders_404() -> None:
    owner = make_team()
    member, outsider = make_member(owner, Role.CLINICIAN), make_practice()
    for page in ("", "new/", "links/new/"):
        address = f"/p/{slug_of(owner)}/invitations/{page}"
        assert client_of(owner).get(address).status_code == 200
        assert client_of(member).get(address).status_code == 403
        assert client_of(outsider).get(address).status_code == 404


def test_I1_a_pasted_list_becomes_invitations() -> None:
    owner = make_team()
    browser, address = client_of(owner), f"/p/{slug_of(owner)}/invitations/"
    first, second = fresh(), fresh()
    answer = browser.post(f"{address}new/", {**FORM, "emails": f"Anna <{first}>, {second.upper()};\n\n {first}"})
    assert answer.headers["Location"] == address
    shown = browser.get(address).content.decode()
    assert first in shown
    assert second in shown
    assert "30 days left" in shown


def test_I1_the_bad_one_is_named_and_stays_to_be_mended() -> None:
    owner = make_team()
    good = fresh()
    answer = client_of(owner).post(
        f"/p/{slug_of(owner)}/invitations/new/", {**FORM, "emails": f"{good}\nnonsense\nаnna@example.test"}
    )
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    words = page.get_text()
    assert "This is no e-mail address." in words
    assert "plain letters a to z" in words
    box = page.find("textarea")
    assert box is not None
    assert box.get_text().split() == ["nonsense", "аnna@example.test"]
    assert [row.email for row in pending_invitations(owner)] == [good]


def test_what_was_typed_stays_when_nobody_could_be_invited() -> None:
    owner = make_team()
    answer = client_of(owner).post(
        f"/p/{slug_of(owner)}/invitations/new/", {**FORM, "emails": "nonsense", "title": "Psychologist"}
    )
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "nonsense" in words
    assert "Psychologist" in words
    empty = client_of(owner).post(f"/p/{slug_of(owner)}/invitations/new/", {**FORM, "emails": "", "roles": []})
    assert empty.status_code == 422
    assert "Enter at least one e-mail address." in empty.content.decode()


def test_AZ7_a_forged_account_type_or_role_is_refused() -> None:
    owner = make_team()
    browser, address = client_of(owner), f"/p/{slug_of(owner)}/invitations/new/"
    for forged in ({"account_type": "everything"}, {"roles": ["owner"]}, {"roles": ["owner", "admin"]}):
        assert browser.post(address, {**FORM, "emails": fresh(), **forged}).status_code == 422
    assert pending_invitations(owner) == []


def test_the_account_types_say_price_and_what_they_allow() -> None:
    with override_settings(CATALOGUE="kollega"):
        owner = make_team(plan="duo")
        words = client_of(owner).get(f"/p/{slug_of(owner)}/invitations/new/").content.decode()
    assert "100 appointments a month" in words
    assert "329" in words
    assert "Pay now" in words
    assert "Pay after the trial" not in words
    assert 'name="areas"' not in words


def test_offers_are_explained_where_people_have_trials_and_absent_where_nothing_is_paid() -> None:
    with override_settings(CATALOGUE="covet"):
        owner = make_team(plan="team")
        assert "Pay after the trial" in client_of(owner).get(f"/p/{slug_of(owner)}/invitations/new/").content.decode()
    owner = make_team()
    assert 'name="offer"' not in client_of(owner).get(f"/p/{slug_of(owner)}/invitations/new/").content.decode()


def test_a_practice_that_is_no_team_is_led_to_creating_one() -> None:
    owner = make_practice()
    address = f"/p/{slug_of(owner)}/invitations/new/"
    assert "not a team yet" in client_of(owner).get(address).content.decode()
    assert client_of(owner).post(address, {**FORM, "emails": fresh()}).status_code == 422


def test_T12_a_large_team_is_led_to_the_contact_form_and_a_contract_names_its_person() -> None:
    with override_settings(CATALOGUE="heidi"):
        owner = make_team(plan="practice-team")
        for _ in range(9):
            make_member(owner, Role.CLINICIAN)
        address = f"/p/{slug_of(owner)}/invitations/new/"
        shown = client_of(owner).get(address).content.decode()
        assert f"/p/{slug_of(owner)}/team/large/" in shown
        assert "<textarea" not in shown
        with tenant(owner.practice_id), transaction.atomic():
            Contract.objects.create(
                practice_id=owner.practice_id,
                plan="practice-team",
                contact_name="Ola Nordmann",
                contact_email="ola@example.test",
                begins_at=owner.at - timedelta(days=1),
                set_at=owner.at,
            )
        shown = client_of(owner).get(address).content.decode()
    assert "Ola Nordmann" in shown
    assert "<textarea" in shown


def test_I2_a_pending_invitation_is_sent_again_corrected_and_withdrawn() -> None:
    owner = make_team()
    browser, pages = client_of(owner), f"/p/{slug_of(owner)}/invitations/"
    email, _ = invited(owner)
    first = invitation_of(owner, email)
    assert browser.post(f"{pages}{first.id}/resend/").headers["Location"] == pages
    second = invitation_of(owner, email)
    assert second.replaces_id == first.id
    correct = f"{pages}{second.id}/correct/"
    assert email in browser.get(correct).content.decode()
    wrong = browser.post(correct, {"email": email})
    assert wrong.status_code == 422
    assert "This is the address it went to." in wrong.content.decode()
    right = fresh()
    assert browser.post(correct, {"email": right}).headers["Location"] == pages
    assert browser.get(correct).status_code == 404
    assert browser.post(f"{pages}{second.id}/revoke/").status_code == 409
    assert browser.post(f"{pages}{invitation_of(owner, right).id}/revoke/").headers["Location"] == pages
    assert pending_invitations(owner) == []
    assert "No pending invitations" in browser.get(pages).content.decode()


def test_I7_a_link_is_shown_once_asked_by_and_answered() -> None:
    owner = make_team()
    browser, pages = client_of(owner), f"/p/{slug_of(owner)}/invitations/"
    form = {"account_type": "support", "roles": ["office_staff"], "most_uses": "2", "days": "7"}
    made = browser.post(f"{pages}links/new/", form)
    code = BeautifulSoup(made.content, "html.parser").find("code")
    assert code is not None
    link = code.get_text().removeprefix("http://localhost:8000")
    token = link.split("/")[2]
    assert token not in browser.get(pages).content.decode()
    assert Client().get(link).status_code == 200
    person, other = make_person(name="Lars Ek"), make_person()
    theirs = client_of(person)
    assert "Ask to join" in theirs.get(link).content.decode()
    assert theirs.post(link).headers["Location"] == link
    assert "You have asked to join" in theirs.get(link).content.decode()
    assert client_of(other).post(link).status_code == 302
    assert Client().get(link).status_code == 410
    assert "You have asked to join" in theirs.get(link).content.decode()
    first, second = waiting_requests(owner)
    assert "Lars Ek" in browser.get(pages).content.decode()
    assert browser.post(f"{pages}requests/{first.id}/approve/").headers["Location"] == pages
    assert browser.post(f"{pages}requests/{second.id}/decline/").headers["Location"] == pages
    assert browser.post(f"{pages}requests/{second.id}/approve/").status_code == 409
    assert membership_of(owner, person) is not None
    assert membership_of(owner, other) is None
    assert browser.post(f"{pages}links/{running_join_links(owner)[0].id}/end/").headers["Location"] == pages


def test_I7_reading_a_join_link_asks_nothing_and_strangers_are_led_to_signing_in() -> None:
    owner = make_team()
    from kollega.teams.operations.linking import create_join_link

    token = create_join_link(owner, plan_id="support", roles=[Role.OFFICE_STAFF], most_uses=1, days=7)
    stranger = Client()
    for _ in range(3):
        shown = stranger.get(f"/join/{token}/")
        assert shown.status_code == 200
        assert f"/signin/?next=%2Fjoin%2F{token}%2F" in shown.content.decode()
        assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert stranger.post(f"/join/{token}/").status_code == 200
    assert waiting_requests(owner) == []
    with override_settings(SIGNUP_OPEN=False):
        assert "/signup/" not in stranger.get(f"/join/{token}/").content.decode()


def test_I7_a_dead_join_link_shows_the_page_of_all_dead_links() -> None:
    owner = make_team()
    assert owner
    answers = [Client().get(path) for path in ("/join/gone-for-good/", "/invitation/gone-for-good/")]
    assert {answer.status_code for answer in answers} == {410}
    texts = {BeautifulSoup(answer.content, "html.parser").find("main").get_text() for answer in answers}  # type: ignore[union-attr]
    assert len(texts) == 1


def test_I7_a_refused_request_says_why() -> None:
    with override_settings(CATALOGUE="heidi"):
        first, second = make_team(plan="practice-team"), make_team(plan="practice-team")
        make_member(first, Role.CLINICIAN)
        person = make_person()
        from kollega.teams.operations.linking import create_join_link

        for team in (first, second):
            token = create_join_link(team, plan_id="assistant", roles=[Role.ASSISTANT], most_uses=5, days=7)
            if team is first:
                request_id = ask_to_join(guest(team, person), token=token)
                browser, pages = client_of(team), f"/p/{slug_of(team)}/invitations/"
                assert browser.post(f"{pages}requests/{request_id}/approve/").status_code == 302
        answer = client_of(person).post(f"/join/{token}/")
    assert answer.status_code == 409
    assert "another team already" in answer.content.decode()


def test_I1_people_of_my_other_team_stand_in_the_form() -> None:
    owner = make_team()
    second = make_team()
    colleague = make_member(second, Role.CLINICIAN, name="Nils Ek")
    join(Person.objects.get(pk=owner.person_id), second, Role.ADMIN)
    address = f"/p/{slug_of(owner)}/invitations/new/"
    browser, email = client_of(owner), Person.objects.get(pk=colleague.person_id).email
    assert "Nils Ek" in browser.get(address).content.decode()
    assert browser.post(address, {**FORM, "emails": "", "people": [email]}).status_code == 302
    assert [row.email for row in pending_invitations(owner)] == [email]
    assert browser.post(address, {**FORM, "emails": "", "people": ["eve@example.test"]}).status_code == 422
