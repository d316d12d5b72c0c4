"""The back office, team-wide settings, affiliate links, colleagues' notes: axe, small screens, screenshots."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, expect

from kollega.accounts.models import Person
from kollega.catalogue.operations.affiliates import count_sign_up, make_link
from kollega.kernel import clock
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Role
from kollega.operator.operations.large_teams import ask_for_large_team
from kollega.platform.tenancy import tenant
from kollega.practices.rules.team_settings import Viewing
from tests.factories import make_member, make_person, make_practice
from tests.journal.making import make_client, make_signed
from tests.journeys.serving import Server, serving
from tests.journeys.test_axe import SHOTS, faults_of, opened
from tests.operator.making import make_operator
from tests.operator.plans import CONTRACT
from tests.pages import slug_of
from tests.practices.team_settings import put_settings
from tests.signing_in import client_of

pytestmark = pytest.mark.browser
CATALOGUE = "heidi"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A web process of an installation with plans, limits and affiliate links."""
    with pytest.MonkeyPatch.context() as patch, override_settings(CATALOGUE=CATALOGUE):
        patch.setenv("KOLLEGA_CATALOGUE", CATALOGUE)
        with serving() as running:
            yield running


@pytest.fixture(scope="module")
def owner(server: Server) -> Actor:
    owner = make_practice(language="de", zone="Europe/Berlin")
    Person.objects.filter(id=owner.person_id).update(language="de")
    author = make_member(owner, Role.CLINICIAN, name="Dr. Wolfgang Quandt")
    for family in ("Lindqvist", "Berg"):
        make_signed(author, "Sie schläft besser.", make_client(author, given_name="Berit", family_name=family))
    put_settings(owner, viewing=Viewing.ADMINS, note_footer="Praxis, Hauptstraße 1")
    code = make_link(_id(owner), at=clock.now())
    for _ in range(3):
        newcomer = make_person()
        with tenant(None, newcomer.pk):
            count_sign_up(newcomer.pk, code=code, at=clock.now())
    return owner


def _id(actor: Actor) -> object:
    assert actor.person_id is not None
    return actor.person_id


def cookie(person: Person | Actor, server: Server) -> dict[str, object]:
    value = client_of(person).cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.address}


def test_nothing_is_wrong_in_the_back_office(chromium: Browser, server: Server, owner: Actor) -> None:
    operator = make_operator(language="de")
    request_id = ask_for_large_team(owner, members=14, phone="+49 30 1234567", message="Wir öffnen im Januar.")
    practice = f"/operator/practices/{owner.practice_id}"
    client_of(operator).post(f"{practice}/contract/", {**CONTRACT, "plan_id": "practice-team"})
    pages = ["/operator/", f"{practice}/", f"{practice}/contract/", f"{practice}/contract/end/", f"{practice}/plan/"]
    pages += ["/operator/requests/", f"/operator/requests/{request_id}/", "/operator/requests/?show=handled"]
    pages += ["/operator/catalogue/", "/operator/affiliates/", "/operator/health/", "/operator/?q=zzzz"]
    walk(chromium, server, operator, pages, "operator")


def test_nothing_is_wrong_on_the_teams_new_pages(chromium: Browser, server: Server, owner: Actor) -> None:
    slug = slug_of(owner)
    note = client_of(owner).get(f"/p/{slug}/notes/colleagues/").context["found"].rows[0].id
    pages = [f"/p/{slug}/settings/team/", f"/p/{slug}/notes/colleagues/", f"/p/{slug}/notes/colleagues/{note}/"]
    pages += [f"/p/{slug}/team/large/", "/account/affiliate/"]
    walk(chromium, server, owner, pages, "team-wide")


def walk(chromium: Browser, server: Server, who: Person | Actor, pages: list[str], name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page = opened(chromium, server)
    page.context.add_cookies([cookie(who, server)])  # type: ignore[list-item]
    found: list[tuple[str, ...]] = []
    for number, where in enumerate(pages):
        found += [(where, *fault) for fault in faults_of(page, where, f"{name}-{number:02}")]
    page.context.close()
    assert not found, "\n".join(map(str, found))


def test_T13_the_link_is_copied(chromium: Browser, server: Server, owner: Actor) -> None:
    page = opened(chromium, server)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.context.add_cookies([cookie(owner, server)])  # type: ignore[list-item]
    page.goto("/account/affiliate/")
    page.locator("[data-copy]").click()
    expect(page.locator(".toast-words")).to_have_text("Kopiert.")
    assert "/via/" in page.evaluate("navigator.clipboard.readText()")
    page.context.close()
