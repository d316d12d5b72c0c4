"""How much of a client a delegate is shown, and of what else (B8, AZ-4)."""

import json
from dataclasses import asdict

import pytest

from kollega.clients.rules.codes import client_code
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import ClientFields, Permission, Role
from kollega.scheduling.operations.blocks import block
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.queries.appointments import appointment, appointments_of_client
from kollega.scheduling.queries.calendar import CalendarEvent, calendar_range
from kollega.scheduling.queries.offers import clinicians, rooms
from tests.delegation.making import again, grant, guest_of, secretary_of
from tests.factories import make_member, make_practice
from tests.scheduling.factories import make_client, make_hours, make_room, make_service, tomorrow_at


@pytest.fixture
def anna() -> Actor:
    actor = make_practice()
    make_hours(actor)
    return actor


def visit(anna: Actor, hour: int = 10) -> tuple[object, object]:
    client = make_client(anna, given="Secretname")
    booked = book(
        anna,
        client_id=client,
        service_id=make_service(anna),
        clinician_id=anna.membership_id,
        starts_at=tomorrow_at(anna, hour),
        internal_line="bring the form",
        outside_hours_reason="urgent reason",
    )
    return client, booked.appointment_id


def events(viewer: Actor, of: Actor) -> list[CalendarEvent]:
    day = tomorrow_at(of, 10).date()
    return calendar_range(viewer, first=day, last=day).events


def text_of(thing: object) -> str:
    return json.dumps(asdict(thing), default=str)  # type: ignore[call-overload]


@pytest.mark.parametrize("fields", list(ClientFields))
@pytest.mark.parametrize("who", ["colleague", "guest"])
def test_B8_a_delegate_sees_the_client_fields_of_the_grant_and_no_others(
    anna: Actor, who: str, fields: ClientFields
) -> None:
    client, appointment_id = visit(anna)
    viewer = (
        secretary_of(anna, Deed.SEE, fields=fields) if who == "colleague" else guest_of(anna, Deed.SEE, fields=fields)
    )
    (event,) = events(viewer, anna)
    assert event.client is not None
    code = client_code(anna.practice_id, event.client.id)
    shown = {ClientFields.CODE: code, ClientFields.INITIALS: "S. B."}
    if fields in shown:
        assert event.client.name == shown[fields]
        assert "Secretname" not in text_of(event)
    else:
        assert event.client.name.startswith("Secretname Berg")
    assert not event.client.may_open
    details = appointment(viewer, appointment_id=appointment_id)
    assert (details.contact is not None) == (fields is ClientFields.CONTACT)
    for secret in ("bring the form", "urgent reason"):
        assert secret not in text_of(details)
    with pytest.raises(Forbidden):
        appointments_of_client(viewer, client_id=client)


def test_B8_a_private_block_stays_private_for_every_delegate(anna: Actor) -> None:
    block(
        anna,
        clinician_id=anna.membership_id,
        starts_at=tomorrow_at(anna, 12),
        ends_at=tomorrow_at(anna, 13),
        title="Dentist",
    )
    (event,) = events(secretary_of(anna, fields=ClientFields.CONTACT), anna)
    assert (event.full, event.title, event.id) == (False, "", None)


def test_B8_other_columns_do_not_exist_for_a_delegate_without_a_calendar_right(anna: Actor) -> None:
    kari = make_member(anna, Role.CLINICIAN, name="Kari Hidden")
    block(kari, clinician_id=kari.membership_id, starts_at=tomorrow_at(anna, 9), ends_at=tomorrow_at(anna, 10))
    visit(anna)
    for viewer in (secretary_of(anna), guest_of(anna)):
        assert [event.clinician_id for event in events(viewer, anna)] == [anna.membership_id]
        day = tomorrow_at(anna, 9).date()
        found = calendar_range(viewer, first=day, last=day, clinicians=[kari.own_membership])
        assert (found.clinicians, found.events) == ([], [])
        assert [one.id for one in clinicians(viewer)] == [anna.membership_id]


def test_B8_a_delegate_who_only_looks_is_told_no_other_rooms(anna: Actor) -> None:
    make_room(anna, "Secret room")
    assert rooms(guest_of(anna, Deed.SEE)) == []
    assert [room.name for room in rooms(guest_of(anna, Deed.BOOK))] == ["Secret room"]


def test_B8_the_history_names_no_third_person_to_a_guest(anna: Actor) -> None:
    _, appointment_id = visit(anna)
    office = make_member(anna, Role.CLINICIAN, name="Third Person")
    grant(anna, office, Deed.CANCEL)
    cancel(again(office), appointment_id=appointment_id, reason="the flu")
    details = appointment(guest_of(anna, Deed.SEE), appointment_id=appointment_id)
    assert "Third Person" not in text_of(details)
    assert "the flu" not in text_of(details)


def test_B8_a_clinician_sees_own_clients_fully_and_the_granted_ones_as_granted(anna: Actor) -> None:
    visit(anna)
    kari = make_member(anna, Role.CLINICIAN)
    assert [event.full for event in events(kari, anna)] == [False]
    grant(anna, kari, Deed.SEE)
    (event,) = events(again(kari), anna)
    assert event.client is not None
    assert event.client.name == "S. B."
    assert not event.may_change


def test_AZ4_a_guest_holds_no_right_but_those_of_running_grants(anna: Actor) -> None:
    seer = guest_of(anna, Deed.SEE)
    assert seer.permissions == {Permission.DELEGATION_SEE, Permission.CALENDAR_SEE}
    assert guest_of(anna).permissions == {
        Permission.DELEGATION_SEE,
        Permission.CALENDAR_SEE,
        Permission.APPOINTMENT_BOOK,
        Permission.APPOINTMENT_CHANGE,
    }
