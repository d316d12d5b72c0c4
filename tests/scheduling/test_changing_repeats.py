"""This, following, all: moving, editing, cancelling, going on, undoing (B10, B16)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from kollega.kernel.actor import Actor
from kollega.kernel.errors import Changed, NotFound
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import Status
from kollega.scheduling.errors import DatesTaken, NotRepeating, PartOfMany, UndoTooLate
from kollega.scheduling.models import Appointment, AppointmentChange, Recurrence
from kollega.scheduling.operations.attendance import set_status
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.cancelling_repeats import cancel_repeating
from kollega.scheduling.operations.changing_repeats import RepeatChanged, change_repeating
from kollega.scheduling.operations.extending_repeats import extend_repeating
from kollega.scheduling.operations.moving import move
from kollega.scheduling.operations.repeating import Choice, RepeatBooked
from kollega.scheduling.operations.settling import settle
from kollega.scheduling.operations.undoing import undo
from kollega.scheduling.operations.undoing_repeats import undo_repeating
from kollega.scheduling.queries.extending import preview_extension
from kollega.scheduling.queries.repeated import Scope, Wanted, preview_change, repeats, rule_of
from kollega.scheduling.queries.repeating import Wish
from kollega.scheduling.rules.planning import DateState
from kollega.scheduling.rules.recurring import days
from tests.factories import at, make_member, make_practice
from tests.scheduling.factories import make_client, make_hours, make_room, make_service
from tests.scheduling.test_races import overlaps
from tests.scheduling.test_repeating import MONDAY, NOW, as_shown, book_all, practice, weekly

NINE = time(9)


class Weekly:
    """Ten Mondays at nine for Anna, and what may be done to them."""

    def __init__(self, count: int = 10) -> None:
        self.anna = practice()
        make_hours(self.anna)
        self.client = make_client(self.anna)
        self.booked: RepeatBooked = book_all(
            self.anna, weekly(count), Wish(self.anna.own_membership, minutes=45), client_id=self.client
        )

    @property
    def ids(self) -> tuple[UUID, ...]:
        return self.booked.appointment_ids

    def change(self, number: int, scope: Scope, **wanted: Any) -> RepeatChanged:
        """Change from the date of this number on, every free date as shown."""
        shown = preview_change(self.anna, appointment_id=self.ids[number], scope=scope, wanted=Wanted(**wanted))
        return change_repeating(
            self.anna,
            appointment_id=self.ids[number],
            scope=scope,
            wanted=Wanted(**wanted),
            choices=as_shown([one.planned for one in shown.dates]),
        )

    def rows(self) -> list[Appointment]:
        with tenant(self.anna.practice_id), transaction.atomic():
            found = Appointment.objects.filter(practice_id=self.anna.practice_id, id__in=self.ids)
            return sorted(found, key=lambda row: self.ids.index(row.id))

    def local(self) -> list[datetime]:
        return [row.starts_at.astimezone(self.anna.timezone).replace(tzinfo=None) for row in self.rows()]

    def rule_days(self, recurrence_id: UUID) -> list[date]:
        with tenant(self.anna.practice_id), transaction.atomic():
            return list(days(rule_of(Recurrence.objects.get(id=recurrence_id))))


def week(number: int, at_: time = NINE, day: int = 0) -> datetime:
    return datetime.combine(MONDAY + timedelta(weeks=number, days=day), at_)


def test_B10_all_dates_move_by_a_day_and_an_hour_across_the_change_of_clocks() -> None:
    ten = Weekly()
    changed = ten.change(3, Scope.ALL, starts_at=week(3, time(10, 30), day=1))
    assert ten.local() == [week(n, time(10, 30), day=1) for n in range(10)]
    assert changed.recurrence_id == ten.booked.recurrence_id
    assert ten.rule_days(changed.recurrence_id) == [MONDAY + timedelta(weeks=n, days=1) for n in range(10)]
    assert [row.recurrence_day for row in ten.rows()] == ten.rule_days(changed.recurrence_id)


def test_B10_following_splits_and_the_parts_are_the_whole() -> None:
    ten = Weekly()
    changed = ten.change(6, Scope.FOLLOWING, starts_at=week(6, time(14)))
    assert ten.local() == [week(n) for n in range(6)] + [week(n, time(14)) for n in range(6, 10)]
    assert changed.recurrence_id != ten.booked.recurrence_id
    assert ten.rule_days(ten.booked.recurrence_id) == [MONDAY + timedelta(weeks=n) for n in range(6)]
    assert ten.rule_days(changed.recurrence_id) == [MONDAY + timedelta(weeks=n) for n in range(6, 10)]
    assert {row.recurrence_id for row in ten.rows()[6:]} == {changed.recurrence_id}
    ten.change(7, Scope.ALL, starts_at=week(7, time(16)))
    assert ten.local() == [week(n) for n in range(6)] + [week(n, time(16)) for n in range(6, 10)]


def test_B10_a_date_moved_by_hand_keeps_its_own_time_unless_it_is_chosen() -> None:
    ten = Weekly()
    move(ten.anna, appointment_id=ten.ids[4], starts_at=week(4, time(15), day=2))
    shown = preview_change(
        ten.anna, appointment_id=ten.ids[0], scope=Scope.ALL, wanted=Wanted(starts_at=week(0, time(11)))
    )
    assert [one.own_time for one in shown.dates] == [n == 4 for n in range(10)]
    ten.change(0, Scope.ALL, starts_at=week(0, time(11)))
    expected = [week(n, time(11)) for n in range(10)]
    expected[4] = week(4, time(15), day=2)
    assert ten.local() == expected
    chosen = expected[4].replace(hour=12, tzinfo=ten.anna.timezone)
    change_repeating(
        ten.anna,
        appointment_id=ten.ids[0],
        scope=Scope.ALL,
        wanted=Wanted(starts_at=week(0, time(12))),
        choices=[Choice(MONDAY + timedelta(weeks=4), chosen)],
    )
    assert ten.local()[4] == week(4, time(12), day=2)
    assert ten.local()[3] == week(3, time(11))


def test_B10_deleted_and_skipped_dates_never_come_back() -> None:
    ten = Weekly()
    cancel(ten.anna, appointment_id=ten.ids[2])
    cancel_repeating(ten.anna, appointment_id=ten.ids[5], scope=Scope.THIS, delete=True)
    ten.change(0, Scope.ALL, starts_at=week(0, time(13), day=1))
    changed = ten.change(4, Scope.FOLLOWING, starts_at=week(4, time(14), day=1))
    rows = ten.rows()
    assert (rows[2].status, rows[5].withdrawn_at is not None) == (Status.CANCELLED, True)
    assert (ten.local()[2], ten.local()[5]) == (week(2), week(5))
    assert rows[5].recurrence_id == changed.recurrence_id
    cancel_repeating(ten.anna, appointment_id=ten.ids[8], scope=Scope.FOLLOWING, reason="ill")
    more = preview_extension(ten.anna, appointment_id=ten.ids[7], count=3)
    assert [one.day for one in more] == [MONDAY + timedelta(weeks=n, days=1) for n in (10, 11, 12)]
    extend_repeating(ten.anna, appointment_id=ten.ids[7], count=3, choices=as_shown(more)[1:])
    again = preview_extension(ten.anna, appointment_id=ten.ids[7], count=1)
    assert [one.day for one in again] == [MONDAY + timedelta(weeks=13, days=1)]
    with tenant(ten.anna.practice_id), transaction.atomic():
        on = Appointment.objects.filter(practice_id=ten.anna.practice_id, status=Status.BOOKED, withdrawn_at=None)
        found = {row.starts_at.astimezone(ten.anna.timezone).date() for row in on}
    assert found == {MONDAY + timedelta(weeks=n, days=1) for n in (0, 1, 3, 4, 6, 7, 11, 12)}


def test_B10_what_has_begun_was_attended_or_signed_is_untouched() -> None:
    ten = Weekly()
    settle_in(ten.anna, ten.ids[8])
    ten.anna = at(ten.anna, datetime(2027, 4, 6, tzinfo=UTC))
    set_status(ten.anna, appointment_id=ten.ids[1], status=Status.COMPLETED)
    shown = preview_change(
        ten.anna, appointment_id=ten.ids[4], scope=Scope.ALL, wanted=Wanted(starts_at=week(4, time(11)))
    )
    assert [one.appointment_id for one in shown.dates] == [ten.ids[n] for n in (3, 4, 5, 6, 7, 9)]
    assert shown.untouched == 4
    changed = ten.change(4, Scope.ALL, starts_at=week(4, time(11)))
    assert [local.time() for local in ten.local()] == [time(9)] * 3 + [time(11)] * 5 + [time(9), time(11)]
    assert ten.rule_days(ten.booked.recurrence_id) == [MONDAY + timedelta(weeks=n) for n in range(3)]
    assert changed.recurrence_id != ten.booked.recurrence_id
    cancelled = cancel_repeating(ten.anna, appointment_id=ten.ids[4], scope=Scope.ALL)
    assert cancelled.left == 1
    assert [row.status for row in ten.rows()][7:] == [Status.CANCELLED, Status.BOOKED, Status.CANCELLED]


def settle_in(actor: Actor, appointment_id: UUID) -> None:
    with tenant(actor.practice_id), transaction.atomic():
        settle(actor, appointment_id)


def test_B10_a_change_lists_conflicts_with_alternatives_and_stores_what_was_chosen() -> None:
    ten = Weekly()
    other = make_client(ten.anna)
    for number in (2, 7):
        book(
            ten.anna,
            client_id=other,
            service_id=None,
            minutes=60,
            clinician_id=ten.anna.own_membership,
            starts_at=week(number, time(11)),
        )
    wanted = Wanted(starts_at=week(0, time(11, 30)))
    shown = preview_change(ten.anna, appointment_id=ten.ids[0], scope=Scope.ALL, wanted=wanted).dates
    taken = [one for one in shown if one.planned.state is DateState.TAKEN]
    assert [one.appointment_id for one in taken] == [ten.ids[2], ten.ids[7]]
    assert all(len(one.planned.alternatives) == 3 for one in taken)
    choices = as_shown([one.planned for one in shown])
    slot = taken[0].planned.alternatives[0]
    choices.append(Choice(taken[0].planned.day, slot.starts_at, slot.room_id))
    changed = change_repeating(ten.anna, appointment_id=ten.ids[0], scope=Scope.ALL, wanted=wanted, choices=choices)
    assert changed.left == 1
    rows = ten.rows()
    assert rows[2].starts_at == slot.starts_at
    assert ten.local()[7] == week(7)
    assert overlaps(ten.anna) == 0
    wrong = [*choices[:-1], Choice(taken[1].planned.day, week(7, time(11)).replace(tzinfo=ten.anna.timezone))]
    with pytest.raises(DatesTaken):
        change_repeating(ten.anna, appointment_id=ten.ids[0], scope=Scope.ALL, wanted=wanted, choices=wrong)


def test_B10_days_may_move_into_the_places_that_others_of_them_leave() -> None:
    anna = practice()
    make_hours(anna)
    daily = weekly(10, weekdays=(0, 1, 2, 3, 4))
    booked = book_all(anna, daily, Wish(anna.own_membership, minutes=60), client_id=make_client(anna))
    for by in (1, -1):
        wanted = Wanted(starts_at=datetime.combine(MONDAY + timedelta(days=1 if by > 0 else 0), NINE))
        shown = preview_change(anna, appointment_id=booked.appointment_ids[0], scope=Scope.ALL, wanted=wanted)
        change_repeating(
            anna,
            appointment_id=booked.appointment_ids[0],
            scope=Scope.ALL,
            wanted=wanted,
            choices=as_shown([one.planned for one in shown.dates]),
        )
    assert len(shown.dates) == 10
    assert overlaps(anna) == 0


@pytest.mark.parametrize(
    "act",
    [
        lambda ten: ten.change(3, Scope.ALL, starts_at=week(3, time(10), day=1)).change_id,
        lambda ten: ten.change(3, Scope.FOLLOWING, starts_at=week(3, time(10), day=1)).change_id,
        lambda ten: ten.change(3, Scope.FOLLOWING, text="Bring the form").change_id,
        lambda ten: cancel_repeating(ten.anna, appointment_id=ten.ids[3], scope=Scope.FOLLOWING).change_id,
        lambda ten: cancel_repeating(ten.anna, appointment_id=ten.ids[3], scope=Scope.ALL, delete=True).change_id,
    ],
)
def test_B16_undo_brings_back_every_date_and_the_rule(act: Callable[[Weekly], UUID]) -> None:
    ten = Weekly()
    move(ten.anna, appointment_id=ten.ids[5], starts_at=week(5, time(12)))
    cancel(ten.anna, appointment_id=ten.ids[6])
    before = [_state(row) for row in ten.rows()]
    rule = ten.rule_days(ten.booked.recurrence_id)
    change_id = act(ten)
    assert [_state(row) for row in ten.rows()] != before
    undo_repeating(ten.anna, change_id=change_id)
    assert [_state(row) for row in ten.rows()] == before
    assert ten.rule_days(ten.booked.recurrence_id) == rule
    with pytest.raises(UndoTooLate):
        undo_repeating(ten.anna, change_id=change_id)


def _state(row: Appointment) -> tuple[Any, ...]:
    names = ("starts_at", "busy_until", "status", "withdrawn_at", "internal_line", "recurrence_id", "recurrence_day")
    return (*(getattr(row, name) for name in names), row.blocking)


def test_B16_undoing_the_booking_takes_all_of_it_away_and_a_part_or_a_late_one_is_refused() -> None:
    ten = Weekly()
    with tenant(ten.anna.practice_id), transaction.atomic():
        part = AppointmentChange.objects.filter(appointment_id=ten.ids[0]).get().id
    with pytest.raises(PartOfMany):
        undo(ten.anna, change_id=part)
    with pytest.raises(UndoTooLate):
        undo_repeating(at(ten.anna, NOW + timedelta(minutes=3, seconds=1)), change_id=ten.booked.change_id)
    undo_repeating(at(ten.anna, NOW + timedelta(minutes=3)), change_id=ten.booked.change_id)
    assert all(row.withdrawn_at for row in ten.rows())
    other = Weekly()
    move(other.anna, appointment_id=other.ids[9], starts_at=week(9, time(12)))
    with pytest.raises(UndoTooLate):
        undo_repeating(other.anna, change_id=other.booked.change_id)


def test_B16_an_undo_into_time_that_is_taken_by_now_stores_nothing() -> None:
    ten = Weekly()
    changed = ten.change(0, Scope.ALL, starts_at=week(0, time(15)))
    book(
        ten.anna,
        client_id=ten.client,
        service_id=None,
        minutes=30,
        clinician_id=ten.anna.own_membership,
        starts_at=week(6, time(9, 15)),
    )
    with pytest.raises(DatesTaken):
        undo_repeating(ten.anna, change_id=changed.change_id)
    assert ten.local() == [week(n, time(15)) for n in range(10)]


def test_B10_room_service_length_and_line_change_for_all_and_moved_ones_keep_their_time() -> None:
    ten = Weekly()
    room, service = make_room(ten.anna), make_service(ten.anna, minutes=60, before=5, after=10)
    move(ten.anna, appointment_id=ten.ids[2], starts_at=week(2, time(16)))
    ten.change(0, Scope.ALL, room_id=room, service_id=service, text="Group room")
    rows = ten.rows()
    assert {(row.room_id, row.service_id, row.internal_line) for row in rows} == {(room, service, "Group room")}
    assert {row.ends_at - row.starts_at for row in rows} == {timedelta(minutes=60)}
    assert {row.busy_until - row.ends_at for row in rows} == {timedelta(minutes=10)}
    assert ten.local()[2] == week(2, time(16))


def test_B10_others_columns_and_old_versions_are_refused_as_for_one_visit() -> None:
    ten = Weekly()
    kari = at(make_member(ten.anna, Role.CLINICIAN), NOW)
    single = book(
        ten.anna,
        client_id=ten.client,
        service_id=None,
        minutes=30,
        clinician_id=ten.anna.own_membership,
        starts_at=week(0, time(17)),
    ).appointment_id
    options: dict[str, Any] = {"scope": Scope.ALL, "wanted": Wanted(text="x"), "choices": []}
    for actor, appointment_id, refusal in (
        (kari, ten.ids[0], NotFound),
        (at(make_practice(), NOW), ten.ids[0], NotFound),
        (ten.anna, single, NotRepeating),
    ):
        with pytest.raises(refusal):
            change_repeating(actor, appointment_id=appointment_id, **options)
        with pytest.raises(refusal):
            cancel_repeating(actor, appointment_id=appointment_id, scope=Scope.ALL)
        with pytest.raises(refusal):
            repeats(actor, appointment_id=appointment_id)
    with pytest.raises(Changed):
        change_repeating(ten.anna, appointment_id=ten.ids[0], version=7, **options)
    with pytest.raises(NotFound):
        undo_repeating(kari, change_id=ten.booked.change_id)
    shown = preview_change(
        ten.anna, appointment_id=ten.ids[0], scope=Scope.ALL, wanted=Wanted(clinician_id=kari.own_membership)
    )
    assert len(shown.dates) == 10


def test_B10_how_it_repeats_is_told_with_its_number() -> None:
    ten = Weekly()
    cancel(ten.anna, appointment_id=ten.ids[1])
    told = repeats(ten.anna, appointment_id=ten.ids[3])
    assert (told.number, told.total, told.coming) == (3, 9, 6)
    assert told.last == ten.rows()[9].starts_at
