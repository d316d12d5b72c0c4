"""Recurrences at the same moment: each stored as a whole or not at all, and no deadlock (BK-1, BK-3)."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.errors import DatesTaken, SlotTaken
from kollega.scheduling.models import Appointment
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.changing_repeats import RepeatChanged, change_repeating
from kollega.scheduling.operations.repeating import Choice, RepeatBooked, book_repeating
from kollega.scheduling.queries.repeated import Scope, Wanted, preview_change
from kollega.scheduling.queries.repeating import Wish, preview_repeating
from kollega.scheduling.rules.recurring import Rule
from tests.factories import at, make_member
from tests.scheduling.factories import make_client, make_hours, make_room
from tests.scheduling.test_races import ROUNDS, at_once, overlaps
from tests.scheduling.test_repeating import MONDAY, NOW, as_shown, practice, weekly

pytestmark = pytest.mark.race


def dates_of(actor: Actor, booked: RepeatBooked) -> dict[date, datetime]:
    with tenant(actor.practice_id), transaction.atomic():
        rows = Appointment.objects.filter(practice_id=actor.practice_id, recurrence_id=booked.recurrence_id)
        return {row.recurrence_day: row.starts_at for row in rows if row.recurrence_day}


def test_BK3_two_recurrences_over_one_room_are_each_stored_as_told_or_not_at_all() -> None:
    anna = practice()
    room = make_room(anna)
    make_hours(anna)
    team = [anna, *(at(make_member(anna, Role.CLINICIAN, name=f"Kari {n}"), NOW) for n in range(3))]
    clients = [make_client(one) for one in team]
    for round_number in range(ROUNDS):
        # Overlapping in part: every second one begins later and goes backwards from another day of the week.
        rules = [
            weekly(24, first=MONDAY + timedelta(weeks=n % 2 * 6), starts=time(8 + round_number), weekdays=(0, 3))
            for n in range(len(team))
        ]
        wishes = [Wish(one.own_membership, minutes=45, room_id=room) for one in team]
        shown = [
            as_shown(preview_repeating(one, rule=rule, wish=wish))
            for one, rule, wish in zip(team, rules, wishes, strict=True)
        ]

        def one(
            n: int, rules: list[Rule] = rules, wishes: list[Wish] = wishes, shown: list[list[Choice]] = shown
        ) -> Any:
            return lambda: book_repeating(
                team[n], rule=rules[n], wish=wishes[n], choices=shown[n], client_id=clients[n]
            )

        results = at_once([one(n) for n in range(len(team))])
        assert all(isinstance(r, (RepeatBooked, DatesTaken)) for r in results), results
        winners = [n for n, r in enumerate(results) if isinstance(r, RepeatBooked)]
        assert winners
        for n in winners:
            assert dates_of(team[n], results[n]) == {choice.day: choice.starts_at for choice in shown[n]}
        assert overlaps(anna) == 0


def test_BK1_changes_of_many_and_single_bookings_at_once_never_overlap_nor_deadlock() -> None:
    anna = practice()
    make_hours(anna)
    room = make_room(anna)
    client = make_client(anna)
    wish = Wish(anna.own_membership, minutes=45, room_id=room)
    booked = book_repeating(
        anna,
        rule=weekly(20),
        wish=wish,
        choices=as_shown(preview_repeating(anna, rule=weekly(20), wish=wish)),
        client_id=client,
    )
    for round_number in range(ROUNDS):
        hour = 10 + round_number % 5

        def change(number: int, hour: int = hour) -> Any:
            def run() -> RepeatChanged:
                wanted = Wanted(starts_at=datetime.combine(MONDAY + timedelta(weeks=number), time(hour)))
                appointment_id = booked.appointment_ids[number]
                shown = preview_change(anna, appointment_id=appointment_id, scope=Scope.ALL, wanted=wanted)
                return change_repeating(
                    anna,
                    appointment_id=appointment_id,
                    scope=Scope.ALL,
                    wanted=wanted,
                    choices=as_shown([one.planned for one in shown.dates]),
                )

            return run

        def single(number: int, hour: int = hour) -> Any:
            return lambda: book(
                anna,
                client_id=client,
                service_id=None,
                minutes=30,
                clinician_id=anna.own_membership,
                room_id=room,
                starts_at=datetime.combine(MONDAY + timedelta(weeks=number), time(hour, 15)),
            )

        results = at_once([change(0), single(5), change(12), single(17)])
        refused = [r for r in results if isinstance(r, Exception)]
        assert all(isinstance(r, (SlotTaken, DatesTaken)) for r in refused), refused
        assert overlaps(anna) == 0
