"""The pages about plans in Chromium, where plans cost something: nothing wrong for axe, nothing wider than a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from kollega.accounts.models import Person
from kollega.catalogue.operations.own_plans import try_own_plan
from kollega.catalogue.operations.practice_plans import try_plan
from kollega.catalogue.rules.plans import Cycle
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Role
from kollega.teams.operations.paying import pay_for_member
from tests.chromium import new_page
from tests.factories import make_member, make_practice
from tests.pages import browser, slug_of
from tests.web.serving import served

pytestmark = pytest.mark.browser
AXE = (Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


def opened(chromium: Browser, address: str, actor: Actor, *, width: int) -> Page:
    page = new_page(chromium, viewport={"width": width, "height": 900}, bypass_csp=True)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": browser(actor).cookies[name].value, "url": address}])
    return page


def house() -> Actor:
    owner = make_practice(language="de")
    Person.objects.filter(pk=owner.person_id).update(language="de")
    kari = make_member(owner, Role.CLINICIAN, name="Dr. Katharina Dahl-Andersson")
    make_member(owner, Role.CLINICIAN, name="Bo Ek")
    if settings.CATALOGUE == "kollega":
        try_plan(owner, plan_id="practice")
        pay_for_member(owner, membership_id=kari.own_membership)
    else:
        assert kari.person_id
        try_own_plan(kari.person_id, plan_id="unlimited", cycle=Cycle.MONTH, at=kari.at)
    return owner


@pytest.mark.parametrize("catalogue", ["kollega", "covet"])
def test_nothing_is_wrong_on_the_pages_about_plans(chromium: Browser, address: str, catalogue: str) -> None:
    with override_settings(CATALOGUE=catalogue):
        owner = house()
        slug = slug_of(owner)
        for width in (320, 1280):
            page = opened(chromium, address, owner, width=width)
            for path in (f"/p/{slug}/plans/", f"/p/{slug}/billing/", "/account/plan/"):
                page.goto(address + path)
                expect(page.locator("main h1")).to_be_visible()
                over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert over <= 0, (path, width, over)
                assert page.locator("main .btn-primary:visible").count() <= 1, path
                if width == 320:
                    continue
                page.evaluate(AXE)
                wrong = page.evaluate("axe.run().then((found) => found.violations.map((one) => one.id + one.help))")
                assert wrong == [], (path, width)
            page.context.close()


def test_choosing_a_plan_asks_first_and_says_what_changes(chromium: Browser, address: str) -> None:
    with override_settings(CATALOGUE="kollega"):
        owner = make_practice()
        page = opened(chromium, address, owner, width=1280)
        page.goto(f"{address}/p/{slug_of(owner)}/plans/")
        page.get_by_role("link", name="Choose Practice").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("Change to Practice?")).to_be_visible()
        expect(dialog.get_by_text("Unlimited appointments")).to_be_visible()
        dialog.get_by_role("button", name="Change plan").click()
        expect(page.get_by_role("heading", name="Manage billing")).to_be_visible()
        expect(page.get_by_text("The practice has the plan Practice.")).to_be_visible()
        page.context.close()
