"""How each part of the backups is doing, stored where the readiness page and `kollega check-deploy` see it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg

from kollega.kernel.clock import real_now
from kollega.platform.backup_states import PartState

FULL, BASE, LOG, COPY, DRILL = "full", "base", "log", "copy", "drill"
LONGEST = 500


@dataclass(frozen=True)
class State:
    """When a part was last tried and last done; `failure` is of the last try."""

    tried_at: datetime | None = None
    done_at: datetime | None = None
    failure: str = ""


class Records:
    """The states, written as the owner of the tables; a lost database is the caller's to survive."""

    def __init__(self, owner_url: str) -> None:
        self._url = owner_url

    def look_after(self, parts: Collection[str]) -> None:
        """From now on these parts and no others have to be well."""
        with psycopg.connect(self._url) as connection:
            connection.execute("DELETE FROM platform_backup WHERE NOT part = ANY(%s)", [list(parts)])
            for part in parts:
                connection.execute(
                    "INSERT INTO platform_backup (part, good_until, failure, told) VALUES (%s, %s, '', '')"
                    " ON CONFLICT DO NOTHING",
                    [part, real_now()],
                )

    def done(self, part: str, *, good_for: timedelta, told: str) -> None:
        now = real_now()
        with psycopg.connect(self._url) as connection:
            connection.execute(
                "UPDATE platform_backup SET tried_at = %s, done_at = %s, good_until = %s, failure = '', told = %s"
                " WHERE part = %s",
                [now, now, now + good_for, told, part],
            )

    def failed(self, part: str, reason: str) -> None:
        with psycopg.connect(self._url) as connection:
            connection.execute(
                "UPDATE platform_backup SET tried_at = %s, failure = %s WHERE part = %s",
                [real_now(), reason[:LONGEST] or "failed", part],
            )

    def make_due(self, parts: Collection[str]) -> None:
        """Let these parts count as never done, so that the keeper makes them in its next round."""
        with psycopg.connect(self._url) as connection:
            connection.execute(
                "UPDATE platform_backup SET tried_at = NULL, done_at = NULL WHERE part = ANY(%s)", [list(parts)]
            )

    def states(self) -> list[PartState]:
        """What an operator wants to know of each part."""
        with psycopg.connect(self._url) as connection:
            rows = connection.execute(
                "SELECT part, done_at, failure = '' AND good_until > now(), failure, told FROM platform_backup"
                " ORDER BY part"
            ).fetchall()
        return [PartState(*row) for row in rows]

    def state(self, part: str) -> State:
        with psycopg.connect(self._url) as connection:
            row = connection.execute(
                "SELECT tried_at, done_at, failure FROM platform_backup WHERE part = %s", [part]
            ).fetchone()
        return State(*row) if row else State()
