"""Counters that stop guessing and flooding: shared by all processes, kept over restarts, counted at once.

They live on a connection of their own, so that a rolled-back request still counts.
"""

import hashlib
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
    now = int(real_now().timestamp())
    window = now - now % limit.seconds
    key = _key(limit, parts)
    with connections["side"].cursor() as cursor:
        cursor.execute(
            "insert into platform_limit as counter (key, started, hits) values (%s, %s, 1)"
            " on conflict (key) do update set"
            " hits = case when counter.started = excluded.started then counter.hits + 1 else 1 end,"
            " started = excluded.started returning hits",
            [key, window],
        )
        hits = cursor.fetchone()[0]
    if hits > limit.count:
        raise TooMany(retry_after=window + limit.seconds - now)


def clear(limit: Limit, *parts: object) -> None:
    """Forget the tries, as after a successful login."""
    with connections["side"].cursor() as cursor:
        cursor.execute("delete from platform_limit where key = %s", [_key(limit, parts)])


def _key(limit: Limit, parts: tuple[object, ...]) -> bytes:
    text = "\x1f".join([limit.name, *map(str, parts)])
    return hashlib.sha256(text.encode()).digest()
