"""Practices that book, move, come together and part in whatever order: nothing overlaps across them (B6, BK-1)."""

import os
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from kollega.communities.enums import State
from kollega.communities.operations.creating import add_shared_room, create_community
from kollega.communities.queries.partners import partners_of
from kollega.kernel.errors import Refusal
from kollega.platform.tenancy import tenant
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.mapping import map_room, unmap_room
from kollega.scheduling.operations.moving import move, resize
from kollega.scheduling.operations.parting import agree_to_keep, leave_community, refuse_to_keep
from kollega.scheduling.operations.undoing import undo
from kollega.scheduling.queries.integrity import wrong_occupancy
from tests.communities.making import House, join, make_house, shared_rooms
from tests.communities.overlapping import overlaps_among
from tests.factories import at
from tests.scheduling.factories import make_room, tomorrow_at

PROVE = bool(os.environ.get("KOLLEGA_PROVE"))
STEPS = 50
OPERATIONS = int(os.environ.get("KOLLEGA_OPERATIONS", "100000" if PROVE else "500"))
quarters = st.integers(0, 11)
which = st.integers(0, 2)
either = st.integers(0, 1)
Booked = tuple[int, UUID] | None


class Neighbours(RuleBasedStateMachine):
    """Three practices with two rooms each, one community with two shared rooms."""

    appointments = Bundle("appointments")
    changes = Bundle("changes")

    @initialize()
    def open_practices(self) -> None:
        self.houses = [make_house() for _ in range(3)]
        start = tomorrow_at(self.houses[0].actor, 8)
        for house in self.houses:
            house.actor = at(house.actor, start)
        self.start = start
        self.rooms = [[house.room_id, make_room(house.actor)] for house in self.houses]
        creator = self.houses[0]
        self.community_id = create_community(creator.actor, name="Machine", room="One")
        add_shared_room(creator.actor, community_id=self.community_id, name="Two")
        self.shared = shared_rooms(creator, self.community_id)

    def when(self, quarter: int) -> Any:
        return self.start + timedelta(hours=1, minutes=15 * quarter)

    @rule(target=appointments, who=which, room=either, quarter=quarters)
    def book(self, who: int, room: int, quarter: int) -> Booked:
        try:
            booked = self.houses[who].book(self.when(quarter), room_id=self.rooms[who][room])
        except Refusal:
            return None
        return who, booked.appointment_id

    @rule(target=changes, one=appointments, quarter=quarters, room=either)
    def move(self, one: Booked, quarter: int, room: int) -> Booked:
        rooms = self.rooms[one[0] if one else 0]
        return self.change(move, one, starts_at=self.when(quarter), room_id=rooms[room])

    @rule(target=changes, one=appointments, quarter=st.integers(1, 6))
    def resize(self, one: Booked, quarter: int) -> Booked:
        return self.change(resize, one, minutes=15 * quarter)

    @rule(target=changes, one=appointments)
    def cancel(self, one: Booked) -> Booked:
        return self.change(cancel, one)

    @rule(change=changes)
    def undo(self, change: Booked) -> None:
        if change:
            self.attempt(change[0], undo, change_id=change[1])

    @rule(who=st.integers(1, 2))
    def approve(self, who: int) -> None:
        try:
            join(self.houses[0], self.houses[who], self.community_id)
        except Refusal:
            return

    @rule(who=which, room=either, shared=either)
    def map_room(self, who: int, room: int, shared: int) -> None:
        self.attempt(who, map_room, shared_room_id=self.shared[shared], room_id=self.rooms[who][room])

    @rule(who=which, room=either)
    def unmap_room(self, who: int, room: int) -> None:
        self.attempt(who, unmap_room, room_id=self.rooms[who][room])

    @rule(who=st.integers(1, 2), keep=st.booleans())
    def leave(self, who: int, keep: bool) -> None:
        self.attempt(who, leave_community, community_id=self.community_id, ask_to_keep=keep)

    @rule(agree=st.booleans())
    def answer(self, agree: bool) -> None:
        with tenant(self.houses[0].actor.practice_id), transaction.atomic():
            leaving = [one.id for one in partners_of(self.community_id) if one.state is State.LEAVING]
        for partner_id in leaving:
            self.attempt(0, agree_to_keep if agree else refuse_to_keep, partner_id=partner_id)

    def change(self, operation: Any, one: Booked, **given: Any) -> Booked:
        if one is None:
            return None
        done = self.attempt(one[0], operation, appointment_id=one[1], **given)
        return (one[0], done.change_id) if done else None

    def attempt(self, who: int, operation: Any, **given: Any) -> Any:
        try:
            return operation(self.houses[who].actor, **given)
        except Refusal:
            return None

    @invariant()
    def nothing_overlaps(self) -> None:
        # So many operations are looked at when a sequence ends, so that they are not mostly looking.
        if not PROVE:
            self.look()

    def look(self) -> None:
        houses: list[House] = getattr(self, "houses", [])
        if houses:
            assert overlaps_among([house.actor.practice_id for house in houses]) == 0
        for house in houses:
            assert wrong_occupancy(house.actor) == []

    def teardown(self) -> None:
        self.look()
        connections.close_all()


Neighbours.TestCase.settings = settings(
    max_examples=OPERATIONS // STEPS,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize=not PROVE,
    suppress_health_check=list(HealthCheck),
)
TestB6NothingOverlapsAcrossPracticesAfterAnySequence = Neighbours.TestCase
