"""Samples of the practice's log and what was said of each row (AL-6)."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.log import LoggedActionOut, logged_out
from kollega.api.v1.shapes import CreatedOut
from kollega.kernel.permissions import Permission
from kollega.oversight.enums import Drawn, Verdict
from kollega.oversight.operations.reviewing import draw_sample, finish_review, judge_row
from kollega.oversight.queries.reviews import ReviewHead, ReviewView, review, reviews

router = Router()
READ = Permission.LOG_READ


class LogReviewOut(Schema):
    id: UUID
    drawn: Drawn
    first: datetime
    until: datetime
    found: int = Field(description="How many rows fitted")
    rows: int = Field(description="How many were drawn")
    judged: int
    breaches: int
    seed: str = Field(description="The rows are those with the smallest SHA-256 of seed and id")
    drawn_by: str
    drawn_at: datetime
    finished_by: str
    finished_at: datetime | None


class LogReviewRowOut(Schema):
    id: UUID
    entry: LoggedActionOut | None
    own: bool = Field(description="What you did yourself: somebody else has to look at it")
    verdict: Verdict | None
    remark: str
    judged_by: str
    judged_at: datetime | None


class WholeLogReviewOut(Schema):
    head: LogReviewOut
    rows: list[LogReviewRowOut]


class SampleBody(Schema):
    drawn: Drawn = Drawn.RANDOM
    first: datetime
    until: datetime = Field(description="Exclusive")
    size: int = Field(20, description="1 to 200 rows")


class VerdictBody(Schema):
    verdict: Verdict
    remark: str = Field("", max_length=500)


@endpoint(router, "GET", "/log/reviews", requires=READ, answer=list[LogReviewOut], tag="Log")
def list_log_reviews(request: ApiRequest) -> list[ReviewHead]:
    """The samples of the log that were drawn, the newest first."""
    return reviews(request.actor)


@endpoint(router, "POST", "/log/reviews", requires=READ, answer=CreatedOut, status=201, tag="Log")
def draw_log_sample(request: ApiRequest, body: SampleBody) -> CreatedOut:
    """Draw rows of the log to be looked at, by chance or by a rule."""
    return CreatedOut(id=draw_sample(request.actor, **body.dict()))


@endpoint(router, "GET", "/log/reviews/{uuid:review_id}", requires=READ, answer=WholeLogReviewOut, tag="Log")
def get_log_review(request: ApiRequest, review_id: UUID) -> WholeLogReviewOut:
    """One sample with its rows."""
    return _whole(review(request.actor, review_id=review_id))


@endpoint(
    router, "PUT", "/log/reviews/{uuid:review_id}/rows/{uuid:row_id}", requires=READ, answer=CreatedOut, tag="Log"
)
def judge_log_row(request: ApiRequest, review_id: UUID, row_id: UUID, body: VerdictBody) -> CreatedOut:
    """Say what one row is; again until the review is finished."""
    judge_row(request.actor, review_id=review_id, row_id=row_id, verdict=body.verdict, remark=body.remark)
    return CreatedOut(id=row_id)


@endpoint(router, "POST", "/log/reviews/{uuid:review_id}/finish", requires=READ, answer=CreatedOut, tag="Log")
def finish_log_review(request: ApiRequest, review_id: UUID) -> CreatedOut:
    """Close a review for good, when each row has an answer."""
    finish_review(request.actor, review_id=review_id)
    return CreatedOut(id=review_id)


def _whole(view: ReviewView) -> WholeLogReviewOut:
    rows = [
        LogReviewRowOut(
            id=row.id,
            entry=logged_out(row.entry) if row.entry else None,
            own=row.own,
            verdict=row.verdict,
            remark=row.remark,
            judged_by=row.judged_by,
            judged_at=row.judged_at,
        )
        for row in view.rows
    ]
    return WholeLogReviewOut(head=LogReviewOut.from_orm(view.head), rows=rows)
