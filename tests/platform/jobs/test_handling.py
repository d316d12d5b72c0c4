"""An event that was stored with a change has each effect once; an event of a change that failed has none."""

import threading
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from kollega.audit.models import LogEntry
from kollega.kernel.actor import Actor
from kollega.kernel.ids import new_id
from kollega.platform.jobs.handling import let_handle
from kollega.platform.outbox import emit
from kollega.platform.tenancy import tenant
from tests.factories import make_practice
from tests.jobs import run_jobs
from tests.platform.jobs import handlers

MARK = "tests.platform.jobs.handlers.leave_a_mark"


def _emit(actor: Actor, kind: str, **payload: str) -> None:
    with tenant(actor.practice_id), transaction.atomic():
        emit(kind, practice_id=actor.practice_id, **payload)


def _marks(actor: Actor) -> list[LogEntry]:
    with tenant(actor.practice_id), transaction.atomic():
        return list(LogEntry.objects.filter(object_type="test.mark"))


def test_a_handler_runs_in_its_practice_with_the_jobs_actor() -> None:
    ours = make_practice()
    _emit(ours, "test.happened", word="hello")
    assert run_jobs(ours.practice_id) == 1
    (mark,) = _marks(ours)
    assert (mark.practice_id, mark.source, mark.person_id) == (ours.practice_id, "job", None)
    assert mark.detail == {"word": "hello"}


def test_every_handler_of_an_event_runs_and_an_unknown_event_is_dropped() -> None:
    ours = make_practice()
    _emit(ours, "test.twofold")
    _emit(ours, "test.nobody_listens")
    assert run_jobs(ours.practice_id) == 2
    assert len(_marks(ours)) == len(handlers.SEEN) == 1
    assert run_jobs(ours.practice_id) == 0


def test_an_event_of_a_rolled_back_change_never_happened() -> None:
    ours = make_practice()
    with pytest.raises(RuntimeError), tenant(ours.practice_id), transaction.atomic():
        emit("test.happened", practice_id=ours.practice_id)
        raise RuntimeError
    assert run_jobs(ours.practice_id) == 0


def test_AV2_a_failing_handler_leaves_no_half_effect_and_may_try_again() -> None:
    ours = make_practice()
    _emit(ours, "test.broken")
    with pytest.raises(RuntimeError):
        run_jobs(ours.practice_id)
    assert _marks(ours) == []


def _handle(practice_id: UUID, event_id: UUID) -> None:
    try:
        let_handle(event_id=event_id, kind="test.happened", practice_id=practice_id, path=MARK, payload={})
    finally:
        connections.close_all()


def test_AV2_the_same_event_has_one_effect_however_often_and_at_once_it_is_handled() -> None:
    ours, event_id = make_practice(), new_id()
    threads = [threading.Thread(target=_handle, args=(ours.practice_id, event_id)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(_marks(ours)) == 1


def test_TI6_a_jobs_payload_names_its_practice() -> None:
    from kollega.platform.jobs.relay import relay_batch

    ours = make_practice()
    _emit(ours, "test.happened")
    relay_batch(practice_id=ours.practice_id)
    with connection.cursor() as cursor:
        cursor.execute("select args->>'practice_id' from procrastinate_jobs where status = 'todo'")
        assert (str(ours.practice_id),) in cursor.fetchall()
    assert run_jobs(ours.practice_id) == 1


def test_AV7_relays_at_the_same_time_make_one_job_for_each_event() -> None:
    from kollega.platform.jobs.relay import relay_batch

    ours = make_practice()
    for _ in range(50):
        _emit(ours, "test.happened")
    moved: list[int] = []

    def relay() -> None:
        moved.append(relay_batch(practice_id=ours.practice_id))
        connections.close_all()

    threads = [threading.Thread(target=relay) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(moved) == 50
    run_jobs(ours.practice_id)
    assert len(_marks(ours)) == 50
