"""Samples of the log: what each rule draws, what is said of the rows, and what nobody may say (AL-6)."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from kollega.audit.models import LogEntry
from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Role
from kollega.oversight.enums import Drawn, Verdict
from kollega.oversight.errors import NothingDrawn, OwnRow, ReviewFinished, RowsLeft
from kollega.oversight.models import Review, ReviewRow
from kollega.oversight.operations.reviewing import draw_sample, finish_review, judge_row
from kollega.oversight.queries.reviews import review, reviews
from kollega.oversight.rules.samples import MANY_IN_AN_HOUR
from kollega.platform.operations import Action
from kollega.platform.tenancy import tenant
from tests.factories import at, make_member, make_practice, utc
from tests.journal.making import make_client, make_visit

NOON = utc(2026, 3, 3, 12)


def opened(actor: Actor, client_id: UUID, *, times: int = 1) -> None:
    with tenant(actor.practice_id, actor.person_id), transaction.atomic():
        for _ in range(times):
            record(actor, Action.READ, "client", client_id, client_id=client_id)


def sample(owner: Actor, drawn: Drawn = Drawn.RANDOM, size: int = 200) -> UUID:
    return draw_sample(owner, drawn=drawn, first=NOON - timedelta(days=2), until=NOON + timedelta(days=2), size=size)


def clients_in(owner: Actor, review_id: UUID) -> list[UUID | None]:
    return [row.entry.client_id for row in review(owner, review_id=review_id).rows if row.entry]


@pytest.fixture
def owner() -> Actor:
    return at(make_practice(), NOON)


def reader(owner: Actor, moment: timedelta = timedelta()) -> Actor:
    return at(make_member(owner, Role.CLINICIAN), NOON + moment)


def test_AL6_a_random_sample_holds_reads_of_clients_and_nothing_else(owner: Actor) -> None:
    anna, one = reader(owner), new_id()
    opened(anna, one, times=5)
    with tenant(owner.practice_id), transaction.atomic():
        record(owner, Action.READ, "log")
    review_id = sample(owner, size=3)
    assert clients_in(owner, review_id) == [one] * 3
    assert reviews(owner)[0].found == 5


def test_AL6_rule_at_night_goes_by_the_practices_own_clock(owner: Actor) -> None:
    by_night, by_day = new_id(), new_id()
    opened(reader(owner, timedelta(hours=9, minutes=30)), by_night)  # 21:30 UTC is 22:30 in Stockholm
    opened(reader(owner, timedelta(hours=8, minutes=30)), by_day)
    assert clients_in(owner, sample(owner, Drawn.AT_NIGHT)) == [by_night]


def test_AL6_rule_without_visit_leaves_out_who_met_the_client(owner: Actor) -> None:
    anna = reader(owner)
    met = make_client(anna)
    make_visit(anna, met, hour=9, days=3)
    stranger = new_id()
    opened(anna, met)
    opened(anna, stranger)
    found = clients_in(owner, sample(owner, Drawn.WITHOUT_VISIT))
    assert stranger in found
    assert met not in found


def test_AL6_rule_many_clients_counts_people_and_hours_apart(owner: Actor) -> None:
    busy, calm = reader(owner), reader(owner)
    for _ in range(MANY_IN_AN_HOUR + 1):
        opened(busy, new_id())
    once = new_id()
    opened(calm, once, times=MANY_IN_AN_HOUR + 1)
    found = clients_in(owner, sample(owner, Drawn.MANY_CLIENTS))
    assert len(found) == MANY_IN_AN_HOUR + 1
    assert once not in found


def test_AL6_rule_refused_draws_what_was_tried_in_vain(owner: Actor) -> None:
    assistant = at(make_member(owner, Role.ASSISTANT), NOON)
    with pytest.raises(Forbidden):
        reviews(assistant)
    rows = review(owner, review_id=sample(owner, Drawn.REFUSED)).rows
    assert [row.entry.is_denied for row in rows if row.entry] == [True]


def test_AL6_each_row_is_judged_once_the_review_closes_and_who_judged_is_kept(owner: Actor) -> None:
    opened(reader(owner), new_id())
    review_id = sample(owner)
    row = review(owner, review_id=review_id).rows[0]
    with pytest.raises(RowsLeft):
        finish_review(owner, review_id=review_id)
    with pytest.raises(BadInput):
        judge_row(owner, review_id=review_id, row_id=row.id, verdict=Verdict.BREACH)
    judge_row(owner, review_id=review_id, row_id=row.id, verdict=Verdict.BREACH, remark="No reason given")
    finish_review(owner, review_id=review_id)
    with pytest.raises(ReviewFinished):
        judge_row(owner, review_id=review_id, row_id=row.id, verdict=Verdict.IN_ORDER)
    done = review(owner, review_id=review_id)
    assert (done.rows[0].verdict, done.rows[0].remark, done.rows[0].judged_at) == (
        Verdict.BREACH,
        "No reason given",
        NOON,
    )
    assert done.head.finished_at == NOON
    assert done.head.breaches == 1


def test_AL6_nobody_judges_what_they_did_themselves(owner: Actor) -> None:
    opened(owner, new_id())
    review_id = sample(owner)
    row = review(owner, review_id=review_id).rows[0]
    assert row.own
    with pytest.raises(OwnRow):
        judge_row(owner, review_id=review_id, row_id=row.id, verdict=Verdict.IN_ORDER)
    colleague = at(make_member(owner, Role.LOG_READER), NOON)
    judge_row(colleague, review_id=review_id, row_id=row.id, verdict=Verdict.IN_ORDER)


def test_AL7_the_remark_is_sealed_and_stays_out_of_the_log(owner: Actor) -> None:
    opened(reader(owner), new_id())
    review_id = sample(owner)
    row = review(owner, review_id=review_id).rows[0]
    judge_row(owner, review_id=review_id, row_id=row.id, verdict=Verdict.TO_ASK, remark="Quillon asked about it")
    with tenant(owner.practice_id), transaction.atomic():
        stored = ReviewRow.objects.get(id=row.id).remark
        logged = list(LogEntry.objects.filter(practice_id=owner.practice_id).values_list("detail", flat=True))
    assert stored is not None
    assert b"Quillon" not in bytes(stored)
    assert "Quillon" not in str(logged)


def test_AL8_who_may_read_the_log_may_review_it_and_nobody_else(owner: Actor) -> None:
    opened(reader(owner), new_id())
    log_reader = at(make_member(owner, Role.LOG_READER), NOON)
    review_id = sample(log_reader)
    for role in (Role.CLINICIAN, Role.ASSISTANT, Role.TEMPLATE_MANAGER, Role.OFFICE_STAFF):
        with pytest.raises(Forbidden):
            review(at(make_member(owner, role), NOON), review_id=review_id)
    with pytest.raises(NotFound):
        review(at(make_practice(), NOON), review_id=review_id)


def test_a_sample_of_nothing_or_of_days_to_come_is_refused(owner: Actor) -> None:
    with pytest.raises(NothingDrawn):
        sample(owner)
    for size, days in ((0, 1), (201, 1), (20, -1), (20, 400)):
        with pytest.raises(BadInput):
            draw_sample(
                owner, drawn=Drawn.RANDOM, first=NOON - timedelta(days=1), until=NOON + timedelta(days=days), size=size
            )
    with tenant(owner.practice_id), transaction.atomic():
        assert not Review.objects.filter(practice_id=owner.practice_id).exists()
