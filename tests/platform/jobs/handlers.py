"""Handlers and duties that the tests of this folder put into the table."""

import time
from datetime import datetime
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.platform.jobs.reactions import Event, outside_transaction
from kollega.platform.operations import Action
from kollega.platform.tenancy import current_scope

SEEN: list[UUID] = []
DUTY_MOMENTS: list[datetime] = []


def leave_a_mark(event: Event) -> None:
    record(event.actor, Action.CHANGE, "test.mark", event.id, **event.payload)


def leave_a_slow_mark(event: Event) -> None:
    leave_a_mark(event)
    time.sleep(0.05)


def mark_then_fail(event: Event) -> None:
    leave_a_mark(event)
    raise RuntimeError("after the effect")


@outside_transaction
def note_scope(event: Event) -> None:
    assert current_scope().practice_id == event.practice_id
    SEEN.append(event.id)


def note_moment(at: datetime) -> None:
    DUTY_MOMENTS.append(at)


def fail(at: datetime) -> None:
    raise RuntimeError("a duty that fails")
