"""PL-2: one key, one effect, one answer; and a key is free the moment its call is gone."""

import threading
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.db import connections, transaction

from kollega.kernel.ids import new_id
from kollega.platform import idempotency
from kollega.platform.idempotency import Answer, Claim, KeyReused, StillRunning
from kollega.platform.tenancy import tenant
from tests.factories import make_practice

ANSWER = Answer(201, b'{"id": 1}', {"Content-Type": "application/json"})


@pytest.fixture
def practice() -> Iterator[UUID]:
    owner = make_practice()
    with tenant(owner.practice_id):
        yield owner.practice_id


def test_PL2_the_first_answer_is_given_again(practice: UUID) -> None:
    caller, key = new_id(), str(uuid4())
    with transaction.atomic():
        claimed = idempotency.claim(practice, caller, key, b"one")
        assert isinstance(claimed, Claim)
        claimed.keep(ANSWER)
    with transaction.atomic():
        assert idempotency.claim(practice, caller, key, b"one") == ANSWER
        with pytest.raises(KeyReused):
            idempotency.claim(practice, caller, key, b"other")
        assert isinstance(idempotency.claim(practice, new_id(), key, b"one"), Claim)


def test_PL2_a_key_is_refused_while_its_call_runs_and_free_when_it_failed(practice: UUID) -> None:
    caller, key = new_id(), str(uuid4())
    outcome: list[object] = []

    def at_the_same_time() -> None:
        try:
            with tenant(practice), transaction.atomic():
                outcome.append(idempotency.claim(practice, caller, key, b"one"))
        except StillRunning as refused:
            outcome.append(refused)
        finally:
            connections.close_all()

    def ask() -> None:
        thread = threading.Thread(target=at_the_same_time)
        thread.start()
        thread.join()

    with transaction.atomic():
        assert isinstance(idempotency.claim(practice, caller, key, b"one"), Claim)
        ask()
        transaction.set_rollback(True)
    ask()
    assert isinstance(outcome[0], StillRunning)
    assert isinstance(outcome[1], Claim)
