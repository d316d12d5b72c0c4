"""What people change about themselves, and how a new browser takes it over."""

from django.test import Client

from tests.factories import PASSWORD, make_person
from tests.signing_in import client_of, give_password

FORM = {"name": "Anna Berg-Lind", "language": "sv", "theme": "dark"}


def test_name_language_theme_and_keys_are_kept() -> None:
    person = make_person()
    client = client_of(person)
    assert client.post("/account/profile/", FORM).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.language, person.theme, person.single_keys) == ("Anna Berg-Lind", "sv", "dark", False)
    page = client.get("/account/").content.decode()
    assert 'lang="sv" data-theme="dark" data-keys="off"' in " ".join(page.split())


def test_a_wrong_choice_is_shown_again_and_nothing_is_stored() -> None:
    person = make_person()
    answer = client_of(person).post("/account/profile/", {**FORM, "name": "", "language": "xx"})
    assert answer.status_code == 422
    person.refresh_from_db()
    assert (person.name, person.language) == ("Anna Berg", "en")


def test_a_new_browser_looks_as_the_person_chose_elsewhere() -> None:
    person = give_password(make_person())
    client_of(person).post("/appearance/", {"theme": "dark", "language": "nb", "keys": "off"})
    client = Client()
    client.post("/signin/", {"address": person.email, "password": PASSWORD})
    assert client.cookies["kollega_look"].value == "dark.nokeys"
    assert client.cookies["language"].value == "nb"
    # A choice made in that browser stays.
    other = Client()
    other.post("/appearance/", {"theme": "light"})
    other.post("/signin/", {"address": person.email, "password": PASSWORD})
    assert other.cookies["kollega_look"].value == "light"


def test_times_on_the_account_page_are_those_of_the_first_practice() -> None:
    from zoneinfo import ZoneInfo

    from django.utils.formats import date_format

    from kollega.accounts.models import LoginSession
    from tests.factories import make_practice

    client = client_of(make_practice(zone="Asia/Tokyo"))
    started = LoginSession.objects.get(id=client.session["login"]).started_at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert date_format(started, "SHORT_DATETIME_FORMAT") in client.get("/account/").content.decode()
