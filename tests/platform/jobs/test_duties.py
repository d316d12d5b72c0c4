"""Duties come round by the clock, each done by one scheduler."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connections

from kollega.kernel.clock import real_now
from kollega.platform.jobs.duties import run_due
from kollega.platform.jobs.heartbeat import beat, jobs_state
from kollega.platform.models import DutyRun, Heartbeat
from tests.platform.jobs import handlers


@pytest.fixture(autouse=True)
def _never_done() -> None:
    DutyRun.objects.filter(name__startswith="test.").delete()


def test_a_duty_is_done_once_in_its_interval_and_a_failing_one_does_not_stop_it() -> None:
    assert "test.hourly" in run_due()
    assert "test.hourly" not in run_due()
    assert len(handlers.DUTY_MOMENTS) == 1
    assert "test.broken" in jobs_state().failing_duties


def test_a_duty_comes_round_again_after_its_interval() -> None:
    run_due()
    DutyRun.objects.filter(name="test.hourly").update(began_at=real_now() - timedelta(minutes=61))
    assert "test.hourly" in run_due()


@pytest.fixture
def held() -> Iterator[None]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("INSERT INTO platform_hold (since) VALUES (now())")
        try:
            yield
        finally:
            cursor.execute("DELETE FROM platform_hold")


def test_BR3_after_a_restore_only_duties_run_that_send_and_delete_nothing(held: None) -> None:
    done = run_due()
    assert "test.unheld" in done
    assert not {"test.hourly", "test.broken", "test.rescue"} & set(done)
    assert run_due(only="test.hourly", even_if_done=True) == []
    assert handlers.DUTY_MOMENTS == []
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM platform_hold")
    assert "test.hourly" in run_due()


def test_AV7_schedulers_started_by_mistake_do_a_duty_once() -> None:
    def schedule() -> None:
        run_due(only="test.hourly")
        connections.close_all()

    threads = [threading.Thread(target=schedule) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(handlers.DUTY_MOMENTS) == 1


def test_AV6_the_longest_silence_of_the_workers_parts_counts() -> None:
    beat("relay")
    Heartbeat.objects.update_or_create(process="duties", defaults={"at": real_now() - timedelta(seconds=90)})
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers default values")
    silent = jobs_state().silent_seconds
    assert silent is not None
    assert 89 < silent < 100
