"""A secretary with "book, initials" learns no other client field from any page or call (B8, B9, AZ-4, AZ-8)."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from kollega.clients.models import Client as StoredClient
from kollega.clients.operations.information import write_information
from kollega.clients.operations.national_ids import set_national_id
from kollega.clients.rules.headings import Heading
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
from tests.contracts.test_foreign_ids import SAME_AS, document, samples
from tests.contracts.test_matrix import PLAIN, address, call
from tests.contracts.world import Ids, World, things
from tests.delegation.making import again, guest_of, secretary_of
from tests.factories import make_member, make_practice
from tests.journal.making import make_note
from tests.pages import slug_of
from tests.scheduling.factories import make_client, make_hours, make_service, tomorrow_at
from tests.signing_in import client_of

GIVEN, FAMILY, PHONE, MAIL, BORN = "Wilhelmina", "Quistgaard", "0701239876", "quist@client.example", "1959-08-27"
STREET, POSTCODE, CITY, PRONOUN = "Quillstreet 7", "98765", "Quorndon", "xe/xem"
LINE, OUTSIDE, WHY, INFORMATION, NOTE = "Internline", "Outsidereason", "Cancelreason", "Infoword", "Noteword"
SECRETS = [GIVEN, FAMILY, PHONE, MAIL, BORN, "27 August", STREET, POSTCODE, CITY, PRONOUN, "19590827-1231"]
SECRETS += [LINE, OUTSIDE, WHY, INFORMATION, NOTE, "Colleaguesclient", "Third Person"]

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
        StoredClient.objects.filter(id=client).update(
            phone=PHONE,
            email=MAIL,
            born_on=BORN,
            family_name=FAMILY,
            street=STREET,
            postcode=POSTCODE,
            city=CITY,
            pronoun=PRONOUN,
        )
        assert row.practice_id == anna.practice_id
    write_information(anna, client_id=client, heading=Heading.BACKGROUND, text=INFORMATION, version=0)
    set_national_id(anna, client_id=client, number="19590827-1231")
    make_note(anna, client).save(NOTE)
    visits = [visit(anna, client, hour=hour, days=days) for hour, days in ((9, 0), (10, 1), (14, 1), (15, 1))]
    change = cancel(anna, appointment_id=visits[-1], reason=WHY)
    return {
        **found,
        "client_id": client,
        "appointment_id": visits[1],
        "membership_id": anna.own_membership,
        "clinician_id": anna.own_membership,
        "change_id": change.change_id,
    }


def visit(anna: Actor, client: UUID, *, hour: int, days: int) -> UUID:
    return book(
        anna,
        client_id=client,
        service_id=make_service(anna),
        clinician_id=anna.own_membership,
        starts_at=tomorrow_at(anna, hour, days=days),
        internal_line=LINE,
        outside_hours_reason=OUTSIDE,
    ).appointment_id


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


SHOWN = {"read_calendar", "read_appointment", "find_clients_to_book"}
CHANGED = {"book_appointment", "move_appointment", "edit_appointment", "cancel_appointment", "set_appointment_status"}


@pytest.mark.parametrize("who", ["assistant", "office"])
def test_B8_B9_AZ4_the_openapi_document_leads_to_no_other_client_field(anna: Actor, ids: Ids, who: str) -> None:
    """Every described call, with every described parameter and bodies that are accepted; refusals are read too."""
    actor = secretary_of(anna) if who == "assistant" else WHO[who](anna)
    token = create_token(actor, name="walk", scopes=actor.permissions, days=3)
    calls = Client(headers={"Authorization": f"Bearer {token}"})
    day = 20 if who == "assistant" else 30
    ids = {**ids, "appointment_id": visit(anna, ids["client_id"], hour=9, days=day)}
    bodies, told, answered = bodies_of(anna, ids, day), [], {}
    for method, path, described in described_calls():
        name, where = described["operationId"], path.format(**PLAIN, **{key: str(value) for key, value in ids.items()})
        if name in {"leave_practice", "end_login"}:
            continue
        for query in queries(described, ids):
            for body in bodies.get(name, [{}]):
                answer = calls.generic(method.upper(), f"{where}{query}", json.dumps(body), "application/json")
                assert answer.status_code < 500, (name, answer.content[:300])
                answered.setdefault(name, set()).add(answer.status_code)
                text = body_of(answer)  # type: ignore[arg-type]  # the same answer under another name
                told += [(name, word) for word in SECRETS[:-1] if word in text and word not in query]
                if name in SHOWN and answer.status_code == 200 and ("WQ" in query or "text" not in query):
                    assert "W. Q." in text, (name, text)
    assert told == []
    accepted = {name for name, codes in answered.items() if codes & {200, 201}}
    assert accepted >= SHOWN | CHANGED, {name: answered.get(name) for name in SHOWN | CHANGED}


def described_calls() -> list[tuple[str, str, dict[str, Any]]]:
    """Reads first, cancelling last, so that each finds what it asks for."""
    paths = document()["paths"].items()
    found = [(method, path, described) for path, methods in paths for method, described in methods.items()]
    order = ["get", "put", "patch", "post", "delete"]
    return sorted(found, key=lambda each: (order.index(each[0]), "cancel" in each[1], each[1]))


def bodies_of(anna: Actor, ids: Ids, day: int) -> dict[str, list[dict[str, Any]]]:
    world = World("", {"clinician": anna}, own=ids, colleague=ids, foreign={}, missing={})
    found: dict[str, list[dict[str, Any]]] = {}
    for name, body in samples(world).items():
        found.setdefault(name.split("#")[0], [{}]).append(body)
    for hour, name in enumerate(("book_appointment", "move_appointment", "edit_appointment"), start=12):
        found[name][1]["starts_at"] = tomorrow_at(anna, hour, days=day).isoformat()
    # The internal line is nobody's but the owner's.
    found["cancel_appointment"] = [{"reason": ""}]
    found["set_appointment_status"] = [{"status": "confirmed"}]
    return found


def queries(described: dict[str, Any], ids: Ids) -> Iterator[str]:
    """The described parameters with values that fit them; words to search for one after another."""
    values: dict[str, str] = {}
    words = [""]
    for parameter in described.get("parameters", []):
        name = parameter["name"]
        kinds = [parameter["schema"], *parameter["schema"].get("anyOf", [])]
        formats = {kind.get("format") for kind in kinds}
        if parameter["in"] != "query":
            continue
        if name in {"text", "q"}:
            words = [f"{name}={word}" for word in (GIVEN, FAMILY, PHONE, MAIL, BORN, STREET, "WQ")]
        elif "uuid" in formats and SAME_AS.get(name, name) in ids and parameter.get("required"):
            values[name] = str(ids[SAME_AS.get(name, name)])
        elif "date" in formats:
            values[name] = tomorrow(1 if name in {"last", "until"} else 0)
        elif "date-time" in formats:
            values[name] = f"{tomorrow()}T08:00:00Z"
    fixed = "&".join(f"{name}={value}" for name, value in values.items())
    for word in words:
        yield f"?{fixed}&{word}"


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


def tomorrow(later: int = 0) -> str:
    return (real_now() + timedelta(days=1 + later)).date().isoformat()


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
