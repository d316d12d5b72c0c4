"""Booking online through the pages, as a browser without script does."""

import re
from datetime import datetime

import pytest
from django.db import transaction
from django.test import Client

from kollega.clients.models import Client as StoredClient
from kollega.kernel.permissions import Role
from kollega.online.enums import AnswerKind
from kollega.online.models import OnlineBooking
from kollega.online.operations.settings import change_intake, change_page, change_policy
from kollega.online.rules.intake import Question
from kollega.online.rules.settings import PageSettings
from kollega.platform.tenancy import tenant
from kollega.scheduling.operations.booking import book
from tests.factories import make_member, unique
from tests.online.making import FORM, House, hour_tomorrow, make_house, open_clinician, visits_in, walk
from tests.scheduling.factories import make_client, make_hours


@pytest.fixture
def house() -> House:
    return make_house()


def links(html: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'class="booking-choice" href="([^"]+)"', html)]


def test_B11_a_visitor_books_step_by_step_without_script_or_account(house: House) -> None:
    kari = make_member(house.owner, Role.CLINICIAN)
    make_hours(kari)
    open_clinician(kari)
    browser = Client()
    services = browser.get(house.start()).content.decode()
    assert "Step 1 of 6" in services
    people = browser.get(links(services)[0]).content.decode()
    assert "First available" in people
    places = browser.get(links(people)[1]).content.decode()
    address = links(places)[0]
    times = browser.get(address).content.decode()
    assert "Step 4 of 6" in times
    moment = re.findall(r'name="at" value="([^"]+)"', times)[-1]
    details = browser.post(address, {"at": moment})
    page = browser.get(details.url).content.decode()
    assert "Kept for you until" in page
    check = browser.post(details.url, FORM)
    page = browser.get(check.url).content.decode()
    assert "Eva Lund" in page
    assert "Step 6 of 6" in page
    done = browser.post(check.url)
    page = browser.get(done.url).content.decode()
    assert "Your appointment is booked" in page
    assert "Eva" not in page
    visit = visits_in(house)[0]
    assert visit.status == "booked"
    assert visit.starts_at == datetime.fromisoformat(moment)
    with tenant(house.owner.practice_id), transaction.atomic():
        assert StoredClient.objects.get(id=visit.client_id).email == FORM["email"]


def test_B11_going_back_keeps_everything_that_was_typed_and_a_changed_time_too(house: House) -> None:
    browser, check = walk(house, hour_tomorrow(house, 10), phone="070 123 45 67")
    details = check.replace("confirm", "details")
    page = browser.get(details).content.decode()
    assert "070 123 45 67" in page
    back = re.search(r'booking-back" href="([^"]+)"', page)
    assert back
    times = back[1].replace("&amp;", "&")
    again = browser.post(times, {"at": hour_tomorrow(house, 14).isoformat()})
    assert again.url == details
    assert "070 123 45 67" in browser.get(details).content.decode()
    browser.post(check)
    assert [one.starts_at for one in visits_in(house)] == [hour_tomorrow(house, 14)]


def test_BK12_a_double_submit_makes_one_booking_and_shows_the_same_page(house: House) -> None:
    browser, check = walk(house, hour_tomorrow(house, 10))
    first, second = browser.post(check), browser.post(check)
    assert first.url == second.url
    assert len(visits_in(house)) == 1
    assert browser.get(check).status_code == 302


def test_BK4_the_loser_gets_409_with_three_times_and_keeps_what_was_typed(house: House) -> None:
    start = hour_tomorrow(house, 10)
    client_id = make_client(house.owner)
    book(
        house.owner,
        client_id=client_id,
        service_id=None,
        minutes=45,
        clinician_id=house.owner.own_membership,
        starts_at=start,
    )
    query = f"?service={house.service_id}&place=in_person"
    answer = Client().post(f"{house.start('time/')}{query}", {"at": start.isoformat()})
    page = answer.content.decode()
    assert answer.status_code == 409
    warned = page.split("booking-week")[0]
    assert warned.count('name="at"') == 3
    assert "Berg" not in page
    assert len(visits_in(house)) == 1


def test_B11_the_policy_is_agreed_to_and_its_version_stays_with_the_booking(house: House) -> None:
    change_policy(house.owner, texts={"en": "Cancel a day before.", "sv": "Avboka dagen innan."})
    browser, check = walk(house, hour_tomorrow(house, 10))
    page = browser.get(check, headers={"Accept-Language": "sv"}).content.decode()
    assert "Avboka dagen innan." in page
    refused = browser.post(check)
    assert refused.status_code == 422
    assert "Agree to the terms" in refused.content.decode()
    change_policy(house.owner, texts={"en": "Cancel two days before."})
    stale = browser.post(check, {"policy": "1"})
    assert stale.status_code == 422
    assert visits_in(house) == []
    assert browser.post(check, {"policy": "2"}).status_code == 302
    with tenant(house.owner.practice_id), transaction.atomic():
        booking = OnlineBooking.objects.select_related("policy").get()
        assert booking.policy
        assert booking.policy.version == 2


