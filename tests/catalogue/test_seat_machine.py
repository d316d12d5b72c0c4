"""Whatever is chosen in whatever order: a seat is what its history says, and nobody is paid for twice (P2)."""

import os
from datetime import datetime, timedelta
from typing import Any

from django.db import connections, transaction
from django.test import override_settings
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.models import PracticePlan, Seat
from kollega.catalogue.operations.own_plans import cancel_own_plan, choose_own_plan, keep_own_plan, try_own_plan
from kollega.catalogue.operations.practice_plans import choose_plan, keep_after_trial, try_plan
from kollega.catalogue.queries.seats import history_of_seat
from kollega.catalogue.rules.plans import Cycle, Scope
from kollega.catalogue.rules.seats import SeatState, is_paying, state_of
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.teams.operations.paying import pay_for_member, stop_paying_for_member
from tests.catalogue.joining import joined
from tests.factories import at, make_member, make_practice

PROVE = bool(os.environ.get("KOLLEGA_PROVE"))
one_of_two = st.integers(0, 1)
which = st.integers(0, 9)


class Seats(RuleBasedStateMachine):
    @initialize(name=st.sampled_from(["kollega", "heidi", "covet", "lemniscus"]))
    def open_practices(self, name: str) -> None:
        self.setting = override_settings(CATALOGUE=name)
        self.setting.enable()
        self.owners = [make_practice(), make_practice()]
        kari = make_member(self.owners[0], Role.CLINICIAN)
        berit = make_member(self.owners[0], Role.CLINICIAN)
        self.members = [[kari, berit], [joined(self.owners[1], kari), joined(self.owners[1], berit)]]
        self.now: datetime = berit.at + timedelta(hours=1)

    @rule(days=st.integers(0, 20))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(practice=one_of_two, plan=which, year=st.booleans())
    def choose(self, practice: int, plan: int, year: bool) -> None:
        cycle = Cycle.YEAR if year else Cycle.MONTH
        self.attempt(choose_plan, self.owner(practice), plan_id=self.practice_plan(plan), cycle=cycle)

    @rule(practice=one_of_two, plan=which)
    def try_out(self, practice: int, plan: int) -> None:
        self.attempt(try_plan, self.owner(practice), plan_id=self.practice_plan(plan))

    @rule(practice=one_of_two, keep=st.booleans())
    def keep(self, practice: int, keep: bool) -> None:
        self.attempt(keep_after_trial, self.owner(practice), keep=keep)

    @rule(practice=one_of_two, who=one_of_two, after=st.booleans())
    def pay(self, practice: int, who: int, after: bool) -> None:
        member = self.members[practice][who].own_membership
        self.attempt(pay_for_member, self.owner(practice), membership_id=member, after_trial=after)

    @rule(practice=one_of_two, who=one_of_two)
    def stop(self, practice: int, who: int) -> None:
        member = self.members[practice][who].own_membership
        self.attempt(stop_paying_for_member, self.owner(practice), membership_id=member)

    @rule(who=one_of_two, plan=which)
    def choose_own(self, who: int, plan: int) -> None:
        self.attempt(choose_own_plan, self.person(who), plan_id=self.own_plan(plan), cycle=Cycle.MONTH, at=self.now)

    @rule(who=one_of_two, plan=which)
    def try_own(self, who: int, plan: int) -> None:
        self.attempt(try_own_plan, self.person(who), plan_id=self.own_plan(plan), cycle=Cycle.MONTH, at=self.now)

    @rule(who=one_of_two, keeps=st.booleans())
    def settle_own(self, who: int, keeps: bool) -> None:
        self.attempt(keep_own_plan if keeps else cancel_own_plan, self.person(who), at=self.now)

    @invariant()
    def every_seat_is_what_its_history_says(self) -> None:
        for member in getattr(self, "members", [[]])[0]:
            with tenant(None, member.person_id), transaction.atomic():
                for row in Seat.objects.filter(person_id=member.person_id):
                    assert stored(row) == state_of(history_of_seat(row.id))

    @invariant()
    def nobody_is_paid_for_twice_in_one_practice(self) -> None:
        paying: dict[Any, set[Any]] = {}
        for row in self.running():
            if is_paying(catalogue(), stored(row), self.now):
                paying.setdefault(row.person_id, set()).add(row.payer_id)
        for payers in paying.values():
            assert len(payers) == 1 or (None not in payers and not catalogue().one_seat_a_person), paying

    @invariant()
    def nothing_of_a_plans_history_is_lost(self) -> None:
        for owner in getattr(self, "owners", []):
            with tenant(owner.practice_id, owner.person_id), transaction.atomic():
                rows = list(PracticePlan.objects.order_by("begins_at", "id").values_list("plan", "trial_ends_at"))
            tried = [plan for plan, trial in dict.fromkeys(rows) if trial is not None]
            assert len(tried) == len(set(tried)), rows

    def running(self) -> list[Seat]:
        found: list[Seat] = []
        for member in getattr(self, "members", [[]])[0]:
            with tenant(None, member.person_id), transaction.atomic():
                found += Seat.objects.filter(person_id=member.person_id, ended_at=None)
        return found

    def owner(self, practice: int) -> Actor:
        return at(self.owners[practice], self.now)

    def person(self, who: int) -> Any:
        return self.members[0][who].person_id

    def practice_plan(self, number: int) -> str:
        plans = catalogue().of_scope(Scope.PRACTICE)
        return plans[number % len(plans)].id

    def own_plan(self, number: int) -> str:
        plans = catalogue().personal_plans() or catalogue().free_types()
        return plans[number % len(plans)].id

    def attempt(self, operation: Any, *args: Any, **given: Any) -> None:
        self.now += timedelta(minutes=1)
        try:
            operation(*args, **given)
        except Refusal:
            return

    def teardown(self) -> None:
        if hasattr(self, "setting"):
            self.setting.disable()
        connections.close_all()


def stored(row: Seat) -> SeatState:
    return SeatState(
        row.plan,
        row.payer_id,
        row.started_at,
        row.trial_ends_at,
        row.pays_after_trial,
        Cycle(row.cycle),
        row.ended_at,
    )


Seats.TestCase.settings = settings(
    max_examples=150 if PROVE else 12,
    stateful_step_count=40 if PROVE else 20,
    deadline=None,
    derandomize=not PROVE,
    suppress_health_check=list(HealthCheck),
)
TestP2SeatsAreWhatTheirHistorySaysAndNobodyPaysTwice = Seats.TestCase
