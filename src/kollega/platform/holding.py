"""Holding something that is no row of a table until the end of the transaction (advisory locks of PostgreSQL)."""

import hashlib
from collections.abc import Iterable

from django.db import connection


def hold(names: Iterable[bytes]) -> None:
    """Hold each of the named things; several at once in one fixed order, so that two that want the same wait in turn.

    What one transaction holds in several calls must come in one order everywhere: see the callers.
    """
    hold_keys(sorted({key_of(name) for name in names}))


def hold_keys(keys: list[int]) -> None:
    """Hold the things with these keys in the order given."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(key) from unnest(%s::bigint[]) as key", [keys])


def key_of(name: bytes) -> int:
    """Return the 64-bit key that stands for a name."""
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), "big", signed=True)
