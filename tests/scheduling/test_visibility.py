"""Who sees what of whose calendar (AZ-4, B1, TI-1)."""

import json
from dataclasses import asdict

import pytest
from django.db import transaction

from kollega.audit.models import LogEntry
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Area, Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import Status
from kollega.scheduling.operations.attendance import set_status
from kollega.scheduling.operations.blocks import block
from kollega.scheduling.operations.booking import book
from kollega.scheduling.queries.appointments import appointment, appointments_of_client
from kollega.scheduling.queries.calendar import CalendarEvent, calendar_range
from tests.factories import at, make_member, make_practice
from tests.scheduling.factories import make_client, make_hours, make_service, tomorrow_at


@pytest.fixture
def anna() -> Actor:
    actor = make_practice()
    make_hours(actor)
    return actor


def events(viewer: Actor, of: Actor) -> list[CalendarEvent]:
    day = tomorrow_at(of, 10).date()
    return calendar_range(viewer, first=day, last=day).events


def visit(anna: Actor, hour: int = 10) -> tuple[object, object]:
    client = make_client(anna, given="Secretname")
    booked = book(
        anna,
        client_id=client,
        service_id=make_service(anna),
        clinician_id=anna.membership_id,
        starts_at=tomorrow_at(anna, hour),
        internal_line="bring the form",
    )
    return client, booked.appointment_id


def test_AZ4_a_colleague_sees_that_the_time_is_taken_and_nothing_else(anna: Actor) -> None:
    client, appointment_id = visit(anna)
    kari = make_member(anna, Role.CLINICIAN)
    (event,) = events(kari, anna)
    assert not event.full
    text = json.dumps(asdict(event), default=str)
    for secret in ("Secretname", str(client), str(appointment_id), "bring the form", "booked", "visit"):
        assert secret not in text
    with pytest.raises(NotFound):
        appointment(kari, appointment_id=appointment_id)
    with pytest.raises(NotFound):
        appointments_of_client(kari, client_id=client)


def test_AZ4_an_admin_without_clients_sees_no_names(anna: Actor) -> None:
    visit(anna)
    admin = make_member(anna, Role.ADMIN)
    (event,) = events(admin, anna)
    assert not event.full


def test_AZ4_the_office_sees_what_it_needs_to_book_but_no_private_block(anna: Actor) -> None:
    visit(anna)
    block(
        anna,
        clinician_id=anna.membership_id,
        starts_at=tomorrow_at(anna, 12),
        ends_at=tomorrow_at(anna, 13),
        title="Dentist",
    )
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    seen, private = events(office, anna)
    assert seen.client is not None
    assert seen.client.name.startswith("Secretname")
    assert seen.may_change
    assert (private.full, private.title, private.id) == (False, "", None)
    own = events(anna, anna)[1]
    assert own.title == "Dentist"


def test_AZ4_who_is_to_meet_a_client_is_told_the_name_but_not_more(anna: Actor) -> None:
    client = make_client(anna, given="Shared")
    kari = make_member(anna, Role.CLINICIAN)
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    book(
        office,
        client_id=client,
        service_id=None,
        minutes=30,
        clinician_id=kari.membership_id,
        starts_at=tomorrow_at(anna, 10),
    )
    (event,) = events(kari, anna)
    assert event.client is not None
    assert event.client.name.startswith("Shared")
    assert not event.client.may_open


def test_TI1_another_practice_sees_nothing(anna: Actor) -> None:
    _, appointment_id = visit(anna)
    stranger = make_practice()
    assert events(stranger, anna) == []
    with pytest.raises(NotFound):
        appointment(stranger, appointment_id=appointment_id)


def test_AL1_a_calendar_with_names_is_logged_and_one_without_is_not(anna: Actor) -> None:
    visit(anna)
    admin = make_member(anna, Role.ADMIN)

    def logged(actor: Actor) -> int:
        with tenant(anna.practice_id), transaction.atomic():
            return LogEntry.objects.filter(
                practice_id=anna.practice_id, person_id=actor.person_id, object_type="calendar"
            ).count()

    events(anna, anna)
    events(admin, anna)
    assert (logged(anna), logged(admin)) == (1, 0)


def test_AZ5_what_occupies_nothing_is_not_told_to_a_colleague(anna: Actor) -> None:
    colleague = make_member(anna, Role.CLINICIAN)
    _, appointment_id = visit(anna)
    assert len(events(colleague, anna)) == 1
    later = at(anna, tomorrow_at(anna, 12))
    set_status(later, appointment_id=appointment_id, status=Status.NO_SHOW)  # type: ignore[arg-type]
    assert len(events(anna, anna)) == 1
    assert events(colleague, anna) == []
