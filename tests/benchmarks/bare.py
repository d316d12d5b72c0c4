"""The same reads and inserts as bare SQL: one connection, one process, no login, tenancy or log around them."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import psycopg

from tests.benchmarks.cases import NAMES, free_moments
from tests.benchmarks.load import Result
from tests.benchmarks.people import Asker

WEEK = """
    select a.*, c.given_name, c.family_name from scheduling_appointment a join clients_client c on c.id = a.client_id
    where a.practice_id = %s and a.clinician_id = %s and a.starts_at >= %s and a.starts_at < %s
      and a.withdrawn_at is null order by a.starts_at
"""
TEAM = """
    select a.*, c.given_name, c.family_name from scheduling_appointment a join clients_client c on c.id = a.client_id
    where a.practice_id = %s and a.starts_at >= %s and a.starts_at < %s and a.withdrawn_at is null order by a.starts_at
"""
SEARCH = """
    select c.* from clients_client c where c.practice_id = %s and exists (
        select from clients_search_key k where k.practice_id = c.practice_id and k.client_id = c.id
        and k.word >= %s and k.word < %s)
    order by c.sort_key, c.id limit 50
"""
CARD = "select * from clients_client where practice_id = %s and id = %s"
BUSY = """
    select starts_at, ends_at from scheduling_appointment where practice_id = %s and clinician_id = %s
    and starts_at >= %s and starts_at < %s and withdrawn_at is null order by starts_at
"""
BOOK = """
    insert into scheduling_appointment (id, practice_id, kind, status, client_id, service_id, clinician_id, starts_at,
        ends_at, busy_from, busy_until, zone, place, several, length_overridden, blocking, long, internal_line,
        outside_hours_reason, cancel_reason, import_key, version, created_at, changed_at, touched_at)
    values (%s, %s, 'visit', 'booked', %s, %s, %s, %s, %s, %s, %s, 'UTC', 'in_person', false, false, true, false, '',
        '', '', '', 1, now(), now(), now())
"""
LOG = """
    insert into audit_entry (id, at, practice_id, person_id, membership_id, roles, action, object_type, outcome,
        source, request_id, detail) values (%s, now(), %s, %s, %s, 'admin', 'read', 'bare', 'done', 'api', '', '{}')
"""
VERSION = """
    insert into journal_note_version (id, practice_id, note_id, number, kind, sealed, words, author_id, began_at, at,
        sequence) values (%s, %s, %s, %s, 'save', %s, 10, %s, now(), now(), 0)
"""


@dataclass
class Bare:
    """One person's reads and inserts, each with its log row in one transaction."""

    connection: "psycopg.Connection[Any]"
    asker: Asker

    def by_case(self) -> dict[str, Callable[[int], None]]:
        return {
            "week": self._week,
            "week_page": self._week,
            "team": self._team,
            "search": self._search,
            "search_page": self._search,
            "card": self._card,
            "free": self._free,
            "book": self._book(),
            "note": self._note(),
        }

    def _read(self, statement: str, values: tuple[Any, ...]) -> None:
        with self.connection.transaction():
            json.dumps(self.connection.execute(statement, values).fetchall(), default=str)
            self._log()

    def _log(self) -> None:
        actor = self.asker.actor
        self.connection.execute(LOG, (uuid4(), actor.practice_id, actor.person_id, actor.membership_id))

    def _week(self, turn: int) -> None:
        actor = self.asker.actor
        first = actor.at - timedelta(days=actor.at.weekday() + 7 * (turn % 8))
        self._read(WEEK, (actor.practice_id, actor.membership_id, first, first + timedelta(days=7)))

    def _team(self, turn: int) -> None:
        actor = self.asker.actor
        first = actor.at - timedelta(days=actor.at.weekday() + 7 * (turn % 8))
        self._read(TEAM, (actor.practice_id, first, first + timedelta(days=7)))

    def _search(self, turn: int) -> None:
        word = f"n:{NAMES[turn % len(NAMES)]}"
        self._read(SEARCH, (self.asker.actor.practice_id, word, f"{word}\U0010ffff"))

    def _card(self, turn: int) -> None:
        self._read(CARD, (self.asker.actor.practice_id, self.asker.clients[turn % len(self.asker.clients)]))

    def _free(self, turn: int) -> None:
        actor = self.asker.actor
        self._read(BUSY, (actor.practice_id, actor.membership_id, actor.at, actor.at + timedelta(days=28)))

    def _book(self) -> Callable[[int], None]:
        actor = self.asker.actor
        moments: Iterator[Any] = (moment + timedelta(days=3650) for moment in free_moments(self.asker, 0))

        def book(turn: int) -> None:
            starts = next(moments)
            ends = starts + timedelta(minutes=50)
            with self.connection.transaction():
                self.connection.execute(
                    BOOK,
                    (
                        uuid4(),
                        actor.practice_id,
                        self.asker.clients[turn % len(self.asker.clients)],
                        self.asker.services[0],
                        actor.membership_id,
                        *(starts, ends, starts, ends),
                    ),
                )
                self._log()

        return book

    def _note(self) -> Callable[[int], None]:
        actor = self.asker.actor
        numbers = count(1_000_000)

        def save(turn: int) -> None:
            with self.connection.transaction():
                self.connection.execute(
                    VERSION,
                    (uuid4(), actor.practice_id, self.asker.note_id, next(numbers), bytes(1500), actor.membership_id),
                )
                self._log()

        return save


def measure_bare(work: Callable[[int], None], *, seconds: float, most: int = 20_000) -> Result:
    """Do the work again and again in this process, until time or number is used up."""
    result = Result()
    for turn in range(5):
        work(turn)
    began = time.monotonic()
    for turn in range(5, most):
        start = time.monotonic()
        if start - began >= seconds:
            break
        work(turn)
        result.seconds.append(time.monotonic() - start)
    result.lasted = time.monotonic() - began
    return result
