"""Moving, resizing, editing, cancelling, attendance and undo (B3, B16, BK-11)."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from kollega.audit.models import LogEntry
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Changed, Forbidden, NotFound
from kollega.kernel.permissions import Area, Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import Change, Status
from kollega.scheduling.errors import NotChangeable, SlotTaken, StatusNotAllowed, UndoTooLate
from kollega.scheduling.models import Appointment, AppointmentChange
from kollega.scheduling.operations.attendance import set_status
from kollega.scheduling.operations.blocks import block
from kollega.scheduling.operations.booking import Booked, book
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.editing import edit
from kollega.scheduling.operations.moving import move, resize
from kollega.scheduling.operations.storing import REMEMBERED
from kollega.scheduling.operations.undoing import undo
from kollega.scheduling.queries.appointments import appointment
from kollega.scheduling.queries.calendar import calendar_range
from tests.factories import at, make_member, make_practice
from tests.scheduling.factories import make_client, make_hours, make_room, make_service, tomorrow_at


@pytest.fixture
def anna() -> Actor:
    actor = make_practice()
    make_hours(actor)
    make_room(actor)
    return actor


def visit(anna: Actor, hour: int = 10) -> Booked:
    return book(
        anna,
        client_id=make_client(anna),
        service_id=make_service(anna, before=5, after=10),
        clinician_id=anna.membership_id,
        starts_at=tomorrow_at(anna, hour),
    )


def stored(actor: Actor, appointment_id: UUID) -> dict[str, object]:
    with tenant(actor.practice_id), transaction.atomic():
        found = Appointment.objects.get(id=appointment_id)
        values = {name: getattr(found, name) for name in REMEMBERED}
        values["title_sealed"] = bytes(found.title_sealed) if found.title_sealed else None
        return values


def test_B16_a_moved_visit_keeps_its_length_and_buffers_and_frees_the_old_time(anna: Actor) -> None:
    booked = visit(anna)
    moved = move(anna, appointment_id=booked.appointment_id, starts_at=tomorrow_at(anna, 13))
    assert moved.ends_at - moved.starts_at == timedelta(minutes=45)
    row = stored(anna, booked.appointment_id)
    assert row["busy_from"] == moved.starts_at - timedelta(minutes=5)
    assert row["busy_until"] == moved.ends_at + timedelta(minutes=10)
    visit(anna, 10)


def test_B2_moving_and_resizing_onto_something_else_are_refused(anna: Actor) -> None:
    one, _ = visit(anna, 10), visit(anna, 12)
    with pytest.raises(SlotTaken) as refused:
        move(anna, appointment_id=one.appointment_id, starts_at=tomorrow_at(anna, 12, 15))
    assert len(refused.value.alternatives) == 3
    with pytest.raises(SlotTaken):
        resize(anna, appointment_id=one.appointment_id, minutes=110)
    assert resize(anna, appointment_id=one.appointment_id, minutes=90).ends_at == tomorrow_at(anna, 11, 30)


def test_B2_an_appointment_never_stands_in_its_own_way(anna: Actor) -> None:
    booked = visit(anna)
    move(anna, appointment_id=booked.appointment_id, starts_at=tomorrow_at(anna, 10, 15))


def test_B3_moving_takes_back_a_confirmation(anna: Actor) -> None:
    booked = visit(anna)
    set_status(anna, appointment_id=booked.appointment_id, status=Status.CONFIRMED)
    move(anna, appointment_id=booked.appointment_id, starts_at=tomorrow_at(anna, 13))
    assert stored(anna, booked.appointment_id)["status"] == Status.BOOKED


@pytest.mark.parametrize("late", [False, True])
def test_B3_a_cancelled_visit_frees_its_time_and_can_no_longer_be_changed(anna: Actor, late: bool) -> None:
    booked = visit(anna)
    cancel(anna, appointment_id=booked.appointment_id, reason="ill", late=late)
    visit(anna)
    with pytest.raises(NotChangeable):
        move(anna, appointment_id=booked.appointment_id, starts_at=tomorrow_at(anna, 15))
    with pytest.raises(NotChangeable):
        cancel(anna, appointment_id=booked.appointment_id)


def test_B3_who_was_absent_and_then_came_takes_the_time_again_if_it_is_free(anna: Actor) -> None:
    booked = visit(anna)
    later = at(anna, tomorrow_at(anna, 11))
    set_status(later, appointment_id=booked.appointment_id, status=Status.NO_SHOW)
    visit(anna)
    with pytest.raises(SlotTaken):
        set_status(later, appointment_id=booked.appointment_id, status=Status.ARRIVED)
    with pytest.raises(StatusNotAllowed):
        set_status(anna, appointment_id=booked.appointment_id, status=Status.CANCELLED)


def test_JR7_an_old_version_is_refused(anna: Actor) -> None:
    booked = visit(anna)
    edit(anna, appointment_id=booked.appointment_id, internal_line="first", version=1)
    with pytest.raises(Changed):
        edit(anna, appointment_id=booked.appointment_id, internal_line="second", version=1)


def test_B16_every_change_can_be_undone_exactly(anna: Actor) -> None:
    booked = visit(anna)
    id_, other = booked.appointment_id, make_client(anna)
    changes = [
        lambda: move(anna, appointment_id=id_, starts_at=tomorrow_at(anna, 13)).change_id,
        lambda: resize(anna, appointment_id=id_, minutes=90).change_id,
        lambda: edit(anna, appointment_id=id_, internal_line="new", client_id=other, room_id=None).change_id,
        lambda: set_status(anna, appointment_id=id_, status=Status.CONFIRMED).change_id,
        lambda: cancel(anna, appointment_id=id_, reason="ill").change_id,
    ]
    for change in changes:
        before = stored(anna, id_)
        change_id = change()
        assert stored(anna, id_) != before
        undo(anna, change_id=change_id)
        assert stored(anna, id_) == before


def test_B16_a_private_blocks_title_comes_back(anna: Actor) -> None:
    made = block(
        anna,
        clinician_id=anna.membership_id,
        starts_at=tomorrow_at(anna, 12),
        ends_at=tomorrow_at(anna, 13),
        title="Dentist",
    )
    undo(anna, change_id=edit(anna, appointment_id=made.appointment_id, title="Other").change_id)
    assert appointment(anna, appointment_id=made.appointment_id).event.title == "Dentist"


def test_B16_an_undone_booking_is_gone_and_its_time_is_free(anna: Actor) -> None:
    booked = visit(anna)
    undo(anna, change_id=booked.change_id)
    day = booked.starts_at.date()
    assert calendar_range(anna, first=day, last=day, cancelled=True).events == []
    with pytest.raises(NotFound):
        appointment(anna, appointment_id=booked.appointment_id)
    visit(anna)


def test_B16_undo_is_refused_after_three_minutes_after_another_change_and_for_others(anna: Actor) -> None:
    booked = visit(anna)
    moved = move(anna, appointment_id=booked.appointment_id, starts_at=tomorrow_at(anna, 13))
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    with pytest.raises(NotFound):
        undo(office, change_id=moved.change_id)
    with pytest.raises(UndoTooLate):
        undo(at(anna, anna.at + timedelta(minutes=3, seconds=1)), change_id=moved.change_id)
    with pytest.raises(UndoTooLate):
        undo(anna, change_id=booked.change_id)
    visit(anna, 10)
    with pytest.raises(SlotTaken):
        undo(at(anna, anna.at + timedelta(minutes=3)), change_id=moved.change_id)


def test_BK11_the_history_says_who_when_before_and_after(anna: Actor) -> None:
    booked = visit(anna)
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,), name="Office Olsen")
    moved = move(office, appointment_id=booked.appointment_id, starts_at=tomorrow_at(anna, 13))
    first, second = appointment(anna, appointment_id=booked.appointment_id).history
    assert (first.change, second.change, second.by_name) == (Change.BOOKED, Change.MOVED, "Office Olsen")
    assert second.before["starts_at"] == booked.starts_at.isoformat()
    assert second.after["starts_at"] == moved.starts_at.isoformat()
    with tenant(anna.practice_id), transaction.atomic():
        entry = LogEntry.objects.get(practice_id=anna.practice_id, action="move")
    assert entry.detail["before"]["starts_at"] == booked.starts_at.isoformat()
    assert entry.detail["after"]["starts_at"] == moved.starts_at.isoformat()


def test_AL7_neither_log_nor_history_view_holds_what_a_person_typed(anna: Actor) -> None:
    booked = visit(anna)
    edit(anna, appointment_id=booked.appointment_id, internal_line="typed words")
    cancel(anna, appointment_id=booked.appointment_id, reason="typed words")
    details = appointment(anna, appointment_id=booked.appointment_id)
    assert "typed words" not in str(details.history)
    with tenant(anna.practice_id), transaction.atomic():
        logged = LogEntry.objects.filter(practice_id=anna.practice_id).values_list("detail", flat=True)
        assert "typed words" not in str(list(logged))


def test_AZ2_colleagues_change_nothing_in_anothers_column(anna: Actor) -> None:
    booked = visit(anna)
    kari = make_member(anna, Role.CLINICIAN)
    with pytest.raises(NotFound):
        cancel(kari, appointment_id=booked.appointment_id)
    private = block(
        anna, clinician_id=anna.membership_id, starts_at=tomorrow_at(anna, 12), ends_at=tomorrow_at(anna, 13)
    )
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    with pytest.raises(NotFound):
        cancel(office, appointment_id=private.appointment_id)
    mine = visit(anna, 15)
    with pytest.raises(Forbidden):
        move(
            anna,
            appointment_id=mine.appointment_id,
            starts_at=tomorrow_at(anna, 15),
            clinician_id=kari.membership_id,
        )


def test_B16_a_refused_change_leaves_no_trace(anna: Actor) -> None:
    one, _ = visit(anna, 10), visit(anna, 12)
    with pytest.raises(SlotTaken):
        move(anna, appointment_id=one.appointment_id, starts_at=tomorrow_at(anna, 12))
    with tenant(anna.practice_id), transaction.atomic():
        assert AppointmentChange.objects.filter(appointment_id=one.appointment_id).count() == 1
