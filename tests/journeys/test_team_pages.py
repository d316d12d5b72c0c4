"""Team, invitations, plans and dead links in three languages at two widths: axe, narrow screens, kept screenshots."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Page

from tests.catalogues.house import Somebody, Team, invited, joined, somebody, team_of
from tests.chromium import new_page
from tests.factories import unique
from tests.web.serving import served

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
SHOTS = ROOT / "build" / "screenshots" / "team"
SERIOUS = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .filter((hit) => ["serious", "critical"].includes(hit.impact))
    .map((hit) => `${hit.id}: ${hit.nodes[0].html.slice(0, 160)}`)"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found, override_settings(PUBLIC_URL=found, CATALOGUE="kollega"):
        yield found


@pytest.mark.parametrize("language", ["sv", "fr", "de"])
def test_team_invitation_and_plan_pages_look_right(chromium: Browser, address: str, language: str) -> None:
    team, guest, token = _full_team(language)
    pages = {
        "team": (team.owner, team.at("team/")),
        "member": (team.owner, team.at(f"team/{team.member_id(guest)}/")),
        "invite": (team.owner, team.at("invitations/new/")),
        "pending": (team.owner, team.at("invitations/")),
        "plans": (team.owner, team.at("plans/")),
        "billing": (team.owner, team.at("billing/")),
        "accept": (somebody_at(token[0], language), f"/invitation/{token[1]}/"),
        "dead": (None, "/invitation/nobody-ever-made-this/"),
    }
    faults: list[str] = []
    SHOTS.mkdir(parents=True, exist_ok=True)
    for name, (who, where) in pages.items():
        page = _opened(chromium, address, language, who)
        faults += [f"{name} {language}: {fault}" for fault in _faults(page, where, f"{name}-{language}")]
        page.context.close()
    assert faults == []


def somebody_at(email: str, language: str) -> Somebody:
    return somebody(email=email, language=language)


def _full_team(language: str) -> tuple[Team, Somebody, tuple[str, str]]:
    """A team on a plan with a member, an assistant, and an invitation that waits."""
    team = team_of(somebody(language=language))
    assert team.owner.browser.post(team.at("plans/choose/"), {"plan": "practice"}).status_code == 302
    guest = somebody(language=language)
    joined(team, guest, plan="practice")
    joined(team, somebody(language=language), plan="support")
    email = f"{unique('waiting')}@example.test"
    return team, guest, (email, invited(team, email, plan="practice"))


def _opened(chromium: Browser, address: str, language: str, who: Somebody | None) -> Page:
    # The policy would refuse the checker itself.
    page = new_page(chromium, bypass_csp=True, base_url=address, locale=language)
    if who is not None:
        cookie = who.browser.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    return page


def _faults(page: Page, where: str, name: str) -> Iterator[str]:
    page.goto(where)
    page.evaluate(AXE)
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True, animations="disabled")
        yield from page.evaluate(SERIOUS)
    page.set_viewport_size({"width": 320, "height": 700})
    if page.evaluate("document.documentElement.scrollWidth > 320"):
        yield "scrolls sideways at 320"
