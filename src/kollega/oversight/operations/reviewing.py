"""Looking at a sample of the log (AL-6): draw, say of each row what it is, finish."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kollega.audit.models import LogEntry
from kollega.audit.operations.recording import record
from kollega.audit.queries import samples
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.oversight.enums import Drawn, Verdict
from kollega.oversight.errors import NothingDrawn, OwnRow, ReviewFinished, RowsLeft
from kollega.oversight.models import Review, ReviewRow
from kollega.oversight.rules.samples import MANY_IN_AN_HOUR, NEAR, NIGHT_FROM, NIGHT_UNTIL, check_sample
from kollega.platform.crypto import seal
from kollega.platform.operations import Action, operation
from kollega.scheduling.queries.meetings import met_between

LONGEST_REMARK = 500


@operation(requires=Permission.LOG_READ)
def draw_sample(actor: Actor, *, drawn: Drawn, first: datetime, until: datetime, size: int) -> UUID:
    """Draw up to `size` rows of the log between two instants (`until` exclusive), and return the review's id.

    Refuses with BadInput, and NothingDrawn when no row fits.
    """
    check_sample(first=first, until=until, size=size, now=actor.at)
    seed = secrets.token_hex(16)
    found, places = samples.draw(_candidates(actor, drawn, first, until), size=size, seed=seed)
    if not places:
        raise NothingDrawn
    review = Review.objects.create(
        id=new_id(),
        practice_id=actor.practice_id,
        drawn=drawn,
        first=first,
        until=until,
        size=size,
        found=found,
        seed=seed,
        drawn_by_id=actor.own_membership,
        drawn_at=actor.at,
    )
    ReviewRow.objects.bulk_create(
        ReviewRow(practice_id=actor.practice_id, review=review, entry_id=entry_id, entry_at=at)
        for at, entry_id in places
    )
    record(actor, Action.CREATE, "log_review", review.id, detail={"drawn": drawn.value, "rows": len(places)})
    return review.id


@operation(requires=Permission.LOG_READ)
def judge_row(actor: Actor, *, review_id: UUID, row_id: UUID, verdict: Verdict, remark: str = "") -> None:
    """Say what one row is; saying it again replaces what was said, until the review is finished.

    Refuses with NotFound, ReviewFinished, OwnRow for what the actor did, and BadInput for a breach without remark.
    """
    review = _locked(actor, review_id)
    row = ReviewRow.objects.filter(practice_id=actor.practice_id, review=review, id=row_id).first()
    if row is None:
        raise NotFound
    entry = samples.entries_of(actor, [(row.entry_at, row.entry_id)]).get(row.entry_id)
    if entry is not None and entry.person_id == actor.person_id:
        raise OwnRow
    text = remark.strip()
    _check_remark(verdict, text)
    row.verdict = verdict
    row.remark = seal(actor.practice_id, text.encode(), context=remark_context(row.id)) if text else None
    row.judged_by_id, row.judged_at = actor.own_membership, actor.at
    row.save(update_fields=["verdict", "remark", "judged_by", "judged_at"])
    record(actor, Action.CHANGE, "log_review", review.id, detail={"row": str(row.id), "verdict": verdict.value})


@operation(requires=Permission.LOG_READ)
def finish_review(actor: Actor, *, review_id: UUID) -> None:
    """Close the review for good. Refuses with NotFound, ReviewFinished, and RowsLeft while a row has no answer."""
    review = _locked(actor, review_id)
    if ReviewRow.objects.filter(practice_id=actor.practice_id, review=review, verdict="").exists():
        raise RowsLeft
    review.finished_by_id, review.finished_at = actor.own_membership, actor.at
    review.save(update_fields=["finished_by", "finished_at"])
    record(actor, Action.SIGN, "log_review", review.id)


def remark_context(row_id: UUID) -> bytes:
    return b"oversight remark " + row_id.bytes


def _locked(actor: Actor, review_id: UUID) -> Review:
    review = Review.objects.select_for_update().filter(practice_id=actor.practice_id, id=review_id).first()
    if review is None:
        raise NotFound
    if review.finished_at:
        raise ReviewFinished
    return review


def _check_remark(verdict: Verdict, text: str) -> None:
    if len(text) > LONGEST_REMARK:
        raise BadInput(fields={"remark": N_("At most 500 characters.")})
    if verdict is not Verdict.IN_ORDER and not text:
        raise BadInput(fields={"remark": N_("Write what is wrong or what you asked.")})


def _candidates(actor: Actor, drawn: Drawn, first: datetime, until: datetime) -> "QuerySet[LogEntry]":
    if drawn is Drawn.REFUSED:
        return samples.refused_tries(actor, first, until)
    reads = samples.reads_of_clients(actor, first, until)
    if drawn is Drawn.AT_NIGHT:
        return samples.between_hours(reads, actor.timezone, NIGHT_FROM, NIGHT_UNTIL)
    if drawn is Drawn.MANY_CLIENTS:
        return samples.of_busy_hours(reads, MANY_IN_AN_HOUR)
    if drawn is Drawn.WITHOUT_VISIT:
        return samples.of_pairs(reads, samples.pairs(reads) - met_between(actor, first - NEAR, until + NEAR))
    return reads
