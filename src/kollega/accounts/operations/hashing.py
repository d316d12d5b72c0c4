"""Password hashing: at most two at a time in a process, and as much work for an unknown account as for a known one."""

import threading
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from django.contrib.auth.hashers import check_password, make_password

from kollega.accounts.errors import Busy
from kollega.accounts.models import Person
from kollega.accounts.rules.passwords import as_typed

AT_ONCE = 2
WAITING = 1
WAIT_SECONDS = 2.0

_places = threading.BoundedSemaphore(AT_ONCE)
_queue = threading.BoundedSemaphore(AT_ONCE + WAITING)
Result = TypeVar("Result")


def matches(person: Person | None, password: str) -> bool:
    """Tell whether this is the person's password. Without a person, or a password, a dummy is hashed instead.

    Refuses with Busy when too many are waiting already.
    """
    known = person is not None and person.has_usable_password()
    encoded = person.password if person is not None and known else _dummy()
    return _in_turn(lambda: check_password(as_typed(password), encoded)) and known


def hashed(password: str) -> str:
    """Return the Argon2id hash of a password. Refuses with Busy when too many are waiting already."""
    return _in_turn(lambda: make_password(as_typed(password)))


def _in_turn(work: Callable[[], Result]) -> Result:
    if not _queue.acquire(blocking=False):
        raise Busy(retry_after=2)
    try:
        if not _places.acquire(timeout=WAIT_SECONDS):
            raise Busy(retry_after=2)
        try:
            return work()
        finally:
            _places.release()
    finally:
        _queue.release()


@cache
def _dummy() -> str:
    return make_password("nobody has this password")


def prepare_dummy() -> None:
    """Hash the dummy now, so that the first unknown address does not take longer than a known one."""
    _dummy()
