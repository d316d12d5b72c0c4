"""A worker that is killed while it sends: at most one message for each version and channel, and none is lost."""

import os
import signal
import time
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from unittest.mock import patch
from uuid import UUID

from django.db import connections

from kollega.kernel.actor import Actor
from kollega.messaging.operations.sealing import seal_content
from kollega.notices.enums import NoticeState
from kollega.notices.operations.deciding import send_when_due
from kollega.platform.jobs.reactions import actor_for
from tests.factories import at, make_practice
from tests.forking import leave_no_connection
from tests.jobs import run_jobs
from tests.notices.making import invited, later, let_go, mails, notices


def _hang_while_sending(worker: Actor, notice_id: UUID, there: Event) -> None:
    """Reach the point at which the mail is being stored, and stay there."""
    connections.close_all()

    def slow(*given: object) -> bytes:
        there.set()
        time.sleep(120)
        return seal_content(*given)  # type: ignore[arg-type]

    with patch("kollega.messaging.operations.mail.seal_content", slow):
        send_when_due(worker, notice_id=notice_id)


def test_AV2_a_worker_killed_while_sending_leaves_the_message_for_the_next_one_once() -> None:
    actor = make_practice()
    invited(actor)
    run_jobs(actor.practice_id)
    (notice,) = notices(actor)
    due = later(actor)
    context = get_context("fork")
    there = context.Event()
    worker = at(actor_for(actor.practice_id), due.at)
    leave_no_connection()
    killed = context.Process(target=_hang_while_sending, args=(worker, notice.id, there), daemon=True)
    killed.start()
    assert there.wait(60)
    assert killed.pid is not None
    os.kill(killed.pid, signal.SIGKILL)
    killed.join()
    assert mails(actor) == []
    for _ in range(2):
        let_go(due)
    assert len(mails(actor)) == 1
    assert [one.state for one in notices(actor)] == [NoticeState.SENT]