def test_B11_questions_of_the_service_are_asked_and_their_answers_stored_sealed(house: House) -> None:
    asked = (
        Question(AnswerKind.LONG_TEXT, "What brings you here?", required=True),
        Question(AnswerKind.YES_NO, "New?"),
    )
    change_intake(house.owner, service_id=house.service_id, questions=asked)
    query = f"?service={house.service_id}&place=in_person"
    browser = Client()
    address = browser.post(f"{house.start('time/')}{query}", {"at": hour_tomorrow(house, 10).isoformat()}).url
    assert "What brings you here?" in browser.get(address).content.decode()
    refused = browser.post(address, FORM)
    assert refused.status_code == 422
    assert "eva@client.example" in refused.content.decode()
    check = browser.post(address, {**FORM, "answer_0": "A secret sorrow", "answer_1": "yes"}).url
    assert "A secret sorrow" in browser.get(check).content.decode()
    assert "A secret sorrow" not in browser.get(browser.post(check).url).content.decode()
    with tenant(house.owner.practice_id), transaction.atomic():
        sealed = OnlineBooking.objects.get().answers_sealed
        assert sealed is not None
        assert b"sorrow" not in bytes(sealed)


def test_B11_a_page_that_is_off_or_of_nobody_is_not_there(house: House) -> None:
    other = make_house()
    browser, check = walk(house, hour_tomorrow(house, 10))
    secret = check.split("/")[3]
    assert browser.get(f"/book/{other.slug}/{secret}/confirm/").status_code == 404
    assert browser.get(f"{other.start('time/')}?service={house.service_id}").status_code == 404
    assert browser.get(f"/book/{unique('nobody')}/").status_code == 404
    change_page(house.owner, wanted=PageSettings(slug=house.slug, is_on=False))
    for address in (house.start(), check):
        assert browser.get(address).status_code == 404


def test_B11_a_known_client_is_recognised_and_nobody_learns_it(house: House) -> None:
    first, check = walk(house, hour_tomorrow(house, 10))
    first.post(check)
    second, check = walk(house, hour_tomorrow(house, 12))
    known = second.get(second.post(check).url).content.decode()
    third, check = walk(house, hour_tomorrow(house, 14), email="other@client.example", given_name="Ida")
    unknown = third.get(third.post(check).url).content.decode()

    def shape(page: str) -> str:
        return re.sub(r"/visit/[\w-]+|\d\d:\d\d|value=\"[^\"]+\"|content=\"[^\"]+\"", "", page)

    assert shape(known) == shape(unknown)
    found = visits_in(house)
    assert found[0].client_id == found[1].client_id != found[2].client_id


def test_BK8_what_is_offered_can_be_booked_and_nothing_says_why_a_time_is_taken(house: House) -> None:
    client_id = make_client(house.owner, family="Marker")
    book(
        house.owner,
        client_id=client_id,
        service_id=None,
        minutes=60,
        clinician_id=house.owner.own_membership,
        starts_at=hour_tomorrow(house, 9),
        internal_line="marker line",
    )
    query = f"?service={house.service_id}&place=in_person"
    browser = Client()
    page = browser.get(f"{house.start('time/')}{query}").content.decode()
    for word in ("Marker", "marker", "Occupied", "taken", str(house.owner.own_membership), str(client_id)):
        assert word not in page
    offered = re.findall(r'name="at" value="([^"]+)"', page)
    for moment in offered[:: max(1, len(offered) // 5)]:
        assert Client().post(f"{house.start('time/')}{query}", {"at": moment}).status_code in (302, 409)
    assert (
        browser.post(f"{house.start('time/')}{query}", {"at": hour_tomorrow(house, 9).isoformat()}).status_code == 409
    )
    assert (
        browser.post(f"{house.start('time/')}{query}", {"at": hour_tomorrow(house, 23).isoformat()}).status_code == 409
    )


def test_HD3_public_pages_load_nothing_from_elsewhere_and_are_not_kept_or_framed(house: House) -> None:
    answer = Client().get(house.start())
    assert not re.findall(r'(?:src|href)="https?://', answer.content.decode())
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("language", ["en", "sv", "nb", "de", "fr"])
def test_B11_the_pages_speak_the_visitor_s_language(house: House, language: str) -> None:
    words = {"en": "Step", "sv": "Steg", "nb": "Trinn", "de": "Schritt", "fr": "Étape"}
    page = Client(headers={"Accept-Language": language}).get(house.start()).content.decode()
    assert words[language] in page


def test_B11_a_time_is_kept_longer_once(house: House) -> None:
    browser, check = walk(house, hour_tomorrow(house, 10))
    secret = check.split("/")[3]
    longer = f"/book/{house.slug}/{secret}/longer/"
    page = browser.get(check).content.decode()
    assert "More time" in page
    assert browser.post(longer, {"step": "confirm"}).url == check
    assert "More time" not in browser.get(check).content.decode()
    assert browser.get(longer).status_code == 405
