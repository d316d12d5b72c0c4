"""Many people at once: one slot has one winner, and nothing else goes wrong (B2, BK-1, BK-4, LD-2)."""

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Area, Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import AUTO
from kollega.scheduling.errors import SlotTaken
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.moving import move
from tests.factories import make_member, make_practice
from tests.scheduling.factories import make_client, make_hours, make_room, make_service, tomorrow_at

ROUNDS = 20 if os.environ.get("KOLLEGA_PROVE") else 3
CLIENTS = 50

pytestmark = pytest.mark.race


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """Run all at the same moment, each on a connection of its own; return results and exceptions in order."""
    results: list[Any] = [None] * len(works)
    barrier = threading.Barrier(len(works))

    def run(number: int) -> None:
        try:
            barrier.wait()
            results[number] = works[number]()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def overlaps(actor: Actor) -> int:
    """Count pairs that occupy one resource at one moment, straight from the appointments."""
    with tenant(actor.practice_id), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            select count(*) from scheduling_appointment a join scheduling_appointment b
              on a.id < b.id and (a.clinician_id = b.clinician_id or a.room_id = b.room_id)
             and a.busy_from < b.busy_until and b.busy_from < a.busy_until
            where a.blocking and b.blocking and a.withdrawn_at is null and b.withdrawn_at is null
              and a.status in ('requested', 'booked', 'confirmed', 'arrived', 'completed')
              and b.status in ('requested', 'booked', 'confirmed', 'arrived', 'completed')
            """
        )
        return int(cursor.fetchone()[0])


def test_B2_fifty_clients_on_one_slot_have_one_winner_each_round() -> None:
    anna = make_practice()
    make_hours(anna)
    make_room(anna)
    make_room(anna)
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    clients = [make_client(anna) for _ in range(CLIENTS)]
    service = make_service(anna, before=5, after=10)
    for round_number in range(ROUNDS):
        start = tomorrow_at(anna, 10, days=1 + round_number)

        def one(number: int, start: Any = start) -> Callable[[], Any]:
            return lambda: book(
                office if number % 2 else anna,
                client_id=clients[number],
                service_id=service,
                clinician_id=anna.membership_id,
                starts_at=start,
            )

        results = at_once([one(number) for number in range(CLIENTS)])
        losers = [r for r in results if isinstance(r, SlotTaken)]
        others = [r for r in results if isinstance(r, Exception) and not isinstance(r, SlotTaken)]
        assert not others
        assert len(losers) == CLIENTS - 1
        assert all(len(loser.alternatives) == 3 for loser in losers)
    assert overlaps(anna) == 0


def test_B2_clinicians_who_race_for_two_rooms_never_share_one_nor_deadlock() -> None:
    anna = make_practice()
    rooms = [make_room(anna), make_room(anna)]
    team = [anna, *(make_member(anna, Role.CLINICIAN, name=f"Kari {n}") for n in range(7))]
    clients = [make_client(member) for member in team]
    for round_number in range(ROUNDS):
        start = tomorrow_at(anna, 11, days=1 + round_number)

        def one(number: int, start: Any = start) -> Callable[[], Any]:
            return lambda: book(
                team[number],
                client_id=clients[number],
                service_id=None,
                minutes=30,
                clinician_id=team[number].membership_id,
                room_id=AUTO if number % 2 else rooms[number % 4 // 2],
                starts_at=start,
            )

        results = at_once([one(number) for number in range(len(team))])
        assert len([r for r in results if not isinstance(r, Exception)]) == 2
        assert all(isinstance(r, SlotTaken) for r in results if isinstance(r, Exception))
    assert overlaps(anna) == 0


def test_B2_appointments_that_change_places_at_once_do_not_overlap_nor_deadlock() -> None:
    anna = make_practice()
    make_hours(anna)
    client = make_client(anna)
    first, second = tomorrow_at(anna, 9), tomorrow_at(anna, 10)
    wanted = {"client_id": client, "service_id": None, "minutes": 30, "clinician_id": anna.membership_id}
    one = book(anna, starts_at=first, **wanted).appointment_id
    other = book(anna, starts_at=second, **wanted).appointment_id
    free = tomorrow_at(anna, 14)
    for _ in range(ROUNDS):
        results = at_once(
            [
                lambda: move(anna, appointment_id=one, starts_at=free),
                lambda: move(anna, appointment_id=other, starts_at=free + timedelta(minutes=15)),
                lambda: move(anna, appointment_id=one, starts_at=second),
                lambda: move(anna, appointment_id=other, starts_at=first),
            ]
        )
        assert all(isinstance(r, SlotTaken) for r in results if isinstance(r, Exception)), results
        assert overlaps(anna) == 0


def test_BK12_one_key_sent_ten_times_at_once_makes_one_booking() -> None:
    anna = make_practice()
    make_hours(anna)
    client, service = make_client(anna), make_service(anna)
    start = tomorrow_at(anna, 10)

    def submit() -> Any:
        return book(
            anna,
            client_id=client,
            service_id=service,
            clinician_id=anna.membership_id,
            starts_at=start,
            submit_key="one form",
        )

    results = at_once([submit] * 10)
    assert len({result.appointment_id for result in results}) == 1
    assert sum(not result.repeated for result in results) == 1
