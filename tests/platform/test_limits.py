"""Counters shared by all processes."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from kollega.kernel.errors import TooMany
from kollega.platform import limits
from kollega.platform.limits import Limit, hit, hit_roughly
from tests.factories import unique


@pytest.fixture(autouse=True)
def _one_window(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(limits, "real_now", lambda: datetime(2026, 3, 4, 12, 0, 10, tzinfo=UTC))
    yield
    limits._tallies.clear()


def test_RL1_every_hit_counts_and_the_answer_says_when_to_go_on() -> None:
    limit = Limit(unique("limit"), 3, 60)
    for _ in range(3):
        hit(limit, "key")
    with pytest.raises(TooMany) as refused:
        hit(limit, "key")
    assert refused.value.details["retry_after"] == 50
    hit(limit, "another key")


def test_RL1_rough_counting_writes_once_for_a_hundredth_of_the_limit() -> None:
    limit = Limit(unique("limit"), 500, 60)
    with CaptureQueriesContext(connections["side"]) as told:
        for _ in range(500):
            hit_roughly(limit, "key")
    assert len(told) <= 101
    with pytest.raises(TooMany):
        hit_roughly(limit, "key")


def test_RL1_rough_counting_is_shared_and_survives_a_restart() -> None:
    limit = Limit(unique("limit"), 500, 60)
    for _ in range(2):
        for _ in range(250):
            hit_roughly(limit, "key")
        limits._tallies.clear()
    allowed = 0
    with pytest.raises(TooMany):
        for _ in range(50):
            hit_roughly(limit, "key")
            allowed += 1
    assert allowed <= 2 * limit.count // 100


def test_RL1_a_new_window_begins_at_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = Limit(unique("limit"), 2, 60)
    for count in (hit, hit_roughly):
        count(limit, count.__name__)
        count(limit, count.__name__)
        with pytest.raises(TooMany):
            count(limit, count.__name__)
    monkeypatch.setattr(limits, "real_now", lambda: datetime(2026, 3, 4, 12, 1, 0, tzinfo=UTC))
    for count in (hit, hit_roughly):
        count(limit, count.__name__)
