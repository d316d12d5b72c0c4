"""Whatever is booked, moved, resized, cancelled and undone in whatever order: nothing overlaps (BK-1)."""

import os
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connections
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Area, Role
from kollega.scheduling.enums import AUTO, Status
from kollega.scheduling.operations.attendance import set_status
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.moving import move, resize
from kollega.scheduling.operations.undoing import undo
from tests.factories import at, make_member, make_practice
from tests.scheduling.factories import make_client, make_room, make_service, tomorrow_at
from tests.scheduling.test_races import overlaps

PROVE = bool(os.environ.get("KOLLEGA_PROVE"))
quarters = st.integers(0, 15)
who = st.integers(0, 1)
where = st.integers(0, 3)


class Calendar(RuleBasedStateMachine):
    appointments = Bundle("appointments")
    changes = Bundle("changes")

    @initialize()
    def open_practice(self) -> None:
        owner = make_practice()
        second = make_member(owner, Role.CLINICIAN)
        office = make_member(owner, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
        self.actor = at(office, tomorrow_at(owner, 9))
        self.team = [owner.membership_id, second.membership_id]
        self.rooms = [make_room(owner), make_room(owner)]
        self.services = [make_service(owner), make_service(owner, before=15, after=15)]
        self.client = make_client(owner)
        self.start = tomorrow_at(owner, 8)

    def room(self, number: int) -> Any:
        return [*self.rooms, None, AUTO][number]

    def when(self, quarter: int) -> Any:
        return self.start + timedelta(minutes=15 * quarter)

    @rule(target=appointments, quarter=quarters, who=who, where=where)
    def book(self, quarter: int, who: int, where: int) -> UUID | None:
        try:
            return book(
                self.actor,
                client_id=self.client,
                service_id=self.services[where % 2],
                clinician_id=self.team[who],
                room_id=self.room(where),
                starts_at=self.when(quarter),
            ).appointment_id
        except Refusal:
            return None

    @rule(target=changes, one=appointments, quarter=quarters, who=who, where=where)
    def move(self, one: UUID | None, quarter: int, who: int, where: int) -> UUID | None:
        return self.attempt(
            move,
            appointment_id=one,
            starts_at=self.when(quarter),
            clinician_id=self.team[who],
            room_id=self.room(where),
        )

    @rule(target=changes, one=appointments, quarter=st.integers(1, 8))
    def resize(self, one: UUID | None, quarter: int) -> UUID | None:
        return self.attempt(resize, appointment_id=one, minutes=15 * quarter)

    @rule(target=changes, one=appointments)
    def cancel(self, one: UUID | None) -> UUID | None:
        return self.attempt(cancel, appointment_id=one)

    @rule(target=changes, one=appointments, status=st.sampled_from([Status.NO_SHOW, Status.ARRIVED]))
    def attend(self, one: UUID | None, status: Status) -> UUID | None:
        return self.attempt(set_status, appointment_id=one, status=status)

    @rule(change=changes)
    def undo(self, change: UUID | None) -> None:
        self.attempt(undo, change_id=change)

    def attempt(self, operation: Any, **given: Any) -> UUID | None:
        if None in (given.get("appointment_id", 1), given.get("change_id", 1)):
            return None
        try:
            return operation(self.actor, **given).change_id  # type: ignore[no-any-return]
        except Refusal:
            return None

    @invariant()
    def nothing_overlaps(self) -> None:
        if hasattr(self, "actor"):
            assert overlaps(self.actor) == 0

    def teardown(self) -> None:
        connections.close_all()


Calendar.TestCase.settings = settings(
    max_examples=200 if PROVE else 12,
    stateful_step_count=40 if PROVE else 25,
    deadline=None,
    derandomize=not PROVE,
    suppress_health_check=list(HealthCheck),
)
TestBK1NothingOverlapsAfterAnySequence = Calendar.TestCase
