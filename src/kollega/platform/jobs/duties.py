"""Duties that come round: each is done by one scheduler at a time, however many are running."""

import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from kollega.kernel import clock
from kollega.kernel.clock import real_now
from kollega.platform.jobs.reactions import Duty, duties, duty_at
from kollega.platform.models import DutyRun, Hold

log = logging.getLogger(__name__)
LOCKS = 0x6475_7479  # the namespace of our advisory locks: "duty"


def run_due(*, only: str = "", even_if_done: bool = False) -> list[str]:
    """Do every duty whose interval has passed (or the one named) and return the names of those done.

    A duty that fails is logged and noted, and comes round again after its interval; the others still run. While a
    restore holds work back, only duties that are `unheld` are done.
    """
    wanted = [duty for duty in duties() if only in ("", duty.name)]
    return [duty.name for duty in wanted if (duty.unheld or not is_held()) and _do(duty, even_if_done)]


def is_held() -> bool:
    """Whether a restore holds back what comes due by time."""
    return Hold.objects.exists()


def _do(duty: Duty, even_if_done: bool) -> bool:
    with _alone(duty.name) as alone:
        if not alone or not (even_if_done or _is_due(duty)):
            return False
        began = real_now()
        failure = ""
        try:
            duty_at(duty.run)(clock.now())
        except Exception as error:
            failure = type(error).__name__
            log.exception("duty %s failed", duty.name)
        DutyRun.objects.update_or_create(name=duty.name, defaults={"began_at": began, "failure": failure})
        return not failure


def _is_due(duty: Duty) -> bool:
    last = DutyRun.objects.filter(name=duty.name).first()
    return last is None or not (real_now() - duty.every < last.began_at <= real_now())


@contextmanager
def _alone(name: str) -> Iterator[bool]:
    """Hold a lock that belongs to the database session, so that it ends with a killed process."""
    with connections["side"].cursor() as cursor:
        key = zlib.crc32(name.encode()) - 2**31
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [LOCKS, key])
        held = bool(cursor.fetchone()[0])
        try:
            yield held
        finally:
            if held:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [LOCKS, key])
