"""Samples of the log and what was said of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from kollega.audit.queries.entries import LoggedAction
from kollega.audit.queries.samples import entries_of
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.oversight.enums import Drawn, Verdict
from kollega.oversight.models import Review, ReviewRow
from kollega.oversight.operations.reviewing import remark_context
from kollega.platform.crypto import open_sealed
from kollega.platform.operations import Action, Entry, query


@dataclass(frozen=True, slots=True)
class ReviewHead:
    """A sample: `found` rows fitted, `rows` of them were drawn, `judged` have an answer, `breaches` are breaches."""

    id: UUID
    drawn: Drawn
    first: datetime
    until: datetime
    found: int
    rows: int
    judged: int
    breaches: int
    seed: str
    drawn_by: str
    drawn_at: datetime
    finished_by: str
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row of a sample; `entry` is None when the log no longer has it. `own` is what the asker did."""

    id: UUID
    entry: LoggedAction | None
    own: bool
    verdict: Verdict | None
    remark: str
    judged_by: str
    judged_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewView:
    head: ReviewHead
    rows: list[JudgedRow]


def _listed(actor: Actor, result: Any, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "log_review_list")


def _opened(actor: Actor, result: Any, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "log_review", given["review_id"])


@query(requires=Permission.LOG_READ, logs=_listed)
def reviews(actor: Actor) -> list[ReviewHead]:
    """Return the practice's samples, the newest first; at most 200."""
    return [_head(review) for review in _heads(actor).order_by("-drawn_at", "-id")[:200]]


@query(requires=Permission.LOG_READ, logs=_opened)
def review(actor: Actor, *, review_id: UUID) -> ReviewView:
    """Return one sample with its rows, the oldest first. Refuses with NotFound."""
    found = _heads(actor).filter(id=review_id).first()
    if found is None:
        raise NotFound
    rows = ReviewRow.objects.filter(practice_id=actor.practice_id, review_id=review_id)
    stored = list(rows.select_related("judged_by").order_by("entry_at", "entry_id"))
    entries = entries_of(actor, [(row.entry_at, row.entry_id) for row in stored])
    return ReviewView(_head(found), [_judged(actor, row, entries.get(row.entry_id)) for row in stored])


def _heads(actor: Actor) -> Any:
    mine = Review.objects.filter(practice_id=actor.practice_id).select_related("drawn_by", "finished_by")
    return mine.annotate(
        rows=Count("rows_drawn"),
        judged=Count("rows_drawn", filter=~Q(rows_drawn__verdict="")),
        breaches=Count("rows_drawn", filter=Q(rows_drawn__verdict=Verdict.BREACH)),
    )


def _head(review: Any) -> ReviewHead:
    return ReviewHead(
        id=review.id,
        drawn=Drawn(review.drawn),
        first=review.first,
        until=review.until,
        found=review.found,
        rows=review.rows,
        judged=review.judged,
        breaches=review.breaches,
        seed=review.seed,
        drawn_by=review.drawn_by.display_name,
        drawn_at=review.drawn_at,
        finished_by=review.finished_by.display_name if review.finished_by else "",
        finished_at=review.finished_at,
    )


def _judged(actor: Actor, row: ReviewRow, entry: LoggedAction | None) -> JudgedRow:
    remark = open_sealed(actor.practice_id, bytes(row.remark), context=remark_context(row.id)) if row.remark else b""
    return JudgedRow(
        id=row.id,
        entry=entry,
        own=entry is not None and entry.person_id == actor.person_id,
        verdict=Verdict(row.verdict) if row.verdict else None,
        remark=remark.decode(),
        judged_by=row.judged_by.display_name if row.judged_by else "",
        judged_at=row.judged_at,
    )
