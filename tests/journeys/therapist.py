"""A therapist with a practice, hours, a service, a room and a client, who signs in as people do."""

from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from uuid import UUID

from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from kollega.accounts.models import Person
from kollega.clients.operations.registering import create_client
from kollega.clients.rules.contact import ContactData
from kollega.kernel.actor import Actor
from kollega.practices.operations.tokens import create_token
from tests.chromium import new_page
from tests.factories import PASSWORD, make_practice
from tests.journeys.serving import Server
from tests.pages import slug_of
from tests.scheduling.factories import make_hours, make_room, make_service
from tests.signing_in import code_now, give_codes, give_password


@dataclass
class Therapist:
    actor: Actor
    email: str
    secret: bytes
    slug: str
    given_name: str
    family_name: str
    long_service: UUID
    client_id: UUID

    def code(self) -> str:
        return code_now(self.secret)

    @property
    def last_monday(self) -> str:
        """A week whose visits have begun, so that notes may be written."""
        return (self._today - timedelta(days=7 + self._today.weekday())).isoformat()

    @property
    def week_ago(self) -> str:
        """Where the calendar goes one week back from today."""
        return (self._today - timedelta(days=7)).isoformat()

    @property
    def _today(self) -> date:
        return self.actor.at.astimezone(self.actor.timezone).date()

    def token(self) -> str:
        return create_token(self.actor, name="journey", scopes=self.actor.permissions, days=1)


def make_therapist(*, given_name: str = "Zora", family_name: str = "Quandt") -> Therapist:
    actor = make_practice()
    make_hours(actor)
    make_service(actor)
    long_service = make_service(actor, minutes=60)
    make_room(actor)
    client_id = create_client(actor, contact=ContactData(given_name=given_name, family_name=family_name, language="en"))
    person = give_password(Person.objects.get(id=actor.person_id))
    return Therapist(
        actor, person.email, give_codes(person), slug_of(actor), given_name, family_name, long_service, client_id
    )


def opened(chromium: Browser, server: Server, path: str = "/signin/") -> Page:
    page = new_page(chromium, viewport={"width": 1440, "height": 900}, base_url=server.address)
    page.goto(path)
    return page


def type_password(page: Page, therapist: Therapist) -> None:
    """The first step, by keys: the address has the focus."""
    expect(page.locator("[name=address]")).to_be_focused()
    page.keyboard.type(therapist.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def type_code(page: Page, therapist: Therapist) -> None:
    page.wait_for_url("**/signin/code/")
    expect(page.locator("[name=code]")).to_be_focused()
    page.keyboard.type(therapist.code())
    page.keyboard.press("Enter")


def let_login_age(page: Page, *, minutes: int) -> None:
    """Make the last authentication of the browser's login session that many minutes older."""
    cookie = next(one for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    session = import_module(settings.SESSION_ENGINE).SessionStore(cookie["value"])
    session["authenticated_at"] -= minutes * 60
    session.save()
