"""The pages about plans and billing: who sees them, what they say, what they do (P8, P9, P11, P13, P15)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings

from kollega.accounts.models import Person
from kollega.catalogue.in_force import SHIPPED
from kollega.catalogue.models import Contract
from kollega.catalogue.operations.own_plans import choose_own_plan
from kollega.catalogue.operations.practice_plans import choose_plan, try_plan
from kollega.catalogue.queries.plans import plan_of
from kollega.catalogue.queries.seats import own_seat_of, seat_in
from kollega.catalogue.rules.plans import Cycle
from kollega.journal.operations.templates import create_template
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.rooms import create_room
from tests.factories import at, make_member, make_practice, utc
from tests.pages import browser, slug_of
from tests.scheduling.factories import make_client, tomorrow_at
from tests.scheduling.rules.test_ics import calendar
from tests.scheduling.test_importing import bring_in


@pytest.fixture
def kollega() -> Iterator[None]:
    with override_settings(CATALOGUE="kollega"):
        yield


@pytest.fixture
def covet() -> Iterator[None]:
    with override_settings(CATALOGUE="covet"):
        yield


def addresses(actor: Actor) -> list[str]:
    slug = slug_of(actor)
    return [f"/p/{slug}/plans/", f"/p/{slug}/plans/?cycle=year", f"/p/{slug}/billing/"]


def plan_now(actor: Actor) -> str:
    with tenant(actor.practice_id, actor.person_id), transaction.atomic():
        return plan_of(actor.practice_id, real_now()).plan.id


@pytest.mark.parametrize("name", SHIPPED)
def test_P15_owners_see_plans_and_billing_in_every_catalogue(name: str) -> None:
    with override_settings(CATALOGUE=name):
        owner = make_practice()
        make_member(owner, Role.CLINICIAN)
        page = browser(owner)
        for address in [*addresses(owner), "/account/plan/"]:
            assert page.get(address).status_code == 200, address


def test_P15_members_see_no_billing_and_outsiders_learn_nothing(kollega: None) -> None:
    owner = make_practice()
    clinician, outsider = make_member(owner, Role.CLINICIAN), make_practice()
    for address in addresses(owner):
        assert browser(clinician).get(address).status_code == 403
        assert browser(outsider).get(address).status_code == 404
    assert "/billing/" not in browser(clinician).get(f"/p/{slug_of(owner)}/settings/").content.decode()
    assert "/billing/" in browser(owner).get(f"/p/{slug_of(owner)}/settings/").content.decode()


def test_P0_in_open_a_calm_page_says_that_everything_is_included() -> None:
    owner = make_practice()
    for address in addresses(owner):
        shown = browser(owner).get(address).content.decode()
        assert "Everything is included" in shown
        assert "Choose" not in shown


def test_P1_the_plans_stand_side_by_side_in_the_practices_currency(kollega: None) -> None:
    owner = make_practice()
    Person.objects.filter(pk=owner.person_id).update(language="sv")
    shown = browser(owner).get(f"/p/{slug_of(owner)}/plans/").content.decode().replace("\xa0", " ")
    for words in ("169 kr", "329 kr", "559 kr", "779 kr", "30 bokningar i månaden", "Din plan", "Prova 14 dagar"):
        assert words in shown, words
    yearly = browser(owner).get(f"/p/{slug_of(owner)}/plans/?cycle=year").content.decode().replace("\xa0", " ")
    assert "1 690 kr" in yearly


def test_P13_trying_keeping_and_choosing_a_plan(kollega: None) -> None:
    owner = make_practice()
    page, slug = browser(owner), slug_of(owner)
    answer = page.post(f"/p/{slug}/plans/try/", {"plan": "practice"}, follow=True)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "14 days left" in shown
    assert "charges nothing" in shown
    assert plan_now(owner) == "practice"
    page.post(f"/p/{slug}/plans/keep/", {"keep": "1"})
    assert "After that the plan goes on" in page.get(f"/p/{slug}/billing/").content.decode()
    again = page.post(f"/p/{slug}/plans/try/", {"plan": "practice"})
    assert again.status_code == 409
    assert "tried out before" in again.content.decode()
    ask = page.get(f"/p/{slug}/plans/choose/", {"plan": "solo"})
    assert "Less than now" in ask.content.decode()
    assert plan_now(owner) == "practice"
    assert page.post(f"/p/{slug}/plans/choose/", {"plan": "solo", "cycle": "year"}).status_code == 302
    assert plan_now(owner) == "solo"
    assert page.post(f"/p/{slug}/plans/choose/", {"plan": "gold"}).status_code == 404


def test_P13_a_lapsed_trial_is_said_with_what_to_do(kollega: None) -> None:
    owner = make_practice()
    try_plan(at(owner, owner.at - timedelta(days=20)), plan_id="solo")
    shown = browser(owner).get(f"/p/{slug_of(owner)}/billing/").content.decode()
    assert "Trial ended" in shown
    assert "Everything is still here" in shown


def test_P8_P9_P11_paying_for_a_member_and_stopping(covet: None) -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN, name="Kari Dahl")
    page, slug = browser(owner), slug_of(owner)
    pay, stop = (f"/p/{slug}/billing/{kari.membership_id}/{what}/" for what in ("pay", "stop"))
    late = page.post(pay, {"when": "after_trial"})
    assert late.status_code == 409
    assert "not on a trial" in late.content.decode()
    assert page.post(pay, {"when": "now"}).status_code == 302
    shown = page.get(f"/p/{slug}/billing/").content.decode()
    assert "Kari Dahl got a seat of the practice: Unlimited." in shown
    assert "Stop paying" in shown
    ask = page.get(stop)
    assert "The seat (Unlimited) ends at once" in ask.content.decode()
    assert page.post(stop).status_code == 302
    with tenant(owner.practice_id), transaction.atomic():
        assert kari.person_id
        assert seat_in(owner.practice_id, kari.person_id) is None
    assert "stopped paying for Kari Dahl" in page.get(f"/p/{slug}/billing/").content.decode()
    assert page.post(stop).status_code == 409


def test_P8_the_page_says_why_the_practice_cannot_pay(covet: None) -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    assert kari.person_id
    choose_own_plan(kari.person_id, plan_id="essentials", cycle=Cycle.MONTH, at=kari.at)
    shown = browser(owner).get(f"/p/{slug_of(owner)}/billing/").content.decode()
    assert "After they cancel, the practice can pay." in shown
    assert f"/billing/{kari.membership_id}/pay/" not in shown


def test_T12_under_a_contract_the_contact_person_stands_in_place_of_the_choice(kollega: None) -> None:
    owner = make_practice()
    with tenant(owner.practice_id), transaction.atomic():
        Contract.objects.create(
            practice_id=owner.practice_id,
            plan="clinic",
            contact_name="Eva Holm",
            contact_email="eva@operator.test",
            begins_at=owner.at,
            set_at=owner.at,
        )
    for address in addresses(owner):
        shown = browser(owner).get(address).content.decode()
        assert "Eva Holm" in shown
        assert "plans/try/" not in shown
    refused = browser(owner).post(f"/p/{slug_of(owner)}/plans/try/", {"plan": "solo"})
    assert refused.status_code == 409


def test_BK10_the_meters_show_what_is_used_this_month(kollega: None) -> None:
    owner = make_practice()
    create_room(owner, name="Room")
    client_id = make_client(owner)
    for minutes in (0, 30):
        book(
            owner,
            client_id=client_id,
            service_id=None,
            minutes=30,
            clinician_id=owner.own_membership,
            starts_at=owner.at.replace(day=15, hour=9, minute=minutes, second=0, microsecond=0),
            room_id=None,
            outside_hours_reason="x",
        )
    shown = browser(owner).get(f"/p/{slug_of(owner)}/billing/").content.decode()
    assert "2 of 10" in shown
    assert "1 of 1" in shown


def test_own_plan_choose_try_keep_cancel(covet: None) -> None:
    owner = make_practice(sees_clients=False)
    page = browser(owner)
    assert owner.person_id
    assert "/account/plan/" in page.get("/account/").content.decode()
    page.post("/account/plan/try/", {"plan": "unlimited"})
    assert "14 days left" in page.get("/account/plan/").content.decode()
    page.post("/account/plan/keep/")
    assert "After that the plan goes on" in page.get("/account/plan/").content.decode()
    page.post("/account/plan/choose/", {"plan": "essentials"})
    shown = page.get("/account/plan/").content.decode()
    assert "You pay for it yourself." in shown
    assert "You have Essentials and pay for it yourself." in shown
    assert "ends at once" in page.get("/account/plan/cancel/").content.decode()
    page.post("/account/plan/cancel/")
    with tenant(None, owner.person_id), transaction.atomic():
        assert own_seat_of(owner.person_id) is None
    assert page.post("/account/plan/cancel/").status_code == 409
    assert page.post("/account/plan/choose/", {"plan": "support"}).status_code == 404


def test_own_plans_are_offered_only_where_people_have_them(kollega: None) -> None:
    page = browser(make_practice())
    assert "/account/plan/" not in page.get("/account/").content.decode()
    assert "Practices decide about plans here" in page.get("/account/plan/").content.decode()


def test_BK10_refusals_say_in_their_place_which_plan_would_allow_it_and_who_can_change_it(kollega: None) -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    slug = slug_of(owner)
    create_room(owner, name="One")
    room = browser(owner).post(f"/p/{slug}/calendar/settings/rooms/new/", {"name": "Two"})
    assert room.status_code == 409
    assert "The plan Duo has more." in room.content.decode()
    assert f'href="/p/{slug}/plans/"' in room.content.decode()
    client_id = make_client(kari)
    first = tomorrow_at(kari, 8, days=1)
    for number in range(10):
        book(
            kari,
            client_id=client_id,
            service_id=None,
            minutes=30,
            clinician_id=kari.own_membership,
            starts_at=first + timedelta(minutes=30 * number),
            room_id=None,
            outside_hours_reason="x",
        )
    form = {
        "client": str(client_id),
        "date": first.date().isoformat(),
        "start": "17:00",
        "minutes": "30",
        "clinician": str(kari.membership_id),
        "room": "none",
        "place": "in_person",
        "outside_hours_reason": "x",
    }
    booked = browser(kari).post(f"/p/{slug}/calendar/new/", form)
    assert booked.status_code == 409, booked.content.decode()[-3000:]
    assert "The plan Solo allows more." in booked.content.decode()
    assert "Ask an administrator of the practice to change the plan." in booked.content.decode()
    assert 'value="17:00"' in booked.content.decode()


def test_H_sharing_a_template_is_refused_on_the_list_of_templates(kollega: None) -> None:
    owner = make_practice()
    mine = create_template(owner, name="Mine", headings=["Today"])
    slug = slug_of(owner)
    answer = browser(owner).post(f"/p/{slug}/notes/templates/{mine}/to-team/")
    assert answer.status_code == 409
    assert "The plan Practice does." in answer.content.decode()
    assert f'href="/p/{slug}/plans/"' in answer.content.decode()
    choose_plan(owner, plan_id="practice")
    assert browser(owner).post(f"/p/{slug}/notes/templates/{mine}/to-team/").status_code == 302


def test_BK10_an_import_says_what_does_not_fit_and_where_larger_plans_are(kollega: None) -> None:
    owner = make_practice()
    events = [f"UID:{n}\nDTSTART:203104{10 + n}T090000Z\nDURATION:PT45M\nSUMMARY:Visit" for n in range(12)]
    report = bring_in(at(owner, utc(2031, 3, 1)), calendar(*events), as_visits=True)
    page = browser(owner).get(f"/p/{slug_of(owner)}/import/calendar/{report.id}/").content.decode()
    assert "2 appointments do not fit into your plan" in page
    assert f'href="/p/{slug_of(owner)}/plans/"' in page
