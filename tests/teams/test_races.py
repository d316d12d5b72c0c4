"""Several people at once: always one owner and an administrator, and nobody books for somebody who has left."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from kollega.clients.errors import NotAClinician
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Area, Role
from kollega.practices.operations.governing import end_membership, lock_member
from kollega.scheduling.models import Appointment
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.moving import move
from kollega.teams.errors import StandsInTheWay
from kollega.teams.operations.changing import change_member
from kollega.teams.operations.leaving import hand_over_clients, hand_over_visits, leave, remove_member
from kollega.teams.operations.ownership import accept_ownership, offer_ownership, withdraw_ownership
from kollega.teams.operations.records import confirm_records_change, propose_records_change
from kollega.teams.queries.obstacles import obstacles
from kollega.teams.rules.responsibility import Responsibility
from tests.factories import make_member, make_practice
from tests.journal.making import make_client, make_visit
from tests.scheduling.factories import make_hours, make_room, tomorrow_at
from tests.scheduling.test_races import ROUNDS, at_once, overlaps
from tests.teams.members import inside, now_in, owners_and_admins, practice_of

pytestmark = pytest.mark.race
# Long enough for a booking that does not wait to be over.
WAITING = 1.5


def only_refusals(results: list[Any]) -> list[Any]:
    faults = [r for r in results if isinstance(r, Exception) and not isinstance(r, Refusal)]
    assert not faults, faults
    return [r for r in results if isinstance(r, Refusal)]


def test_T4_there_is_always_one_owner_and_an_admin_while_everything_changes_at_once() -> None:
    owner = make_practice()
    members = [make_member(owner, Role.ADMIN, name=f"Admin {number}") for number in range(4)]
    people = [owner, *members]
    for round_number in range(ROUNDS):
        now = [now_in(person) for person in people]
        holder = next(person for person in now if Role.OWNER in person.roles)
        others = [person for person in now if person is not holder]
        chosen = others[round_number % len(others)]
        offer_ownership(holder, membership_id=chosen.own_membership)
        works: list[Callable[[], Any]] = [
            partial(accept_ownership, chosen),
            partial(accept_ownership, chosen),
            partial(withdraw_ownership, holder),
            partial(_make, holder, chosen, Role.ASSISTANT),
            partial(_make, chosen, holder, Role.OWNER, Role.CLINICIAN),
        ]
        only_refusals(at_once(works))
        owners, admins = owners_and_admins(owner)
        assert owners == 1
        assert admins >= 1


def test_T4_administrators_who_remove_each_other_leave_one() -> None:
    for _ in range(ROUNDS):
        owner = make_practice()
        one, other = make_member(owner, Role.ADMIN), make_member(owner, Role.ADMIN)
        works = [
            partial(remove_member, one, membership_id=other.own_membership),
            partial(remove_member, other, membership_id=one.own_membership),
            partial(leave, one),
        ]
        only_refusals(at_once(works))
        assert owners_and_admins(owner)[0] == 1
        assert owners_and_admins(owner)[1] >= 1


def test_T10_nobody_is_booked_with_a_clinician_who_leaves_at_that_moment() -> None:
    for _ in range(ROUNDS):
        owner = make_practice()
        kari = make_member(owner, Role.CLINICIAN)
        office = make_member(owner, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
        client_id = make_client(owner)

        works: list[Callable[[], Any]] = [
            partial(_book, office, client_id, kari, tomorrow_at(kari, hour)) for hour in range(8, 14)
        ]
        works.insert(2, partial(leave, kari))
        results = at_once(works)
        only_refusals(results)
        left = results[2] is None
        booked = [r for r in results if r is not None and not isinstance(r, Exception)]
        assert not (left and booked), results
        assert left or booked
        if left:
            assert all(isinstance(r, NotFound) for r in results if r is not None)


def test_T10_a_booking_waits_for_a_leaving_that_is_under_way_and_is_refused() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    office = make_member(owner, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    client_id = make_client(owner)
    with ThreadPoolExecutor(1) as others:
        with inside(owner):
            lock_member(owner, kari.own_membership)
            end_membership(owner, kari.own_membership)
            booking = others.submit(_apart, partial(_book, office, client_id, kari, tomorrow_at(kari, 9)))
            with pytest.raises(TimeoutError):
                booking.result(timeout=WAITING)
        assert isinstance(booking.result(timeout=30), NotFound)


def test_T10_a_leaving_waits_for_a_booking_that_is_under_way_and_sees_it() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    office = make_member(owner, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    client_id = make_client(owner)
    with ThreadPoolExecutor(1) as others:
        with inside(office):
            _book(office, client_id, kari, tomorrow_at(kari, 9))
            leaving = others.submit(_apart, partial(leave, kari))
            with pytest.raises(TimeoutError):
                leaving.result(timeout=WAITING)
        assert isinstance(leaving.result(timeout=30), StandsInTheWay)


def test_T10_clients_never_go_to_a_clinician_who_leaves_at_that_moment() -> None:
    for _ in range(ROUNDS):
        owner = make_practice()
        kari, ola = make_member(owner, Role.CLINICIAN), make_member(owner, Role.CLINICIAN)
        make_client(kari)
        works = [
            partial(hand_over_clients, kari, membership_id=kari.own_membership, to_id=ola.own_membership),
            partial(leave, ola),
        ]
        handed, left = at_once(works)
        only_refusals([handed, left])
        assert isinstance(left, Refusal) != isinstance(handed, NotAClinician), (handed, left)


def test_B2_handing_over_while_others_book_and_move_neither_overlaps_nor_deadlocks() -> None:
    for round_number in range(ROUNDS):
        owner = make_practice()
        make_hours(owner)
        rooms = [make_room(owner) for _ in range(3)]
        kari, ola = make_member(owner, Role.CLINICIAN), make_member(owner, Role.CLINICIAN)
        office = make_member(owner, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
        client_id = make_client(kari, owner, ola)
        visits = [make_visit(kari, client_id, hour=hour, days=day) for day in (1, 2) for hour in (9, 11, 13)]
        for number, visit in enumerate(visits):
            move(kari, appointment_id=visit, starts_at=_start(kari, visit), room_id=rooms[number % 3])

        works: list[Callable[[], Any]] = [
            partial(_book, office, client_id, ola, tomorrow_at(ola, 9 + 2 * (n % 3), days=1 + n // 3)) for n in range(6)
        ]
        later = tomorrow_at(kari, 15, days=3 + round_number)
        works += [partial(move, kari, appointment_id=visit, starts_at=later) for visit in visits[:2]]
        works.append(partial(hand_over_visits, owner, membership_id=kari.own_membership, to_id=ola.own_membership))
        results = at_once(works)
        only_refusals(results)
        passed = results[-1]
        assert passed.moved + len(passed.left) <= len(visits)
        assert overlaps(owner) == 0
        assert len(obstacles(owner, membership_id=kari.own_membership).visits) == len(passed.left)


def _apart(work: Callable[[], Any]) -> Any:
    """Run on a connection of its own; return the refusal instead of raising it."""
    try:
        return work()
    except Refusal as refusal:
        return refusal
    finally:
        connections.close_all()


def _make(actor: Actor, member: Actor, *roles: Role) -> None:
    change_member(actor, membership_id=member.own_membership, roles=roles, areas=[], title="")


def _book(actor: Actor, client_id: UUID, clinician: Actor, starts_at: datetime) -> Any:
    return book(
        actor,
        client_id=client_id,
        service_id=None,
        minutes=30,
        clinician_id=clinician.own_membership,
        starts_at=starts_at,
        outside_hours_reason="Test",
    )


def _start(actor: Actor, visit: UUID) -> datetime:
    with inside(actor):
        return Appointment.objects.get(id=visit).starts_at


def test_T9_last_words_that_come_at_once_change_it_once() -> None:
    for _ in range(ROUNDS):
        owner = make_practice()
        clinicians = [make_member(owner, Role.CLINICIAN, name=f"Clinician {n}") for n in range(4)]
        for clinician in clinicians:
            make_client(clinician)
        propose_records_change(owner, wanted=Responsibility.CENTRAL)
        results = at_once([partial(confirm_records_change, clinician) for clinician in clinicians])
        assert sorted(map(str, results)) == ["False", "False", "False", "True"]
        assert practice_of(owner).records == "central"
