"""The calendar's reads: few statements whatever the number of rows, and the lists beside the week (LD-2, B1)."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput
from kollega.kernel.permissions import Area, Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.operations.blocks import block
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.moving import move
from kollega.scheduling.queries.alternatives import free_alternatives, next_free
from kollega.scheduling.queries.appointments import appointment, appointments_of_client
from kollega.scheduling.queries.calendar import calendar_range
from kollega.scheduling.queries.defaults import booking_defaults
from kollega.scheduling.queries.lists import day_list, month_counts
from kollega.scheduling.queries.polling import changes_since
from tests.factories import at, make_member, make_practice
from tests.scheduling.factories import make_client, make_hours, make_room, make_service, tomorrow_at

MOST_STATEMENTS = 12


@pytest.fixture
def anna() -> Actor:
    actor = make_practice()
    make_hours(actor, starts=time(8), ends=time(16))
    return actor


def visit(anna: Actor, hour: int, minute: int = 0, **given: Any) -> Any:
    values = {"client_id": given.pop("client_id", None) or make_client(anna), "service_id": None, "minutes": 30}
    return book(anna, clinician_id=anna.membership_id, starts_at=tomorrow_at(anna, hour, minute), **(values | given))


def statements(read: Callable[[], Any]) -> int:
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


@pytest.mark.parametrize("who", ["clinician", "office", "admin"])
def test_LD2_the_week_takes_the_same_few_statements_for_one_row_and_for_many(anna: Actor, who: str) -> None:
    viewer = {
        "clinician": anna,
        "office": make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,)),
        "admin": make_member(anna, Role.ADMIN),
    }[who]
    first = tomorrow_at(anna, 10).date()

    def week() -> Any:
        return calendar_range(viewer, first=first, last=first + timedelta(days=6))

    visit(anna, 8)
    make_room(anna)
    one = statements(week)
    for hour in (9, 10, 11):
        visit(anna, hour, service_id=make_service(anna))
        make_hours(make_member(anna, Role.CLINICIAN))
        make_room(anna)
    assert len(week().events) == 4
    assert statements(week) == one <= MOST_STATEMENTS


def test_LD2_lists_of_one_client_take_the_same_statements_for_one_row_and_for_three(anna: Actor) -> None:
    client = make_client(anna)
    booked = visit(anna, 8, client_id=client)
    reads = [
        lambda: appointments_of_client(anna, client_id=client),
        lambda: day_list(anna, day=tomorrow_at(anna, 8).date()),
        lambda: booking_defaults(anna, client_id=client),
        lambda: appointment(anna, appointment_id=booked.appointment_id),
    ]
    one = [statements(read) for read in reads]
    for hour in (9, 10):
        visit(anna, hour, client_id=client)
        move(anna, appointment_id=booked.appointment_id, starts_at=tomorrow_at(anna, hour + 3))
    assert [statements(read) for read in reads] == one
    assert max(one) <= MOST_STATEMENTS


def test_B1_what_begins_the_day_before_or_lasts_for_days_is_seen(anna: Actor) -> None:
    night = tomorrow_at(anna, 23)
    ends = tomorrow_at(anna, 1, days=2)
    block(anna, clinician_id=anna.membership_id, starts_at=night, ends_at=ends)
    day = night.date() + timedelta(days=1)
    assert len(calendar_range(anna, first=day, last=day).events) == 1
    assert calendar_range(anna, first=day + timedelta(days=1), last=day + timedelta(days=1)).events == []
    holiday = tomorrow_at(anna, 0, days=10)
    block(anna, clinician_id=anna.membership_id, starts_at=holiday, ends_at=holiday + timedelta(days=14))
    middle = (holiday + timedelta(days=7)).date()
    assert len(calendar_range(anna, first=middle, last=middle).events) == 1


def test_B1_cancelled_ones_show_only_when_asked(anna: Actor) -> None:
    booked = visit(anna, 9)
    cancel(anna, appointment_id=booked.appointment_id)
    day = booked.starts_at.date()
    assert calendar_range(anna, first=day, last=day).events == []
    assert len(calendar_range(anna, first=day, last=day, cancelled=True).events) == 1


def test_B1_a_range_has_a_longest_length(anna: Actor) -> None:
    day = anna.at.date()
    with pytest.raises(BadInput):
        calendar_range(anna, first=day, last=day + timedelta(days=62))


def test_B1_room_columns_show_what_is_in_the_room(anna: Actor) -> None:
    one, other = make_room(anna), make_room(anna)
    visit(anna, 9, room_id=one)
    visit(anna, 10, room_id=other)
    day = tomorrow_at(anna, 9).date()
    (event,) = calendar_range(anna, first=day, last=day, rooms=[other]).events
    assert event.room_id == other


def test_B1_the_day_as_a_list_names_the_gaps(anna: Actor) -> None:
    visit(anna, 9)
    found = day_list(anna, day=tomorrow_at(anna, 9).date())
    assert [(gap.starts_at, gap.ends_at) for gap in found.gaps] == [
        (tomorrow_at(anna, 8), tomorrow_at(anna, 9)),
        (tomorrow_at(anna, 9, 30), tomorrow_at(anna, 16)),
    ]


def test_B1_month_counts_visits_and_free_minutes(anna: Actor) -> None:
    visit(anna, 9)
    visit(anna, 10)
    block(anna, clinician_id=anna.membership_id, starts_at=tomorrow_at(anna, 12), ends_at=tomorrow_at(anna, 13))
    day = tomorrow_at(anna, 9).date()
    (count,) = month_counts(anna, first=day, last=day)
    assert (count.visits, count.booked_minutes, count.free_minutes) == (2, 60, 8 * 60 - 60 - 60)


def test_B2_next_free_and_alternatives_can_be_booked(anna: Actor) -> None:
    make_room(anna)
    visit(anna, 8)
    service = make_service(anna, before=10, after=5)
    since = tomorrow_at(anna, 7)
    slots = next_free(anna, clinician_id=anna.membership_id, since=since, service_id=service)
    assert len(slots) == 3
    near = free_alternatives(anna, clinician_id=anna.membership_id, starts_at=tomorrow_at(anna, 8), service_id=service)
    slot = near[0]
    assert abs(slot.starts_at - tomorrow_at(anna, 8)) <= timedelta(hours=1)
    book(
        anna,
        client_id=make_client(anna),
        service_id=service,
        clinician_id=slot.clinician_id,
        room_id=slot.room_id,
        starts_at=slot.starts_at,
    )


def test_B1_polling_says_when_something_changed_and_only_then(anna: Actor) -> None:
    visit(anna, 8)
    day = tomorrow_at(anna, 8).date()
    token = calendar_range(anna, first=day, last=day).token
    assert not changes_since(anna, token=token).changed
    booked = visit(anna, 9)
    changed = changes_since(anna, token=token)
    assert changed.changed
    assert not changes_since(anna, token=changed.token).changed
    move(anna, appointment_id=booked.appointment_id, starts_at=tomorrow_at(anna, 10))
    assert changes_since(anna, token=changed.token).changed
    assert changes_since(anna, token="nonsense").changed
    stranger = make_practice()
    quiet = changes_since(stranger, token="").token
    visit(anna, 11)
    assert not changes_since(stranger, token=quiet).changed


def test_B1_the_panel_starts_with_the_clients_last_service(anna: Actor) -> None:
    client = make_client(anna)
    make_service(anna)
    second = make_service(anna, minutes=50)
    visit(anna, 9, client_id=client, service_id=second, minutes=None)
    later = at(anna, tomorrow_at(anna, 12))
    defaults = booking_defaults(later, client_id=client)
    assert (defaults.service_id, defaults.minutes, len(defaults.last_visits)) == (second, 50, 1)
    assert defaults.clinician_id == anna.membership_id


def test_B1_coming_and_past_visits_of_a_client(anna: Actor) -> None:
    client = make_client(anna)
    for hour in (9, 10, 11):
        visit(anna, hour, client_id=client)
    later = at(anna, tomorrow_at(anna, 10, 45))
    found = appointments_of_client(later, client_id=client)
    assert [event.starts_at for event in found.coming] == [tomorrow_at(anna, 11)]
    assert [event.starts_at for event in found.past] == [tomorrow_at(anna, 10), tomorrow_at(anna, 9)]


def test_B1_holidays_are_named_in_the_viewers_language(anna: Actor) -> None:
    with tenant(anna.practice_id), transaction.atomic():
        shown = calendar_range(
            anna, first=anna.at.date().replace(year=2027, month=12, day=24), last=anna.at.date().replace(2027, 12, 26)
        )
    assert any("Christmas" in holiday.name for holiday in shown.holidays)
