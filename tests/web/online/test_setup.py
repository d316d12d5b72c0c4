"""Setting up online booking, and answering requests, through the pages and the API."""

import json
from typing import Any

import pytest
from django.test import Client

from kollega.kernel.permissions import Area, Role
from kollega.online.enums import AnswerKind
from kollega.online.operations.confirming import confirm
from kollega.online.operations.drafting import put_down_details
from kollega.online.operations.settings import change_intake
from kollega.online.queries.bookings import brought_along
from kollega.online.queries.settings import online_setup
from kollega.online.rules.intake import Question
from kollega.practices.operations.tokens import create_token
from tests.factories import make_member, unique
from tests.online.making import House, chosen, details_of, hour_tomorrow, make_house, ready, visits_in
from tests.pages import slug_of
from tests.signing_in import client_of

PAGE: dict[str, Any] = {
    "is_on": "on",
    "direct": "ask",
    "takes": "everyone",
    "in_person": "on",
    "notice_minutes": "60",
    "ahead_days": "30",
    "step_minutes": "30",
    "change_hours": "48",
}


@pytest.fixture
def house() -> House:
    return make_house()


def settings_of(house: House, rest: str = "") -> str:
    return f"/p/{slug_of(house.owner)}/online/settings/{rest}"


def test_B11_the_page_s_settings_are_saved_and_wrong_ones_keep_what_was_typed(house: House) -> None:
    browser = client_of(house.owner)
    slug = unique("new")
    assert browser.post(settings_of(house), {**PAGE, "slug": slug}).status_code == 302
    page = online_setup(house.owner).page
    assert (page.slug, page.direct, page.video, page.notice_minutes, page.change_hours) == (slug, False, False, 60, 48)
    assert Client().get(f"/book/{slug}/").status_code == 200
    assert Client().get(house.start()).status_code == 404
    wrong = browser.post(settings_of(house), {**PAGE, "slug": "Not a word", "ahead_days": "900"})
    assert wrong.status_code == 422
    assert "Not a word" in wrong.content.decode()
    other = make_house()
    taken = browser.post(settings_of(house), {**PAGE, "slug": other.slug})
    assert taken.status_code == 422
    assert "already has this address" in taken.content.decode()


def test_B11_a_clinician_sets_their_own_part_and_nothing_else(house: House) -> None:
    kari = make_member(house.owner, Role.CLINICIAN)
    browser = client_of(kari)
    own = {"is_on": "on", "slug": unique("kari"), "in_person": "on", "notice_minutes": ""}
    assert browser.post(settings_of(house, f"clinicians/{kari.membership_id}/"), own).status_code == 302
    assert browser.post(settings_of(house, f"clinicians/{house.owner.membership_id}/"), own).status_code == 403
    assert browser.post(settings_of(house), {**PAGE, "slug": unique("x")}).status_code == 403
    assert browser.get(settings_of(house, "terms/")).status_code == 403
    mine = next(one for one in online_setup(kari).clinicians if one.membership_id == kari.membership_id)
    assert (mine.settings.is_on, mine.settings.slug, mine.settings.video) == (True, own["slug"], False)


def test_B11_terms_and_questions_are_written_on_their_pages(house: House) -> None:
    browser = client_of(house.owner)
    assert browser.post(settings_of(house, "terms/"), {"sv": "Avboka i tid."}).status_code == 302
    assert browser.post(settings_of(house, "terms/"), {"sv": "Avboka i tid."}).status_code == 302
    assert online_setup(house.owner).policy_version == 1
    address = settings_of(house, f"services/{house.service_id}/questions/")
    rows = {"q0-label": "Why?", "q0-kind": "choice", "q0-choices": "One", "q1-label": "", "q1-kind": "text"}
    assert browser.post(address, rows).status_code == 422
    assert browser.post(address, {**rows, "q0-choices": "One\nTwo"}).status_code == 302
    assert "Two" in browser.get(address).content.decode()


def test_B11_only_the_visit_s_clinician_reads_the_answers(house: House) -> None:
    change_intake(house.owner, service_id=house.service_id, questions=(Question(AnswerKind.TEXT, "Why?"),))
    secret = chosen(house, hour_tomorrow(house, 10))
    details = details_of()
    details.answers["0"] = "A sorrow of mine"
    put_down_details(house.visitor, secret=secret, details=details)
    confirm(house.visitor, secret=secret, policy_version=None)
    visit = visits_in(house)[0]
    found = brought_along(house.owner, appointment_id=visit.id)
    assert found
    assert found.answers
    assert found.answers[0].text == "A sorrow of mine"
    office = make_member(house.owner, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    other = brought_along(office, appointment_id=visit.id)
    assert other
    assert other.answers is None
    page = client_of(house.owner).get(f"/p/{slug_of(house.owner)}/calendar/{visit.id}/").content.decode()
    assert "A sorrow of mine" in page


def test_BK2_requests_are_answered_on_their_page_and_by_the_api(house: House) -> None:
    browser = client_of(house.owner)
    browser.post(settings_of(house), {**PAGE, "slug": house.slug, "notice_minutes": "0"})
    for hour in (10, 14):
        confirm(house.visitor, secret=ready(house, hour_tomorrow(house, hour)), policy_version=None)
    first, second = visits_in(house)
    base = f"/p/{slug_of(house.owner)}/online/requests/"
    assert "Eva Lund" in browser.get(base).content.decode()
    assert browser.post(f"{base}{first.id}/accept/").status_code == 302
    token = create_token(house.owner, name="test", scopes=house.owner.permissions, days=1)
    calls = Client(headers={"Authorization": f"Bearer {token}"})
    assert [one["appointment_id"] for one in calls.get("/api/v1/requests").json()] == [str(second.id)]
    answer = calls.post(
        f"/api/v1/requests/{second.id}/decline", json.dumps({"reason": "full"}), content_type="application/json"
    )
    assert answer.json() == []
    assert [visit.status for visit in visits_in(house)] == ["booked", "cancelled"]
