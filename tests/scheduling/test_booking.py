"""Booking, moving, cancelling, undoing: what a person does in the calendar."""

from datetime import timedelta

import pytest

from kollega.scheduling.errors import SlotTaken
from kollega.scheduling.operations.booking import book
from kollega.scheduling.queries.calendar import calendar_range
from tests.factories import make_practice
from tests.scheduling.factories import make_client, make_hours, make_room, make_service, tomorrow_at


def test_B1_a_booked_visit_shows_in_the_calendar() -> None:
    anna = make_practice()
    make_hours(anna)
    room = make_room(anna)
    client, service = make_client(anna), make_service(anna)
    start = tomorrow_at(anna, 10)
    booked = book(anna, client_id=client, service_id=service, clinician_id=anna.membership_id, starts_at=start)
    shown = calendar_range(anna, first=start.date(), last=start.date())
    (event,) = shown.events
    assert event.id == booked.appointment_id
    assert event.client is not None
    assert event.client.name.startswith("Anna Berg")
    assert (event.starts_at, event.ends_at) == (start, start + timedelta(minutes=45))
    assert event.room_id == room == booked.room_id
    assert booked.room_picked


def test_B2_a_taken_time_is_refused_with_three_alternatives() -> None:
    anna = make_practice()
    make_hours(anna)
    client, service = make_client(anna), make_service(anna)
    start = tomorrow_at(anna, 10)
    wanted = {"client_id": client, "service_id": service, "clinician_id": anna.membership_id, "starts_at": start}
    book(anna, **wanted)
    with pytest.raises(SlotTaken) as refused:
        book(anna, **wanted)
    assert len(refused.value.alternatives) == 3
    for slot in refused.value.alternatives:
        assert slot.ends_at <= start or slot.starts_at >= start + timedelta(minutes=45)
    book(anna, **(wanted | {"starts_at": start + timedelta(minutes=45)}))
