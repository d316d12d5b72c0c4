"""BR-3: what was on its way when the backup was made is not sent by itself after a restore."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connections

from kollega.console.backup import holding
from kollega.kernel.clock import real_now
from kollega.kernel.ids import new_id
from tests.factories import make_practice


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    _clear()
    yield
    _clear()


def _clear() -> None:
    _owner("DELETE FROM procrastinate_jobs")
    _owner("DELETE FROM messaging_mail")
    _owner("DELETE FROM messaging_text")
    _owner("DELETE FROM platform_outbox")
    _owner("DELETE FROM platform_hold")


def _owner(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _job(status: str) -> None:
    _owner(
        "INSERT INTO procrastinate_jobs (task_name, queue_name, status, queueing_lock, attempts)"
        " VALUES ('test', 'test', %s::procrastinate_job_status, %s, 0)",
        status,
        "one" if status == "todo" else None,
    )


def _mail(state: str) -> None:
    now = real_now()
    _owner(
        "INSERT INTO messaging_mail (id, kind, state, sealed, tries, failure, queued_at, try_at, give_up_at)"
        " VALUES (%s, 'test', %s, 'sealed', 0, '', %s, %s, %s)",
        new_id(),
        state,
        now,
        now,
        now + timedelta(hours=24),
    )


def _text(state: str, practice_id: object) -> None:
    now = real_now()
    _owner(
        "INSERT INTO messaging_text (id, practice_id, kind, state, sealed, parts, tries, failure, queued_at, try_at,"
        " give_up_at) VALUES (%s, %s, 'test', %s, 'sealed', 1, 0, '', %s, %s, %s)",
        new_id(),
        practice_id,
        state,
        now,
        now,
        now + timedelta(hours=24),
    )


def _due_texts() -> int:
    return len(_owner("SELECT 1 FROM messaging_due_texts(%s, 100)", real_now()))


def _fetchable() -> int:
    return len(
        _owner("SELECT 1 FROM procrastinate_jobs WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()")
    )


def _due_mails() -> int:
    return len(_owner("SELECT 1 FROM messaging_mail WHERE state = 'waiting' AND try_at <= now()"))


def _fill() -> None:
    for status in ("todo", "doing", "failed"):
        _job(status)
    for state in ("waiting", "sent"):
        _mail(state)


def test_BR3_waiting_and_running_work_is_held() -> None:
    _fill()
    held = holding.hold()
    assert (held.jobs, held.mails, held.duties) == (2, 1, True)
    assert holding.held() == held
    assert (_fetchable(), _due_mails()) == (0, 0)


def test_BR3_held_work_goes_on_when_released() -> None:
    _fill()
    released = (holding.hold(), holding.release())[1]
    assert (released.jobs, released.mails, released.duties) == (2, 1, True)
    assert (_fetchable(), _due_mails()) == (2, 1)
    assert holding.held() == holding.Held(0, 0)


def test_BR3_discarded_work_is_gone_with_its_texts() -> None:
    _fill()
    holding.hold()
    assert holding.discard().duties
    assert holding.held() == holding.Held(0, 0)
    assert _owner("SELECT status::text FROM procrastinate_jobs") == [("failed",)]
    assert _owner("SELECT count(*) FROM messaging_mail WHERE state = 'given_up' AND sealed = ''") == [(1,)]


def test_work_that_comes_after_the_restore_is_not_held() -> None:
    _fill()
    holding.hold()
    _mail("waiting")
    assert _due_mails() == 1


def test_BR3_text_messages_rest_go_on_or_are_dropped_like_mail() -> None:
    practice_id = make_practice().practice_id
    _text("waiting", practice_id)
    _text("accepted", practice_id)
    assert holding.hold().mails == holding.held().mails == 1
    assert _due_texts() == 0
    holding.release()
    assert _due_texts() == 1
    holding.hold()
    holding.discard()
    assert _owner("SELECT state, sealed FROM messaging_text WHERE state <> 'accepted'") == [("given_up", b"")]
