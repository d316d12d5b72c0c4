"""Counters that stop guessing and flooding: shared by all processes, kept over restarts, counted at once.

They live on a connection of their own, so that a rolled-back request still counts.
"""

import hashlib
import threading
from dataclasses import dataclass

from django.db import connections

from kollega.kernel.clock import real_now
from kollega.kernel.errors import TooMany


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` hits in a fixed window of `seconds`."""

    name: str
    count: int
    seconds: int


def hit(limit: Limit, *parts: object) -> None:
    """Count one try under this limit and key; raise TooMany with the seconds left when it is used up."""
    now, window = _window(limit)
    if _add(_key(limit, parts), window, 1) > limit.count:
        raise TooMany(retry_after=window + limit.seconds - now)


@dataclass(slots=True)
class _Tally:
    """What this process knows of a counter: the total when it last asked (None: never), and its own hits since."""

    started: int
    total: int | None = None
    since: int = 0


MOST_TALLIES = 10_000
_tallies: dict[bytes, _Tally] = {}
_guard = threading.Lock()


def hit_roughly(limit: Limit, *parts: object) -> None:
    """Like `hit`, for limits on flooding that are high and frequent: never for guessing.

    A process counts in memory and adds a hundredth of the limit at a time to the shared counter, so that each process
    may let through one in a hundred more, and forgets as many when it is killed.
    """
    now, window = _window(limit)
    key = _key(limit, parts)
    with _guard:
        tally = _tally(key, window)
        tally.since += 1
        due = tally.total is None or tally.since >= max(1, limit.count // 100)
        counted, tally.since = (tally.since, 0) if due else (0, tally.since)
    if due:
        tally.total = _add(key, window, counted)
    if (tally.total or 0) + tally.since > limit.count:
        raise TooMany(retry_after=window + limit.seconds - now)


def _tally(key: bytes, window: int) -> _Tally:
    found = _tallies.get(key)
    if found is None or found.started != window:
        if len(_tallies) >= MOST_TALLIES:
            _tallies.clear()
        found = _tallies[key] = _Tally(window)
    return found


def _window(limit: Limit) -> tuple[int, int]:
    now = int(real_now().timestamp())
    return now, now - now % limit.seconds


def _add(key: bytes, window: int, hits: int) -> int:
    """Add to the shared counter of this window and return its new value."""
    with connections["side"].cursor() as cursor:
        cursor.execute(
            "insert into platform_limit as counter (key, started, hits) values (%s, %s, %s)"
            " on conflict (key) do update set"
            " hits = case when counter.started = excluded.started then counter.hits else 0 end + excluded.hits,"
            " started = excluded.started returning hits",
            [key, window, hits],
        )
        return int(cursor.fetchone()[0])


def clear(limit: Limit, *parts: object) -> None:
    """Forget the tries, as after a successful login."""
    with connections["side"].cursor() as cursor:
        cursor.execute("delete from platform_limit where key = %s", [_key(limit, parts)])


def _key(limit: Limit, parts: tuple[object, ...]) -> bytes:
    text = "\x1f".join([limit.name, *map(str, parts)])
    return hashlib.sha256(text.encode()).digest()
