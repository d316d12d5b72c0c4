"""All practices as the back office sees them: facts and counts by a function of the owner, nothing of a record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.rules.plans import Plan
from kollega.kernel.errors import NotFound

PAGE = 50
_COUNT = "select count(*) from operator_practices(%s) where name ilike %s or slug ilike %s"
_LIST = """
    select * from operator_practices(%s) where name ilike %s or slug ilike %s
    order by lower(name), id limit %s offset %s
"""
_ONE = "select * from operator_practices(%s) where id = %s"


@dataclass(frozen=True, slots=True)
class PracticeOfAll:
    """One practice. `plan` is the one in force; `trial_ends_at` is set while a trial runs, `lapsed` after one that
    nobody paid for. `seats_of_members` counts its members' own seats, whichever practice those are used in.
    """

    id: UUID
    slug: str
    name: str
    country: str
    zone: str
    language: str
    created_at: datetime
    team_since: datetime | None
    is_demo: bool
    members: int
    clinicians: int
    seats_of_practice: int
    seats_of_members: int
    plan: Plan
    trial_ends_at: datetime | None
    lapsed: bool
    has_contract: bool
    contract_ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class PracticesPage:
    """A page by name; `number` counts from 1, `total` all that match."""

    rows: tuple[PracticeOfAll, ...]
    total: int
    number: int

    @property
    def has_next(self) -> bool:
        return self.number * PAGE < self.total


def practices(*, words: str, number: int, at: datetime) -> PracticesPage:
    """Return fifty practices whose name or address holds the words, the `number`th fifty."""
    like = f"%{words.strip().replace('%', '').replace('_', '')}%"
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [at, like, like])
        total = int(cursor.fetchone()[0])
        number = min(max(1, number), max(1, -(-total // PAGE)))
        cursor.execute(_LIST, [at, like, like, PAGE, (number - 1) * PAGE])
        rows = tuple(_row(row, at) for row in _named(cursor))
    return PracticesPage(rows, total, number)


def practice_of_all(practice_id: UUID, *, at: datetime) -> PracticeOfAll:
    """Return one practice. Refuses with NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [at, practice_id])
        row = next(_named(cursor), None)
    if row is None:
        raise NotFound
    return _row(row, at)


def _named(cursor: Any) -> Iterator[dict[str, Any]]:
    names = [column.name for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def _row(row: dict[str, Any], at: datetime) -> PracticeOfAll:
    known, contract = catalogue(), row.pop("contract_plan")
    chosen, pays, trial_ends_at = row.pop("plan"), row.pop("pays_after_trial"), row.pop("trial_ends_at")
    ended = trial_ends_at is not None and trial_ends_at <= at
    lapsed = contract is None and ended and not pays
    plan = None if lapsed else known.plan(contract or chosen or "")
    return PracticeOfAll(
        **row,
        plan=plan or known.first_plan(is_team=row["team_since"] is not None),
        trial_ends_at=None if ended or contract else trial_ends_at,
        lapsed=lapsed,
        has_contract=contract is not None,
    )
