"""The client card in Swedish, from the list to the card: contact, answers, information, visits, notes, switch."""

import re
from dataclasses import replace
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from kollega.accounts.models import Person
from kollega.kernel.actor import Actor
from kollega.online.enums import AnswerKind
from kollega.online.operations.matching import (
    Asked,
    ProfileData,
    edit_profile,
    pick_clinician,
    publish_matching,
    submit_referral,
)
from kollega.online.queries.matching import referrals
from kollega.online.rules.intake import Question
from tests.chromium import new_page
from tests.journal.making import make_signed, make_visit
from tests.journeys.serving import Server, session_cookie
from tests.online.making import House, details_of, make_house
from tests.pages import slug_of

pytestmark = pytest.mark.browser
REASON = "Jag sover dåligt sedan i våras."


def referred(house: House) -> UUID:
    """A client who answered the matching questionnaire and picked the clinician, with visits and a signed note."""
    owner = house.owner
    questions = (Question(AnswerKind.SCALE, "Hur väl sover du?", required=True),)
    publish_matching(owner, is_on=True, intro="", topics=("Sömn",), questions=questions)
    edit_profile(owner, profile=ProfileData(is_listed=True))
    details = replace(details_of(given="Eva", family="Lund"), phone="070-123 45 67", answers={"0": "3"})
    secret = submit_referral(house.visitor, details=details, asked=Asked(REASON))
    pick_clinician(house.visitor, secret=secret, clinician_id=owner.own_membership)
    client_id = referrals(owner)[0].client_id
    assert client_id is not None
    make_visit(owner, client_id, hour=10, days=3)
    make_visit(owner, client_id, hour=10, days=-3)
    make_signed(owner, client_id=client_id)
    return client_id


def opened(chromium: Browser, server: Server, actor: Actor) -> Page:
    Person.objects.filter(pk=actor.person_id).update(language="sv")
    page = new_page(chromium, viewport={"width": 1440, "height": 900}, base_url=server.address)
    page.context.add_cookies([session_cookie(actor, server)])
    page.goto(f"/p/{slug_of(actor)}/clients/")
    return page


def test_C1_C2_C3_C4_the_client_card_from_top_to_bottom(chromium: Browser, server: Server) -> None:
    house = make_house()
    referred(house)
    page = opened(chromium, server, house.owner)
    # Open a card by a name in the list; contact data come first.
    page.get_by_role("link", name="Lund, Eva").click()
    page.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))
    card = page.url
    expect(page.get_by_role("heading", name="Kontaktuppgifter")).to_be_visible()
    expect(page.locator(".facts").first).to_contain_text("070-123 45 67")
    expect(page.locator(".facts").first).to_contain_text("Förmedlad genom matchningen")
    # The reason for contact, and all answers on demand.
    expect(page.get_by_role("heading", name="Kontaktorsak")).to_be_visible()
    answer = page.get_by_text("Hur väl sover du?")
    expect(answer).to_be_hidden()
    page.get_by_text("Visa alla svar").click()
    expect(answer).to_be_visible()
    # Client information: unfold a heading, write, and be told that it is printed with the record.
    information = page.locator("#heading-health")
    information.get_by_role("link", name="Lägg till").click()
    expect(information).to_contain_text("Skrivs ut tillsammans med journalen.")
    information.get_by_role("textbox").fill("Astma sedan 1990.")
    information.get_by_role("button", name="Spara").click()
    expect(page.locator("#heading-health summary")).to_be_visible()
    expect(page.locator("#heading-health")).to_contain_text("Astma sedan 1990.")
    # Visits, coming and past, and the way to new times.
    page.locator("nav.tabs a[href$='/appointments/']").click()
    coming = page.locator("section.card", has=page.get_by_role("heading", name="Kommande möten"))
    past = page.locator("section.card", has=page.get_by_role("heading", name="Tidigare möten"))
    expect(coming.locator(".row-link")).to_have_count(1)
    expect(past.locator(".row-link")).to_have_count(1)
    page.get_by_role("link", name="Boka in nya tider").click()
    expect(page.locator("#panel-host")).to_contain_text("Lund")
    # Notes written before, and a new one that is closed without being saved.
    page.goto(card)
    page.locator("nav.tabs a[href*='/notes/client/']").click()
    expect(page.locator("#notes .note-row")).to_have_count(1)
    page.locator("#notes a").first.click()
    expect(page.get_by_role("link", name="Skriv ut").or_(page.get_by_role("button", name="Skriv ut"))).to_be_visible()
    # The switch at the top right: coming visits are named first, then the client is missing from the list.
    page.goto(card)
    page.get_by_role("switch", name="Aktiv").click()
    dialog = page.locator("#dialog-host")
    expect(dialog.locator(".row-link")).to_have_count(1)
    dialog.locator("button.btn-danger").click()
    page.goto(f"/p/{slug_of(house.owner)}/clients/")
    expect(page.get_by_role("link", name="Lund, Eva")).to_have_count(0)
    page.goto(f"/p/{slug_of(house.owner)}/clients/?status=inactive")
    expect(page.get_by_role("link", name="Lund, Eva")).to_be_visible()
