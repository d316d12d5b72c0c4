"""Every page of the route table, as a therapist who reads German sees it: axe, narrow screens, titles, screenshots.

Screenshots of each page (1440 px light and 390 px dark, all four with `make prove`) stay in build/screenshots/pages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, Page

from kollega.accounts.models import Person
from kollega.config.routes import Route, routes
from kollega.kernel.actor import Actor
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from tests.chromium import PROVE, new_page
from tests.contracts.test_matrix import address, parameters
from tests.contracts.world import things
from tests.factories import make_practice
from tests.journal.making import make_client, make_signed, make_visit
from tests.journeys.serving import Server, session_cookie
from tests.pages import body_of, browser, slug_of
from tests.scheduling.factories import make_hours
from tests.signing_in import give_codes, give_password

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
SHOTS = ROOT / "build" / "screenshots" / "pages"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Theme = Literal["light", "dark"]
SIGHTS: list[tuple[int, int, Theme]] = [(1440, 900, "light"), (390, 844, "dark")]
if PROVE:
    SIGHTS += [(1440, 900, "dark"), (390, 844, "light")]
NAMES = ("Lindqvist", "Berit", "Quandt", "Wolfgang")
# The style guide has tests of its own; links of mails are made by the tests of accounts.
ELSEWHERE = ("/styleguide/", "/demo/")
# The outermost element that reaches over the edge outside of a place that scrolls by itself.
WIDEST = """() => {
  const over = (one) => one.getBoundingClientRect().right > 321 && one.getBoundingClientRect().width > 0;
  const shut = (one) => getComputedStyle(one.parentElement).overflowX !== "visible";
  const found = [...document.body.querySelectorAll("*")].filter((one) => over(one) && !shut(one));
  return found.slice(-3).map((one) => one.outerHTML.slice(0, 120)).join(" | ");
}"""
AREAS = ("clients", "calendar", "notes", "log", "import", "settings", "team", "start", "")


@dataclass
class House:
    actor: Actor
    slug: str
    ids: dict[str, Any]
    client: Client

    def pages(self, area: str) -> list[str]:
        """The addresses of an area (the empty one: accounts, sign-in, the rest) that answer with a whole page."""
        found = []
        for route in routes():
            if _area(route) != area or not _known(route, self.ids):
                continue
            where = address(route, self.slug, self.ids)
            answer = self.client.get(where)
            if answer.status_code == 200 and b"<html" in body_of(answer)[:2000]:
                found.append(where)
        return found + self.more().get(area, [])

    def more(self) -> dict[str, list[str]]:
        """Views of a page that only its query tells apart."""
        calendar = f"/p/{self.slug}/calendar/"
        views = [f"{calendar}?view={view}" for view in ("day", "week", "month", "list", "group")]
        return {"calendar": [*views, f"{calendar}?view=day&grid=1"]}


def _area(route: Route) -> str:
    parts = route.path.split("/")
    within = parts[3] if len(parts) > 4 and parts[1] == "p" else ""
    return within if within in AREAS else ""


def _known(route: Route, ids: dict[str, Any]) -> bool:
    if route.method not in {"", "GET"} or route.path.startswith("/api/") or route.path.startswith(ELSEWHERE):
        return False
    return parameters(route) <= ids.keys() and route.access is not None


@pytest.fixture(scope="module")
def house() -> House:
    actor = make_practice(language="de", zone="Europe/Berlin")
    person = give_password(Person.objects.get(id=actor.person_id))
    Person.objects.filter(id=person.pk).update(language="de", name="Dr. Anna-Katharina Lindström-Müller")
    with tenant(actor.practice_id), transaction.atomic():
        Membership.objects.filter(id=actor.membership_id).update(display_name="Dr. Anna-Katharina Lindström-Müller")
    give_codes(person)
    make_hours(actor)
    ids = {**things(actor, actor), "token": "not-a-living-link"}
    for hour, (given, family) in enumerate((("Wolfgang", "Quandt"), ("Berit", "Lindqvist")), start=13):
        client_id = make_client(actor, given_name=given, family_name=family)
        make_signed(actor, "Sie schläft besser und geht jeden Tag spazieren.\n\n- Atemübung\n- Anruf", client_id)
        for days in (0, 1, 2):
            make_visit(actor, client_id, hour=hour, days=days)
    return House(actor, slug_of(actor), ids, browser(actor))


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area or "accounts")
def test_nothing_is_wrong_on_any_page(chromium: Browser, server: Server, house: House, area: str) -> None:
    found: list[tuple[str, ...]] = []
    SHOTS.mkdir(parents=True, exist_ok=True)
    page = opened(chromium, server)
    page.context.add_cookies([session_cookie(house.actor, server)])  # type: ignore[list-item]
    pages = house.pages(area)
    assert pages
    for where in pages:
        found += [(where, *fault) for fault in faults_of(page, where, _name(where, house))]
    page.context.close()
    assert not found, "\n".join(map(str, found))


def test_nothing_is_wrong_on_the_pages_of_strangers(chromium: Browser, server: Server) -> None:
    page = opened(chromium, server)
    found: list[tuple[str, ...]] = []
    SHOTS.mkdir(parents=True, exist_ok=True)
    for where in ("/signin/", "/signup/", "/signup/sent/", "/reset/", "/reset/sent/", "/reset/done/"):
        found += [(where, *fault) for fault in faults_of(page, where, "stranger-" + where.strip("/").replace("/", "-"))]
    page.context.close()
    assert not found, "\n".join(map(str, found))


def opened(chromium: Browser, server: Server) -> Page:
    # The policy would refuse the checker itself.
    return new_page(chromium, bypass_csp=True, base_url=server.address, locale="de")


def _name(where: str, house: House) -> str:
    for name, value in house.ids.items():
        where = where.replace(str(value), name)
    return re.sub(r"[^\w=]+", "-", where.replace(f"/p/{house.slug}", "")).strip("-") or "home"


def faults_of(page: Page, where: str, name: str) -> Iterator[tuple[str, ...]]:
    """What is wrong with the page: wide and light, on a phone and dark (crossed by `make prove`), and at 320 px."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    answer = page.goto(where)
    if answer is None or answer.status != 200:
        yield "answers", str(answer and answer.status)
        return
    title = page.title()
    if any(known in title for known in NAMES):
        yield "names a client in its title", title
    if (heads := page.locator("h1").count()) != 1:
        yield "h1", str(heads)
    page.evaluate(AXE)
    for width, height, theme in SIGHTS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)
        page.screenshot(path=SHOTS / f"{name}-{width}-{theme}.png", full_page=True, animations="disabled")
        yield from ((f"{width} {theme}", *hit) for hit in _axe(page))
    page.set_viewport_size({"width": 320, "height": 700})
    if page.evaluate("document.documentElement.scrollWidth > 320"):
        yield "scrolls sideways at 320", page.evaluate(WIDEST)


def _axe(page: Page) -> list[tuple[str, str]]:
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", STANDARD)
    return [
        (hit["id"], hit["nodes"][0]["html"][:200])
        for hit in found["violations"]
        if hit["impact"] in {"serious", "critical"}
    ]
