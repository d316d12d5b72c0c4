"""A secretary with "book, initials" learns no other client field from any page or call (B8, B9, AZ-4, AZ-8)."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from kollega.clients.models import Client as StoredClient
from kollega.config.routes import Route, routes
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import Area, ClientFields, Permission, Role
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from kollega.practices.operations.tokens import create_token
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.cancelling import cancel
from tests.contracts.test_matrix import address, call
from tests.contracts.world import Ids, things
from tests.delegation.making import again, guest_of, secretary_of
from tests.factories import make_member, make_practice
from tests.pages import slug_of
from tests.scheduling.factories import make_client, make_hours, make_service, tomorrow_at
from tests.signing_in import client_of

GIVEN, FAMILY, PHONE, MAIL, BORN = "Wilhelmina", "Quistgaard", "0701239876", "quist@client.example", "1959-08-27"
LINE, OUTSIDE, WHY = "Internline", "Outsidereason", "Cancelreason"
SECRETS = [GIVEN, FAMILY, PHONE, MAIL, BORN, "27 August", LINE, OUTSIDE, WHY, "Colleaguesclient", "Third Person"]

# Ids and tokens hold any digits.
NOISE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9_=-]{32,}")


@pytest.fixture(scope="module")
def anna() -> Actor:
    actor = make_practice()
    make_hours(actor)
    return actor


@pytest.fixture(scope="module")
def ids(anna: Actor) -> Ids:
    """One of everything, and a client of the owner whose every field is a word that must not appear."""
    found = things(make_member(anna, Role.CLINICIAN, name="Third Person"), anna)
    other = make_member(anna, Role.CLINICIAN, name="Third Person")
    make_client(other, given="Colleaguesclient")
    client = make_client(anna, given=GIVEN, family=FAMILY)
    with tenant(anna.practice_id), transaction.atomic():
        row = StoredClient.objects.get(id=client)
        StoredClient.objects.filter(id=client).update(phone=PHONE, email=MAIL, born_on=BORN, family_name=FAMILY)
        assert row.practice_id == anna.practice_id
    visits = [
        book(
            anna,
            client_id=client,
            service_id=make_service(anna),
            clinician_id=anna.own_membership,
            starts_at=tomorrow_at(anna, hour, days=days),
            internal_line=LINE,
            outside_hours_reason=OUTSIDE,
        ).appointment_id
        for hour, days in ((9, 0), (10, 1), (14, 1), (15, 1))
    ]
    change = cancel(anna, appointment_id=visits[-1], reason=WHY)
    return {
        **found,
        "client_id": client,
        "appointment_id": visits[1],
        "membership_id": anna.own_membership,
        "clinician_id": anna.own_membership,
        "change_id": change.change_id,
    }


def office(anna: Actor, fields: ClientFields) -> Actor:
    member = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,), name="Olga Office")
    with tenant(anna.practice_id), transaction.atomic():
        Membership.objects.filter(id=member.membership_id).update(area_fields={"appointments": fields.value})
    return again(member)


WHO = {
    "assistant": lambda anna: secretary_of(anna, Deed.BOOK),
    "guest": lambda anna: guest_of(anna, Deed.BOOK),
    "office": lambda anna: office(anna, ClientFields.INITIALS),
}


def ways() -> Iterator[Route]:
    """Every page of a practice and every call; those that end the walk itself are left out."""
    for route in routes():
        access = route.access
        if access is None or access.kind not in {"practice", "api"}:
            continue
        if re.search(r"/me/leave|/team/leave|logins|openapi", route.path):
            continue
        yield route


@pytest.mark.parametrize("who", list(WHO))
def test_B8_B9_AZ4_no_page_and_no_call_tells_more_than_initials(anna: Actor, ids: Ids, who: str) -> None:
    actor = WHO[who](anna)
    pages = client_of(actor)
    calls = None
    if actor.may(Permission.TOKEN_MANAGE):
        token = create_token(actor, name="walk", scopes=actor.permissions, days=3)
        calls = Client(headers={"Authorization": f"Bearer {token}"})
    slug, told, opened = slug_of(anna), [], 0
    for route in ways():
        client = calls if route.access is not None and route.access.kind == "api" else pages
        if client is None:
            continue
        for where in asked(route, slug, ids):
            answer = call(client, route, where)
            assert answer.status_code < 500, (where, answer.content[:300])
            opened += answer.status_code == 200
            text = body_of(answer)
            hidden = SECRETS if who == "guest" else [word for word in SECRETS if word != "Third Person"]
            told += [(where, word) for word in hidden if word in text and word not in where]
    assert told == []
    assert opened > 5


def asked(route: Route, slug: str, ids: Ids) -> Iterator[str]:
    """The address as it is, and with what could be asked for: searches, days, columns."""
    where = address(route, slug, ids)
    yield where
    owner = ids["membership_id"]
    if route.path.endswith("/calendar/"):
        for view in ("day", "week", "group", "month", "list"):
            yield f"{where}?view={view}&date={tomorrow()}&columns=p-{owner}"
            yield f"{where}?view={view}&date={tomorrow()}&columns=r-{ids['room_id']}"
    elif route.path.endswith("/api/v1/calendar"):
        yield f"{where}?first={tomorrow()}&last={tomorrow()}"
        yield f"{where}?first={tomorrow()}&last={tomorrow()}&room_id={ids['room_id']}"
    elif re.search(r"clients|palette|choices|options", route.path) and not route.path.endswith("/>"):
        for word in (GIVEN, PHONE, MAIL, BORN, "WQ"):
            yield f"{where}?q={word}&text={word}"
    elif route.path.endswith("/calendar/new/"):
        yield f"{where}?client={ids['client_id']}&clinician={owner}"


def tomorrow() -> str:
    return (real_now() + timedelta(days=1)).date().isoformat()


def body_of(answer: HttpResponse) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return NOISE.sub(" ", f"{content.decode(errors='replace')} {dict(answer.headers)}")


def test_B8_the_picker_finds_by_initials_and_code_only(anna: Actor, ids: Ids) -> None:
    browser, slug = client_of(secretary_of(anna, Deed.BOOK)), slug_of(anna)
    where = f"/p/{slug}/calendar/new/clients/"

    def found(text: str) -> str:
        return browser.get(where, {"q": text}).content.decode()

    assert "W. Q." in found("WQ")
    for text in (GIVEN, FAMILY, PHONE, MAIL, BORN, ""):
        assert str(ids["client_id"]) not in found(text)


def test_AZ4_an_owners_card_stays_shut_for_delegates_with_contact_data(anna: Actor, ids: Ids) -> None:
    browser, slug = client_of(secretary_of(anna, fields=ClientFields.CONTACT)), slug_of(anna)
    for path in ("", "appointments/", "log/", "information/"):
        assert browser.get(f"/p/{slug}/clients/{ids['client_id']}/{path}").status_code in {403, 404}
    panel = browser.get(f"/p/{slug}/calendar/{ids['appointment_id']}/").content.decode()
    assert PHONE in panel, re.sub(r"(?s)^.*<main", "<main", panel)[:3000]
    assert LINE not in panel
