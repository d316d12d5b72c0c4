"""What a booking is refused for, and that nothing is stored then (TI-3, B5, B17, BK-12)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from kollega.clients.models import Client
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Area, Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import Place
from kollega.scheduling.errors import LocalTimeMissing, OutsideWorkingHours, SubmitKeyReused
from kollega.scheduling.models import Appointment
from kollega.scheduling.operations.blocks import block
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.editing import edit
from kollega.scheduling.operations.moving import move
from tests.factories import at, make_member, make_practice, utc
from tests.scheduling.factories import make_client, make_hours, make_room, make_service, tomorrow_at


@pytest.fixture
def anna() -> Actor:
    actor = make_practice()
    make_hours(actor)
    return actor


def count(actor: Actor) -> int:
    with tenant(actor.practice_id), transaction.atomic():
        return Appointment.objects.filter(practice_id=actor.practice_id).count()


def wanted(actor: Actor, **given: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "client_id": make_client(actor),
        "service_id": make_service(actor),
        "clinician_id": actor.membership_id,
        "starts_at": tomorrow_at(actor, 10),
    }
    return values | given


@pytest.mark.parametrize("field", ["client_id", "service_id", "clinician_id", "room_id"])
@pytest.mark.parametrize("kind", ["foreign", "missing"])
def test_TI3_foreign_and_missing_ids_are_the_same_refusal_and_store_nothing(anna: Actor, field: str, kind: str) -> None:
    other = make_practice()
    foreign = {
        "client_id": make_client(other),
        "service_id": make_service(other),
        "clinician_id": other.membership_id,
        "room_id": make_room(other),
    }
    value = foreign[field] if kind == "foreign" else new_id()
    with pytest.raises(NotFound):
        book(anna, **wanted(anna, **{field: value}))
    assert count(anna) == 0


@pytest.mark.parametrize("field", ["client_id", "service_id", "clinician_id", "room_id"])
def test_TI3_foreign_ids_are_refused_on_change_too(anna: Actor, field: str) -> None:
    other = make_practice()
    foreign: dict[str, Any] = {
        "client_id": make_client(other),
        "service_id": make_service(other),
        "clinician_id": other.membership_id,
        "room_id": make_room(other),
    }
    booked = book(anna, **wanted(anna))
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    with pytest.raises(NotFound):
        edit(office, appointment_id=booked.appointment_id, **{field: foreign[field]})
    with pytest.raises(NotFound):
        move(other, appointment_id=booked.appointment_id, starts_at=tomorrow_at(anna, 12))


def test_TI4_the_database_refuses_a_row_that_points_into_another_practice(anna: Actor) -> None:
    other = make_practice()
    booked = book(anna, **wanted(anna))
    for column, value in (("client_id", make_client(other)), ("room_id", make_room(other))):
        with pytest.raises(IntegrityError), tenant(anna.practice_id), transaction.atomic():
            Appointment.objects.filter(id=booked.appointment_id).update(**{column: value})


def test_BK1_the_database_refuses_an_overlap_stored_by_any_other_path(anna: Actor) -> None:
    booked = book(anna, **wanted(anna))
    later = book(anna, **wanted(anna, starts_at=tomorrow_at(anna, 12)))
    with pytest.raises(IntegrityError) as refused, tenant(anna.practice_id), transaction.atomic():
        Appointment.objects.filter(id=later.appointment_id).update(
            busy_from=booked.starts_at, starts_at=booked.starts_at
        )
    assert "scheduling_no_overlap" in str(refused.value)


@pytest.mark.parametrize(
    "statement",
    ["delete from scheduling_occupancy", "update scheduling_occupancy set during = 'empty'"],
)
def test_BK1_the_app_login_cannot_touch_the_occupancy(anna: Actor, statement: str) -> None:
    with pytest.raises(Exception, match="permission denied"), tenant(anna.practice_id), transaction.atomic():
        connection.cursor().execute(statement)


def test_AZ2_a_clinician_books_only_in_their_own_column(anna: Actor) -> None:
    kari = make_member(anna, Role.CLINICIAN)
    with pytest.raises(Forbidden):
        book(anna, **wanted(anna, clinician_id=kari.membership_id))
    with pytest.raises(NotFound):
        book(kari, **wanted(anna, clinician_id=kari.membership_id))
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    book(office, **wanted(anna, clinician_id=kari.membership_id))
    admin = make_member(anna, Role.ADMIN)
    with pytest.raises(Forbidden):
        book(admin, **wanted(anna))


def test_B5_outside_working_hours_needs_a_reason(anna: Actor) -> None:
    early = wanted(anna, starts_at=tomorrow_at(anna, 7, 30))
    with pytest.raises(OutsideWorkingHours):
        book(anna, **early)
    assert count(anna) == 0
    book(anna, **early, outside_hours_reason="the client works shifts")


def test_B17_typed_local_times_on_the_nights_of_the_change() -> None:
    anna = at(make_practice(zone="Europe/Stockholm"), utc(2027, 1, 1))
    given = wanted(anna, service_id=None, minutes=30)
    with pytest.raises(LocalTimeMissing):
        book(anna, **(given | {"starts_at": datetime(2027, 3, 28, 2, 30)}))  # noqa: DTZ001 - typed, so without zone
    first = book(anna, **(given | {"starts_at": datetime(2027, 10, 31, 2, 30)}))  # noqa: DTZ001 - as above
    assert first.time_twice
    assert first.starts_at == utc(2027, 10, 31, 0, 30)
    second = book(anna, **(given | {"starts_at": utc(2027, 10, 31, 1, 30)}))
    assert second.starts_at - first.starts_at == timedelta(hours=1), "offered slots carry their instant"


def test_BK12_a_repeated_submit_answers_with_the_first_booking(anna: Actor) -> None:
    given = wanted(anna, submit_key="form-1")
    first, again = book(anna, **given), book(anna, **given)
    assert (again.appointment_id, again.repeated, count(anna)) == (first.appointment_id, True, 1)
    with pytest.raises(SubmitKeyReused):
        book(anna, **(given | {"starts_at": tomorrow_at(anna, 15)}))
    other = make_practice()
    assert not book(other, **wanted(other, submit_key="form-1")).repeated, "keys are per practice"


def test_BK12_a_repeated_block_makes_one_block(anna: Actor) -> None:
    given = {
        "clinician_id": anna.membership_id,
        "starts_at": tomorrow_at(anna, 12),
        "ends_at": tomorrow_at(anna, 13),
        "submit_key": "block-1",
    }
    assert block(anna, **given).appointment_id == block(anna, **given).appointment_id
    assert count(anna) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("minutes", 4), ("minutes", 721), ("internal_line", "x" * 201), ("place", Place.VIDEO)],
)
def test_B4_a_wrong_value_is_named_and_nothing_is_stored(anna: Actor, field: str, value: Any) -> None:
    with pytest.raises(BadInput) as refused:
        book(anna, **wanted(anna, service_id=make_service(anna, mode="in_person"), **{field: value}))
    assert field in refused.value.fields
    assert count(anna) == 0


def test_C2_a_booking_makes_an_inactive_client_active_again(anna: Actor) -> None:
    client = make_client(anna, active=False)
    book(anna, **wanted(anna, client_id=client))
    with tenant(anna.practice_id), transaction.atomic():
        assert Client.objects.get(id=client).is_active


def test_B4_another_length_is_marked_as_changed(anna: Actor) -> None:
    booked = book(anna, **wanted(anna, minutes=60))
    assert booked.ends_at - booked.starts_at == timedelta(minutes=60)
    assert _overridden(anna, booked.appointment_id)


def _overridden(actor: Actor, appointment_id: UUID) -> bool:
    with tenant(actor.practice_id), transaction.atomic():
        return Appointment.objects.get(id=appointment_id).length_overridden
