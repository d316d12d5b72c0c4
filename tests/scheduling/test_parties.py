"""Couples and groups: several clients in one appointment, each with an attendance and a log of their own."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kollega.audit.models import LogEntry
from kollega.journal.operations.starting import start, start_from_visit
from kollega.journal.queries.lists import own_note_states
from kollega.journal.queries.notes import visit_to_write
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Area, Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import Status
from kollega.scheduling.errors import StatusNotAllowed, SubmitKeyReused, TooManyClients
from kollega.scheduling.models import Participant, Service
from kollega.scheduling.operations.attendance import set_status
from kollega.scheduling.operations.attending import set_attendance_of
from kollega.scheduling.operations.booking import Booked, book
from kollega.scheduling.operations.editing import edit
from kollega.scheduling.operations.undoing import undo
from kollega.scheduling.queries.appointments import appointment, appointments_of_client
from kollega.scheduling.queries.calendar import CalendarEvent, calendar_range
from kollega.scheduling.queries.defaults import booking_defaults
from kollega.scheduling.queries.visits import visit_facts
from tests.factories import at, make_member, make_practice
from tests.scheduling.factories import make_client, make_service, tomorrow_at


@pytest.fixture
def anna() -> Actor:
    return make_practice()


def together(actor: Actor, *clients: UUID, hour: int = 10, **more: Any) -> Booked:
    return book(
        actor,
        client_id=clients[0],
        other_client_ids=clients[1:],
        service_id=more.pop("service_id", None),
        clinician_id=actor.own_membership,
        starts_at=tomorrow_at(actor, hour),
        minutes=more.pop("minutes", 45),
        **more,
    )


def shown(viewer: Actor, booked: Booked) -> CalendarEvent:
    day = booked.starts_at.date()
    found = calendar_range(viewer, first=day, last=day)
    return next(event for event in found.events if event.starts_at == booked.starts_at)


def statuses(event: CalendarEvent) -> list[tuple[UUID, Status]]:
    return [(one.client.id, one.status) for one in event.participants]


def log_of(actor: Actor, client_id: UUID) -> list[LogEntry]:
    with tenant(actor.practice_id), transaction.atomic():
        return list(LogEntry.objects.filter(practice_id=actor.practice_id, client_id=client_id))


def test_B1_every_client_of_a_couple_finds_the_appointment_among_their_own(anna: Actor) -> None:
    one, other = make_client(anna), make_client(anna, given="Erik")
    booked = together(anna, one, other)
    for client_id in (one, other):
        coming = appointments_of_client(anna, client_id=client_id).coming
        assert [event.id for event in coming] == [booked.appointment_id]
        assert coming[0].client_count == 2
    later = at(anna, booked.ends_at + timedelta(days=1))
    assert len(booking_defaults(later, client_id=other).last_visits) == 1
    facts_of = visit_facts_of(anna, booked)
    assert facts_of.client_ids == (one, other)


def visit_facts_of(actor: Actor, booked: Booked) -> Any:
    with tenant(actor.practice_id), transaction.atomic():
        return visit_facts(actor.practice_id, booked.appointment_id)


def test_B1_a_week_with_couples_takes_no_statement_more(anna: Actor) -> None:
    day = tomorrow_at(anna, 10).date()

    def week() -> int:
        with transaction.atomic(), CaptureQueriesContext(connection) as captured:
            calendar_range(anna, first=day, last=day + timedelta(days=6))
        return len(captured)

    together(anna, make_client(anna), hour=8)
    single = week()
    together(anna, make_client(anna), make_client(anna), hour=10)
    together(anna, make_client(anna), make_client(anna), make_client(anna), hour=12)
    assert week() == single


def test_B3_one_of_two_can_be_absent_but_never_all(anna: Actor) -> None:
    one, other = make_client(anna), make_client(anna)
    booked = together(anna, one, other)
    during = at(anna, booked.starts_at + timedelta(minutes=5))
    set_status(during, appointment_id=booked.appointment_id, status=Status.COMPLETED)
    set_attendance_of(during, appointment_id=booked.appointment_id, client_id=other, status=Status.NO_SHOW)
    assert statuses(shown(during, booked)) == [(one, Status.COMPLETED), (other, Status.NO_SHOW)]
    with pytest.raises(StatusNotAllowed):
        set_attendance_of(during, appointment_id=booked.appointment_id, client_id=one, status=Status.NO_SHOW)
    set_attendance_of(during, appointment_id=booked.appointment_id, client_id=other, status=None)
    assert statuses(shown(during, booked)) == [(one, Status.COMPLETED), (other, Status.COMPLETED)]


def test_B3_nobody_is_a_no_show_before_the_start_and_strangers_have_no_attendance(anna: Actor) -> None:
    one, other = make_client(anna), make_client(anna)
    booked = together(anna, one, other)
    with pytest.raises(StatusNotAllowed):
        set_attendance_of(anna, appointment_id=booked.appointment_id, client_id=other, status=Status.NO_SHOW)
    with pytest.raises(StatusNotAllowed):
        set_attendance_of(anna, appointment_id=booked.appointment_id, client_id=other, status=Status.CONFIRMED)
    with pytest.raises(NotFound):
        set_attendance_of(
            anna, appointment_id=booked.appointment_id, client_id=make_client(anna), status=Status.CANCELLED
        )


def test_B16_adding_removing_and_absence_are_undone_exactly(anna: Actor) -> None:
    one, other, third = make_client(anna), make_client(anna), make_client(anna)
    booked = together(anna, one, other)
    absent = set_attendance_of(anna, appointment_id=booked.appointment_id, client_id=other, status=Status.CANCELLED)
    added = edit(anna, appointment_id=booked.appointment_id, other_client_ids=[other, third])
    assert statuses(shown(anna, booked)) == [
        (one, Status.BOOKED),
        (other, Status.CANCELLED),
        (third, Status.BOOKED),
    ]
    undo(anna, change_id=added.change_id)
    assert statuses(shown(anna, booked)) == [(one, Status.BOOKED), (other, Status.CANCELLED)]
    alone = edit(anna, appointment_id=booked.appointment_id, other_client_ids=[])
    event = shown(anna, booked)
    assert (event.client_count, event.participants) == (1, ())
    assert stored(anna, booked) == 0
    undo(anna, change_id=alone.change_id)
    assert statuses(shown(anna, booked)) == [(one, Status.BOOKED), (other, Status.CANCELLED)]
    assert absent.version == 2


def stored(actor: Actor, booked: Booked) -> int:
    with tenant(actor.practice_id), transaction.atomic():
        return Participant.objects.filter(appointment_id=booked.appointment_id).count()


def test_B16_the_first_client_can_be_exchanged(anna: Actor) -> None:
    one, other, third = make_client(anna), make_client(anna), make_client(anna)
    booked = together(anna, one, other)
    edit(anna, appointment_id=booked.appointment_id, client_id=third)
    assert [id_ for id_, _ in statuses(shown(anna, booked))] == [third, other]
    edit(anna, appointment_id=booked.appointment_id, client_id=other)
    event = shown(anna, booked)
    assert (event.client.id if event.client else None, event.client_count) == (other, 1)


def test_B4_a_group_takes_as_many_as_its_service_says(anna: Actor) -> None:
    service_id = make_service(anna, minutes=60)
    with tenant(anna.practice_id), transaction.atomic():
        Service.objects.filter(id=service_id).update(group_size=3)
    clients = [make_client(anna) for _ in range(4)]
    with pytest.raises(TooManyClients):
        together(anna, *clients, service_id=service_id)
    booked = together(anna, *clients[:3], service_id=service_id)
    with pytest.raises(TooManyClients):
        edit(anna, appointment_id=booked.appointment_id, other_client_ids=clients[1:])
    many = [make_client(anna) for _ in range(7)]
    with pytest.raises(TooManyClients):
        together(anna, *many, hour=14)
    assert together(anna, *many[:6], hour=14)


def test_BK12_the_same_key_with_another_couple_is_refused(anna: Actor) -> None:
    one, other, third = make_client(anna), make_client(anna), make_client(anna)
    booked = together(anna, one, other, submit_key="k")
    assert together(anna, one, other, submit_key="k").appointment_id == booked.appointment_id
    with pytest.raises(SubmitKeyReused):
        together(anna, one, third, submit_key="k")


def test_B1_a_colleague_learns_only_of_the_client_in_their_own_care(anna: Actor) -> None:
    kari = make_member(anna, Role.CLINICIAN)
    hers, shared_with_anna = make_client(kari), make_client(anna)
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    booked = book(
        office,
        client_id=shared_with_anna,
        other_client_ids=[hers],
        service_id=None,
        clinician_id=anna.own_membership,
        starts_at=tomorrow_at(anna, 10),
        minutes=45,
    )
    event = shown(kari, booked)
    assert event.full
    assert event.client_count == 2
    assert [one.client.id for one in event.participants] == [hers]
    assert event.client is not None
    assert event.client.id == hers
    stranger = make_member(anna, Role.CLINICIAN)
    assert not shown(stranger, booked).full
    own = shown(anna, booked)
    assert [(one.client.id, one.client.may_open) for one in own.participants] == [
        (shared_with_anna, True),
        (hers, False),
    ]


def test_T4_nobody_books_a_client_together_whom_they_may_not_know(anna: Actor) -> None:
    kari, stranger = make_member(anna, Role.CLINICIAN), make_practice()
    for unknown in (make_client(kari), make_client(stranger)):
        with pytest.raises(NotFound):
            together(anna, make_client(anna), unknown)
    booked = together(anna, make_client(anna), make_client(anna))
    with pytest.raises(NotFound):
        edit(anna, appointment_id=booked.appointment_id, other_client_ids=[make_client(kari)])


def test_T6_each_client_has_the_log_of_it_and_no_log_names_another(anna: Actor) -> None:
    one, other = make_client(anna), make_client(anna)
    booked = together(anna, one, other)
    set_attendance_of(anna, appointment_id=booked.appointment_id, client_id=other, status=Status.CANCELLED)
    appointment(anna, appointment_id=booked.appointment_id)
    for mine, theirs in ((one, other), (other, one)):
        entries = log_of(anna, mine)
        assert [entry.action for entry in entries if entry.object_type == "appointment"] == ["create", "change", "read"]
        assert not any(str(theirs) in str(entry.detail) for entry in entries)


def test_N1_each_client_has_a_note_of_their_own(anna: Actor) -> None:
    one, other = make_client(anna), make_client(anna)
    booked = together(anna, one, other)
    first = start_from_visit(anna, appointment_id=booked.appointment_id)
    assert first == start(anna, client_id=one, appointment_id=booked.appointment_id)
    second = start(anna, client_id=other, appointment_id=booked.appointment_id)
    assert second != first
    states = own_note_states(anna, appointment_ids=[booked.appointment_id])
    assert states == {booked.appointment_id: {one: "draft", other: "draft"}}
    assert visit_to_write(anna, appointment_id=booked.appointment_id, client_id=other).note_id == second
    with pytest.raises(NotFound):
        start(anna, client_id=make_client(anna), appointment_id=booked.appointment_id)


def test_N1_a_note_is_only_begun_about_a_client_whose_record_one_reads(anna: Actor) -> None:
    kari = make_member(anna, Role.CLINICIAN)
    hers = make_client(kari)
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    booked = book(
        office,
        client_id=make_client(anna),
        other_client_ids=[hers],
        service_id=None,
        clinician_id=anna.own_membership,
        starts_at=tomorrow_at(anna, 10),
        minutes=45,
    )
    with pytest.raises(NotFound):
        start(anna, client_id=hers, appointment_id=booked.appointment_id)
    with pytest.raises(NotFound):
        visit_to_write(anna, appointment_id=booked.appointment_id, client_id=hers)
