"""Affiliate links (T13): shared by one person, remembered by a browser, carried by the mail, counted once."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client, override_settings

from kollega.accounts.models import MailedLink, Person
from kollega.accounts.operations import links
from kollega.catalogue.models import AffiliateLink, AffiliateSignUp
from kollega.catalogue.operations.affiliates import count_sign_up, make_link
from kollega.catalogue.operations.own_plans import try_own_plan
from kollega.catalogue.queries.seats import own_seat_of
from kollega.catalogue.rules.plans import Cycle
from kollega.kernel import clock
from kollega.kernel.clock import real_now
from kollega.platform.tenancy import tenant
from kollega.teams.operations.founding import found_practice
from tests.factories import PASSWORD, make_person, unique
from tests.jobs import run_jobs
from tests.operator.making import make_operator
from tests.operator.plans import limited
from tests.signing_in import client_of

GIFT = timedelta(days=45)


@pytest.fixture(autouse=True)
def _with_a_gift() -> Iterator[None]:
    with limited():
        yield


@pytest.fixture
def code() -> str:
    return make_link(make_person(name="Anna Berg").pk, at=clock.now())


def sign_up(client: Client) -> Person:
    """Walk through sign-up up to the account; the event is not handled yet."""
    address = f"{unique('new')}@example.test"
    assert client.post("/signup/", {"name": "Nils Ny", "address": address}).status_code == 302
    with transaction.atomic():
        issued = links.issue(MailedLink.objects.get(address=address).id, now=real_now())
    assert issued is not None
    answer = client.post(f"/signup/{issued.token}/", {"name": "Nils Ny", "password": PASSWORD})
    assert answer.status_code == 302
    return Person.objects.get(email=address)


def found(person: Person) -> None:
    found_practice(
        person_id=person.pk,
        display_name=person.name,
        name="Ny",
        slug=unique("ny"),
        country="SE",
        zone="Europe/Stockholm",
        currency="SEK",
        language="sv",
        sees_clients=True,
        at=clock.now(),
    )


def trial_of(person: Person) -> timedelta:
    with tenant(None, person.pk), transaction.atomic():
        seat = own_seat_of(person.pk)
    assert seat is not None
    assert seat.state.trial_ends_at is not None
    return seat.state.trial_ends_at - seat.state.started_at


def came(person: Person) -> AffiliateSignUp | None:
    return AffiliateSignUp.objects.filter(person=person).first()


def test_T13_who_comes_by_a_link_is_counted_and_gets_what_it_gives(code: str) -> None:
    client = Client()
    assert client.get(f"/via/{code}/").headers["Location"] == "/signup/"
    person = sign_up(client)
    run_jobs()
    counted = came(person)
    assert counted is not None
    assert counted.link.code == code
    assert (counted.trial_days, counted.discount_percent) == (45, 10)
    found(person)
    assert trial_of(person) == GIFT


def test_T13_a_practice_founded_before_the_count_gets_the_same(code: str) -> None:
    """The count runs in a job: whoever is faster, the trial is the one that the link gives."""
    client = Client()
    client.get(f"/via/{code}/")
    person = sign_up(client)
    found(person)
    assert trial_of(person) == timedelta(days=14)
    run_jobs()
    assert came(person) is not None
    assert trial_of(person) == GIFT


def test_T13_who_comes_without_a_link_gets_the_usual_trial() -> None:
    person = sign_up(Client())
    run_jobs()
    assert came(person) is None
    found(person)
    assert trial_of(person) == timedelta(days=14)


def test_T13_an_unknown_code_signs_up_as_usual(code: str) -> None:
    unknown = "2222222222" if code != "2222222222" else "3333333333"
    client = Client()
    assert client.get(f"/via/{unknown}/").status_code == 302
    person = sign_up(client)
    run_jobs()
    assert came(person) is None


@pytest.mark.parametrize("text", ["short", "with space", "x" * 300, "İİİİİİİİİİ", "../../etc"])
def test_T13_what_has_not_the_form_of_a_code_is_not_remembered(text: str) -> None:
    client = Client()
    client.get(f"/via/{quote(text, safe='')}/")
    assert "kollega_via" not in client.cookies


def test_T13_a_code_is_read_whatever_its_case(code: str) -> None:
    client = Client()
    client.get(f"/via/{code.upper()}/")
    person = sign_up(client)
    run_jobs()
    assert came(person) is not None


def test_T13_the_browser_cannot_make_up_what_it_remembers(code: str) -> None:
    client = Client()
    client.cookies["kollega_via"] = code
    person = sign_up(client)
    run_jobs()
    assert came(person) is None


def test_T13_ones_own_link_counts_for_nothing() -> None:
    person = make_person()
    code = make_link(person.pk, at=clock.now())
    client = client_of(person)
    client.get(f"/via/{code}/")
    assert "kollega_via" not in client.cookies
    with tenant(None, person.pk), transaction.atomic():
        assert not count_sign_up(person.pk, code=code, at=clock.now())
    assert came(person) is None


def test_T13_a_person_is_counted_once(code: str) -> None:
    person, other = make_person(), make_link(make_person().pk, at=clock.now())
    with tenant(None, person.pk), transaction.atomic():
        assert count_sign_up(person.pk, code=code, at=clock.now())
        assert not count_sign_up(person.pk, code=other, at=clock.now())
    assert AffiliateSignUp.objects.filter(person=person).count() == 1


def test_T13_the_gift_counts_until_there_was_a_seat_of_ones_own(code: str) -> None:
    person = make_person()
    with tenant(None, person.pk), transaction.atomic():
        count_sign_up(person.pk, code=code, at=clock.now())
    try_own_plan(person.pk, plan_id="paid", cycle=Cycle.MONTH, at=clock.now())
    assert trial_of(person) == GIFT


def test_T13_where_sign_up_is_closed_the_link_leads_to_the_start(code: str) -> None:
    with override_settings(SIGNUP_OPEN=False):
        assert Client().get(f"/via/{code}/").headers["Location"] == "/"


def test_T13_links_are_opened_sixty_times_at_most_in_ten_minutes(code: str) -> None:
    client = Client()
    for _ in range(60):
        assert client.get(f"/via/{code}/").status_code == 302
    assert client.get(f"/via/{code}/").status_code == 429


def test_T13_the_account_makes_the_link_and_shows_who_came(code: str) -> None:
    person = make_person(name="Berit Ek")
    client = client_of(person)
    assert "Make my link" in client.get("/account/affiliate/").content.decode()
    client.post("/account/affiliate/")
    client.post("/account/affiliate/")
    link = AffiliateLink.objects.get(person=person)
    page = client.get("/account/affiliate/").content.decode()
    assert f"http://localhost:8000/via/{link.code}/" in page
    assert "45 days to try a paid plan" in page
    assert "10 % off a paid plan" in page
    assert "Nobody yet" in page
    for _ in range(2):
        newcomer = make_person(name="Telling Name")
        with tenant(None, newcomer.pk), transaction.atomic():
            count_sign_up(newcomer.pk, code=link.code, at=clock.now())
    page = client.get("/account/affiliate/").content.decode()
    assert "2 people signed up" in page
    assert "Telling Name" not in page
    assert "/account/affiliate/" in client.get("/account/").content.decode()


def test_T13_where_the_catalogue_gives_nothing_there_are_no_links(code: str) -> None:
    with override_settings(CATALOGUE="open"):
        client = client_of(make_person())
        assert client.get("/account/affiliate/").status_code == 404
        assert client.post("/account/affiliate/").status_code == 404
        assert "/account/affiliate/" not in client.get("/account/").content.decode()
        stranger = Client()
        assert stranger.get(f"/via/{code}/").status_code == 302
        assert "kollega_via" not in stranger.cookies


def test_T13_the_operator_sees_how_many_came_by_whose_link(code: str) -> None:
    newcomer = make_person(name="Telling Name")
    with tenant(None, newcomer.pk), transaction.atomic():
        count_sign_up(newcomer.pk, code=code, at=clock.now())
    page = client_of(make_operator()).get("/operator/affiliates/").content.decode()
    assert code in page
    assert "Telling Name" not in page
