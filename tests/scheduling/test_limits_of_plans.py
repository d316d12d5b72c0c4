"""What a plan allows holds on every path and under parallel requests; what exists stays untouched (BK-10, 3.1)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from kollega.catalogue.errors import HighestLimitReached, NotInPlan, PlanLimitReached
from kollega.catalogue.operations.practice_plans import choose_plan
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Area, Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import Outcome, Status
from kollega.scheduling.models import Appointment, Room
from kollega.scheduling.operations.attendance import set_status
from kollega.scheduling.operations.blocks import block
from kollega.scheduling.operations.booking import Booked, book
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.editing import edit
from kollega.scheduling.operations.moving import move
from kollega.scheduling.operations.rooms import archive_room, create_room
from kollega.scheduling.operations.undoing import undo
from kollega.scheduling.rules.months import month_of
from tests.catalogue.putting import on_plan
from tests.factories import at, make_member, make_practice, utc
from tests.scheduling.factories import make_client
from tests.scheduling.rules.test_ics import calendar
from tests.scheduling.test_importing import bring_in
from tests.scheduling.test_races import at_once

NOW = utc(2031, 3, 1, 8)
MAY_1 = utc(2031, 4, 30, 22)  # 1 May 00:00 in Stockholm


@pytest.fixture(autouse=True)
def _kollega() -> Iterator[None]:
    with override_settings(CATALOGUE="kollega"):
        yield


@pytest.fixture
def anna() -> Actor:
    """A clinician on the free plan (10 appointments a month), before April 2031."""
    return at(make_practice(), NOW)


def visit(actor: Actor, client_id: UUID, starts_at: datetime, **more: Any) -> Booked:
    given = {"clinician_id": actor.membership_id, "room_id": None, "outside_hours_reason": "asked for"} | more
    return book(actor, client_id=client_id, service_id=None, minutes=30, starts_at=starts_at, **given)


def fill(actor: Actor, client_id: UUID, number: int, *, month: int = 4, **more: Any) -> list[Booked]:
    return [visit(actor, client_id, utc(2031, month, 2 + one // 8, 8 + one % 8), **more) for one in range(number)]


def stored(actor: Actor) -> int:
    with tenant(actor.practice_id), transaction.atomic():
        rows = Appointment.objects.filter(practice_id=actor.practice_id, withdrawn_at=None)
        return rows.exclude(status__in=[Status.CANCELLED, Status.LATE_CANCELLED]).count()


def test_BK10_the_eleventh_appointment_of_a_month_is_refused_with_the_plan_that_allows_it(anna: Actor) -> None:
    client_id = make_client(anna)
    fill(anna, client_id, 10)
    with pytest.raises(PlanLimitReached) as refused:
        visit(anna, client_id, utc(2031, 4, 20, 10))
    assert refused.value.details["limit"] == 10
    assert refused.value.details["plan_id"] == "solo"
    visit(anna, client_id, utc(2031, 5, 20, 10))
    assert stored(anna) == 11


@pytest.mark.parametrize("plan_id", ["solo", "s"])
@pytest.mark.race
def test_BK10_ten_tries_at_once_for_the_last_place_make_exactly_thirty(plan_id: str) -> None:
    with override_settings(CATALOGUE="kollega" if plan_id == "solo" else "lemniscus"):
        anna = on_plan(at(make_practice(), NOW), plan_id)
        client_id = make_client(anna)
        fill(anna, client_id, 29)
        starts = [utc(2031, 4, 20 + number // 5, 8 + number % 5) for number in range(10)]
        results = at_once([partial(visit, anna, client_id, start) for start in starts])
        assert len([r for r in results if isinstance(r, Booked)]) == 1, results
        assert len([r for r in results if isinstance(r, PlanLimitReached)]) == 9, results
        assert stored(anna) == 30


@pytest.mark.race
def test_BK10_moves_and_bookings_that_race_into_one_month_never_pass_the_limit(anna: Actor) -> None:
    client_id = make_client(anna)
    fill(anna, client_id, 8)
    others = fill(anna, client_id, 6, month=5)
    works: list[Callable[[], Any]] = []
    for number, one in enumerate(others):
        to = utc(2031, 4, 21, 8 + number)
        works.append(partial(move, anna, appointment_id=one.appointment_id, starts_at=to, outside_hours_reason="asked"))
    for number in range(4):
        works.append(partial(visit, anna, client_id, utc(2031, 4, 22, 8 + number)))
    results = at_once(works)
    assert all(not isinstance(r, Exception) or isinstance(r, PlanLimitReached) for r in results), results
    assert len([r for r in results if not isinstance(r, Exception)]) == 2
    with tenant(anna.practice_id), transaction.atomic():
        april = Appointment.objects.filter(starts_at__gte=utc(2031, 3, 31, 22), starts_at__lt=MAY_1)
        assert april.count() == 10


def test_BK10_half_past_eleven_at_night_on_the_last_day_counts_to_the_local_month(anna: Actor) -> None:
    client_id = make_client(anna)
    fill(anna, client_id, 9)
    late = datetime.fromisoformat("2031-04-30T23:30")
    assert visit(anna, client_id, late).starts_at == utc(2031, 4, 30, 21, 30)
    # 1 May 00:30 in Stockholm is still April in UTC, and the other way round at the month's beginning.
    visit(anna, client_id, utc(2031, 4, 30, 22, 30))
    with pytest.raises(PlanLimitReached):
        visit(anna, client_id, utc(2031, 3, 31, 22, 30))
    visit(anna, client_id, utc(2031, 3, 31, 21, 30))


def test_BK10_private_blocks_and_cancelled_ones_do_not_count(anna: Actor) -> None:
    client_id = make_client(anna)
    first = fill(anna, client_id, 10)
    block(anna, clinician_id=anna.own_membership, starts_at=utc(2031, 4, 25, 8), ends_at=utc(2031, 4, 25, 9))
    cancel(anna, appointment_id=first[0].appointment_id)
    visit(anna, client_id, utc(2031, 4, 20, 10))
    cancel(anna, appointment_id=first[1].appointment_id, late=True)
    visit(anna, client_id, utc(2031, 4, 20, 12))
    undo(anna, change_id=visit(anna, client_id, utc(2031, 5, 20, 12)).change_id)
    with pytest.raises(PlanLimitReached):
        visit(anna, client_id, utc(2031, 4, 20, 14))


def test_BK10_undoing_a_cancellation_needs_a_place_again(anna: Actor) -> None:
    client_id = make_client(anna)
    first = fill(anna, client_id, 10)
    gone = cancel(anna, appointment_id=first[0].appointment_id)
    visit(anna, client_id, utc(2031, 4, 20, 10))
    with pytest.raises(PlanLimitReached):
        undo(anna, change_id=gone.change_id)
    again = cancel(anna, appointment_id=first[1].appointment_id)
    undo(anna, change_id=again.change_id)
    assert stored(anna) == 10


def test_BK10_undoing_a_move_back_into_a_full_month_is_refused(anna: Actor) -> None:
    client_id = make_client(anna)
    first = fill(anna, client_id, 10)
    gone = move(
        anna, appointment_id=first[0].appointment_id, starts_at=utc(2031, 5, 5, 8), outside_hours_reason="asked for"
    )
    visit(anna, client_id, utc(2031, 4, 20, 10))
    with pytest.raises(PlanLimitReached):
        undo(anna, change_id=gone.change_id)


def test_BK10_a_late_cancellation_that_was_a_no_show_counts_again(anna: Actor) -> None:
    client_id = make_client(anna)
    first = fill(anna, client_id, 10)
    cancel(anna, appointment_id=first[0].appointment_id, late=True)
    visit(anna, client_id, utc(2031, 4, 20, 10))
    later = at(anna, utc(2031, 4, 3))
    with pytest.raises(PlanLimitReached):
        set_status(later, appointment_id=first[0].appointment_id, status=Status.NO_SHOW)
    set_status(later, appointment_id=first[1].appointment_id, status=Status.NO_SHOW)


def test_BK10_within_a_full_month_everything_can_still_be_changed(anna: Actor) -> None:
    client_id = make_client(anna)
    first = fill(anna, client_id, 10)
    reason = {"outside_hours_reason": "asked for"}
    move(anna, appointment_id=first[0].appointment_id, starts_at=utc(2031, 4, 22, 8), **reason)
    edit(anna, appointment_id=first[1].appointment_id, minutes=45, internal_line="longer", **reason)
    with pytest.raises(PlanLimitReached):
        other = visit(anna, client_id, utc(2031, 5, 3, 8))
        edit(anna, appointment_id=other.appointment_id, starts_at=utc(2031, 4, 23, 8), **reason)


def test_BK10_the_plan_of_the_clinician_counts_not_of_who_books(anna: Actor) -> None:
    kari = at(make_member(anna, Role.CLINICIAN), NOW)
    client_id = make_client(anna, family="Shared")
    fill(anna, client_id, 10)
    with pytest.raises(PlanLimitReached):
        visit(anna, client_id, utc(2031, 4, 20, 10))
    office = at(make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,)), NOW)
    with pytest.raises(PlanLimitReached):
        visit(office, client_id, utc(2031, 4, 20, 10), clinician_id=anna.own_membership)
    visit(office, make_client(kari), utc(2031, 4, 20, 10), clinician_id=kari.own_membership)


def test_BK10_a_requested_one_holds_its_place_and_is_confirmed_within_the_limit(anna: Actor) -> None:
    client_id = make_client(anna)
    asked = visit(anna, client_id, utc(2031, 4, 20, 10), requested=True)
    fill(anna, client_id, 9)
    with pytest.raises(PlanLimitReached):
        visit(anna, client_id, utc(2031, 4, 21, 10))
    set_status(anna, appointment_id=asked.appointment_id, status=Status.CONFIRMED)
    assert stored(anna) == 10


def test_BK10_a_repeated_submit_in_a_full_month_answers_with_the_first_booking(anna: Actor) -> None:
    client_id = make_client(anna)
    fill(anna, client_id, 9)
    first = visit(anna, client_id, utc(2031, 4, 20, 10), submit_key="once")
    again = visit(anna, client_id, utc(2031, 4, 20, 10), submit_key="once")
    assert again.repeated
    assert again.appointment_id == first.appointment_id


def test_BK10_an_imported_calendar_takes_in_what_fits_and_lists_the_rest(anna: Actor) -> None:
    fill(anna, make_client(anna), 7)
    events = [
        f"UID:{number}\nDTSTART:203104{10 + number}T090000Z\nDURATION:PT45M\nSUMMARY:Visit" for number in range(5)
    ]
    later = "UID:may\nDTSTART:20310510T090000Z\nDURATION:PT45M\nSUMMARY:Visit"
    report = bring_in(anna, calendar(*events, later), as_visits=True)
    assert report.counts[Outcome.NEW] == 4
    assert report.counts[Outcome.OVER_LIMIT] == 2
    assert stored(anna) == 11
    as_blocks = bring_in(anna, calendar(*[one.replace("UID:", "UID:b") for one in events]))
    assert Outcome.OVER_LIMIT not in as_blocks.counts


def test_P13_what_exists_above_a_smaller_plan_stays_and_only_more_is_refused(anna: Actor) -> None:
    on_plan(anna, "duo")
    client_id = make_client(anna)
    first = fill(anna, client_id, 40)
    choose_plan(at(anna, NOW + timedelta(minutes=1)), plan_id="solo")
    later = at(anna, NOW + timedelta(minutes=2))
    with pytest.raises(PlanLimitReached):
        visit(later, client_id, utc(2031, 4, 25, 10))
    move(
        later, appointment_id=first[0].appointment_id, starts_at=utc(2031, 4, 26, 10), outside_hours_reason="asked for"
    )
    assert stored(anna) == 40


def test_T7_somebody_on_a_support_seat_has_no_appointments_of_their_own() -> None:
    owner = at(make_practice(sees_clients=False), NOW)
    kari = at(make_member(owner, Role.CLINICIAN), NOW)
    assert visit(kari, make_client(kari), utc(2031, 4, 20, 10))
    with override_settings(CATALOGUE="covet"):
        lisa = at(make_member(owner, Role.CLINICIAN), NOW)
        with pytest.raises(NotInPlan) as refused:
            visit(lisa, make_client(lisa), utc(2031, 4, 20, 10))
        assert refused.value.details["plan_id"] == "essentials"


def test_LD2_a_catalogue_without_limits_costs_no_statement_when_booking() -> None:
    with override_settings(CATALOGUE="open"):
        anna = at(make_practice(), NOW)
        client_id = make_client(anna)
        with CaptureQueriesContext(connection) as asked:
            visit(anna, client_id, utc(2031, 4, 20, 10))
    assert not [one["sql"] for one in asked if "catalogue_" in one["sql"]]


def test_P13_rooms_beyond_the_plan_are_refused_and_existing_ones_stay(anna: Actor) -> None:
    on_plan(anna, "duo")
    rooms = [create_room(anna, name="One"), create_room(anna, name="Two")]
    with pytest.raises(PlanLimitReached) as refused:
        create_room(anna, name="Three")
    assert refused.value.details["plan_id"] == "practice"
    archive_room(anna, room_id=rooms[0])
    create_room(anna, name="Three")
    with pytest.raises(PlanLimitReached):
        archive_room(anna, room_id=rooms[0], archived=False)
    choose_plan(at(anna, NOW + timedelta(minutes=1)), plan_id="solo")
    with tenant(anna.practice_id), transaction.atomic():
        assert Room.objects.filter(archived_at=None).count() == 2


def test_P13_the_largest_plan_says_that_no_plan_allows_more(anna: Actor) -> None:
    on_plan(anna, "clinic")
    for number in range(8):
        create_room(anna, name=f"Room {number}")
    with pytest.raises(HighestLimitReached):
        create_room(anna, name="One too many")


@pytest.mark.race
def test_BK10_ten_rooms_at_once_make_as_many_as_the_plan_has(anna: Actor) -> None:
    on_plan(anna, "practice")
    back = create_room(anna, name="Back")
    archive_room(anna, room_id=back)
    works: list[Callable[[], Any]] = [partial(create_room, anna, name=f"Room {number}") for number in range(9)]
    results = at_once([*works, partial(archive_room, anna, room_id=back, archived=False)])
    assert len([r for r in results if not isinstance(r, Exception)]) == 3, results
    assert all(isinstance(r, PlanLimitReached) for r in results if isinstance(r, Exception)), results
    with tenant(anna.practice_id), transaction.atomic():
        assert Room.objects.filter(archived_at=None).count() == 3


def test_the_months_of_a_zone_have_no_gap() -> None:
    zone = ZoneInfo("Europe/Stockholm")
    moment = datetime(2031, 1, 1, tzinfo=UTC)
    for _ in range(24):
        month = month_of(moment, zone)
        assert month.holds(moment)
        assert month_of(month.ends_at, zone).starts_at == month.ends_at
        moment = month.ends_at
