"""The front desk of office staff and delegates, and the client's card made for it (B9, B8, AZ-4)."""

import re
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from kollega.clients.models import Client as StoredClient
from kollega.clients.operations.editing import edit_contact
from kollega.clients.operations.registering import create_client
from kollega.clients.queries.access import require_readable
from kollega.clients.queries.search import client_choices
from kollega.clients.rules.contact import ContactData
from kollega.kernel.actor import Actor
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import Area, Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import Status
from kollega.scheduling.models import Appointment
from kollega.scheduling.operations.booking import book
from tests.delegation.making import secretary_of
from tests.factories import make_member, make_practice
from tests.pages import slug_of
from tests.scheduling.factories import make_hours
from tests.signing_in import client_of

BORN = date(1959, 8, 27)


@pytest.fixture(scope="module")
def anna() -> Actor:
    actor = make_practice()
    make_hours(actor)
    return actor


@pytest.fixture(scope="module")
def olga(anna: Actor) -> Actor:
    return make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,), name="Olga Office")


@pytest.fixture(scope="module")
def visit(anna: Actor) -> tuple[UUID, UUID]:
    """Client and appointment, an hour ago on the local day or now."""
    contact = ContactData(
        given_name="Wilhelmina", family_name="Quistgaard", language="sv", born_on=BORN, phone="0701239876"
    )
    client_id = create_client(anna, contact=contact)
    today = anna.at.astimezone(anna.timezone)
    starts = max(today - timedelta(hours=1), today.replace(hour=0, minute=0, second=0, microsecond=0))
    booked = book(
        anna,
        client_id=client_id,
        service_id=None,
        minutes=30,
        clinician_id=anna.own_membership,
        starts_at=_on_five(starts),
        outside_hours_reason="today",
    )
    return client_id, booked.appointment_id


def _on_five(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)


def status_of(anna: Actor, appointment_id: UUID) -> str:
    with tenant(anna.practice_id), transaction.atomic():
        return Appointment.objects.get(id=appointment_id).status


def desk(browser: Client, slug: str) -> str:
    return browser.get(f"/p/{slug}/calendar/desk/").content.decode()


def test_B9_the_front_desk_greets_and_takes_back(anna: Actor, olga: Actor, visit: tuple[UUID, UUID]) -> None:
    browser, slug, (_, appointment_id) = client_of(olga), slug_of(anna), visit
    html = desk(browser, slug)
    assert "Wilhelmina Quistgaard" in html
    assert 'value="arrived"' in html
    for status in (Status.ARRIVED, Status.BOOKED, Status.NO_SHOW):
        where = f"/p/{slug}/calendar/{appointment_id}/attendance/"
        answer = browser.post(where, {"status": status.value, "row": "desk"})
        assert answer.headers["Location"] == f"/p/{slug}/calendar/desk/"
        assert status_of(anna, appointment_id) == status
    assert 'value="booked"' in desk(browser, slug)
    assert "Nothing booked on this day" in browser.get(f"/p/{slug}/calendar/desk/?date=2031-01-05").content.decode()


def test_B9_a_delegate_with_initials_prints_and_sees_initials(anna: Actor, visit: tuple[UUID, UUID]) -> None:
    html = desk(client_of(secretary_of(anna, Deed.BOOK)), slug_of(anna))
    assert "W. Q." in html
    assert "Quistgaard" not in html
    # Who may not cancel does not say that somebody stayed away.
    assert 'value="no_show"' not in html


def test_B9_the_menu_of_the_office_is_its_own(anna: Actor, olga: Actor) -> None:
    slug = slug_of(anna)
    assert client_of(olga).get(f"/p/{slug}/").headers["Location"] == f"/p/{slug}/calendar/desk/"
    menu = desk(client_of(olga), slug)
    for place in ("desk/", ""):
        assert f'href="/p/{slug}/calendar/{place}"' in menu
    assert f'href="/p/{slug}/calendar/today/"' not in menu
    own = client_of(anna).get(f"/p/{slug}/calendar/today/").content.decode()
    assert f'href="/p/{slug}/calendar/desk/"' not in own


def test_B9_every_place_of_the_menu_opens(anna: Actor, olga: Actor) -> None:
    slug = slug_of(anna)
    for who in (olga, secretary_of(anna, Deed.BOOK), anna):
        browser = client_of(who)
        side = browser.get(f"/p/{slug}/settings/").content.decode().split('class="side-group"')[1].split("</ul>")[0]
        places = re.findall(r'href="([^"]+)"', side)
        assert len(places) >= 4
        assert {where: browser.get(where).status_code for where in places} == dict.fromkeys(places, 200)


def test_B9_AZ4_the_office_gets_no_birth_date_and_leaves_it_as_it_is(
    anna: Actor, olga: Actor, visit: tuple[UUID, UUID]
) -> None:
    browser, slug, (client_id, _) = client_of(olga), slug_of(anna), visit
    for path in ("", "edit/", "appointments/"):
        html = browser.get(f"/p/{slug}/clients/{client_id}/{path}").content.decode()
        assert "Quistgaard" in html
        assert "1959" not in html
        assert "born" not in html.lower().replace("reborn", "")
    assert "1959" not in browser.get(f"/p/{slug}/clients/").content.decode()
    assert "1959" in client_of(anna).get(f"/p/{slug}/clients/{client_id}/").content.decode()
    assert [choice.born_on for choice in client_choices(olga, text="Quistgaard")] == [None]
    assert client_choices(olga, text="19590827") == []
    assert len(client_choices(anna, text="19590827")) == 1
    with tenant(anna.practice_id), transaction.atomic():
        version = require_readable(olga, client_id).version
    contact = ContactData(given_name="Wilhelmina", family_name="Quistgaard", language="sv", phone="0701239877")
    edit_contact(olga, client_id=client_id, version=version, contact=contact)
    with tenant(anna.practice_id), transaction.atomic():
        assert StoredClient.objects.get(id=client_id).born_on == BORN
    for shut in ("notes/", "documents/", "log/"):
        assert browser.get(f"/p/{slug}/clients/{client_id}/{shut}").status_code in {403, 404}
