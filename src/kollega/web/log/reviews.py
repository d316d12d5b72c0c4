"""Samples of the log that somebody looks at row by row (AL-6)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import field_sentences, sentence
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.oversight.enums import Drawn, Verdict
from kollega.oversight.operations.reviewing import draw_sample, finish_review, judge_row
from kollega.oversight.queries.reviews import JudgedRow, ReviewHead, ReviewView, review, reviews
from kollega.practices.queries.practices import practice
from kollega.web.calendar.day_words import short_day
from kollega.web.log.asked import midnight
from kollega.web.log.review_forms import DRAWN_WORDS, VERDICT_WORDS, SampleForm
from kollega.web.log.rows import LogLine, lines
from kollega.web.refused import show_in


@dataclass(frozen=True, slots=True)
class HeadLine:
    head: ReviewHead
    drawn: Any
    days: str
    drawn_on: str
    finished_on: str


@dataclass(frozen=True, slots=True)
class RowLine:
    """`verdict` and `remark` are what stands in the form: stored, or typed and refused with `error`."""

    row: JudgedRow
    line: LogLine | None
    verdict: str
    remark: str
    error: str = ""


@practice_page(Permission.LOG_READ)
def list_reviews(request: PracticeRequest) -> HttpResponse:
    heads = [_head_line(request.actor, head) for head in reviews(request.actor)]
    context = {"area": "log", "slug": practice(request.actor).slug, "heads": heads}
    return render(request, "log/reviews.html", context)


@practice_page(Permission.LOG_READ)
@require_http_methods(["GET", "POST"])
def new_review(request: PracticeRequest) -> HttpResponse:
    """Draw a sample; its page opens."""
    slug, actor = practice(request.actor).slug, request.actor
    form, status = SampleForm(request.POST or None, actor=actor), 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            review_id = draw_sample(
                actor,
                drawn=Drawn(data["drawn"]),
                first=midnight(actor, data["first"]),
                until=midnight(actor, data["until"] + timedelta(days=1)),
                size=data["size"],
            )
        except Refusal as refusal:
            status = show_in(form, refusal)
        else:
            return redirect("log:review", slug, review_id)
    context = {"area": "log", "slug": slug, "form": form}
    return render(request, "log/review_new.html", context, status=422 if form.errors and status == 200 else status)


@practice_page(Permission.LOG_READ)
@require_http_methods(["GET", "POST"])
def review_page(request: PracticeRequest, review_id: UUID) -> HttpResponse:
    """One sample. What was said of its rows is sent in one form: all of it is stored, or none and all stays typed."""
    view = review(request.actor, review_id=review_id)
    if request.method == "GET":
        return _show(request, view, {})
    typed, status = {}, 200
    for row, verdict, remark in _answers(request, view):
        typed[row.id] = RowLine(row, None, verdict, remark)
        try:
            judge_row(request.actor, review_id=review_id, row_id=row.id, verdict=Verdict(verdict), remark=remark)
        except Refusal as refusal:
            words = " ".join(field_sentences(refusal).values()) or sentence(refusal)
            typed[row.id] = RowLine(row, None, verdict, remark, words)
            status = refusal.status
    if status != 200:
        return _show(request, view, typed, status=status)
    messages.success(request, _("Answers saved."))
    return redirect("log:review", practice(request.actor).slug, review_id)


@practice_page(Permission.LOG_READ)
@require_POST
def finish(request: PracticeRequest, review_id: UUID) -> HttpResponse:
    finish_review(request.actor, review_id=review_id)
    messages.success(request, _("The review is finished and stays as it is."))
    return redirect("log:review", practice(request.actor).slug, review_id)


def _answers(request: PracticeRequest, view: ReviewView) -> list[tuple[JudgedRow, str, str]]:
    """What was typed and differs from what is stored; rows without an answer are left out."""
    found = []
    for row in view.rows:
        verdict = request.POST.get(f"verdict-{row.id}", "")
        remark = request.POST.get(f"remark-{row.id}", "").strip()
        if verdict in list(Verdict) and (verdict, remark) != (row.verdict or "", row.remark):
            found.append((row, verdict, remark))
    return found


def _show(request: PracticeRequest, view: ReviewView, typed: dict[UUID, RowLine], *, status: int = 200) -> HttpResponse:
    entries = [row.entry for row in view.rows if row.entry]
    by_id = {entry.id: line for entry, line in zip(entries, lines(request.actor, entries), strict=True)}
    shown = []
    for row in view.rows:
        line = by_id.get(row.entry.id) if row.entry else None
        said = typed.get(row.id) or RowLine(row, None, row.verdict or "", row.remark)
        shown.append(RowLine(row, line, said.verdict, said.remark, said.error))
    context = {
        "area": "log",
        "slug": practice(request.actor).slug,
        "view": view,
        "head": _head_line(request.actor, view.head),
        "rows": shown,
        "verdicts": [(verdict.value, words) for verdict, words in VERDICT_WORDS.items()],
        "words": {verdict.value: words for verdict, words in VERDICT_WORDS.items()},
        "may_judge": not view.head.finished_at and any(not row.own for row in view.rows),
        "left": view.head.rows - view.head.judged,
    }
    return render(request, "log/review.html", context, status=status)


def _head_line(actor: Actor, head: ReviewHead) -> HeadLine:
    first, last = _local(actor, head.first), _local(actor, head.until - timedelta(seconds=1))
    return HeadLine(
        head=head,
        drawn=DRAWN_WORDS[head.drawn],
        days=f"{short_day(first)} – {short_day(last)} {last.year}",
        drawn_on=short_day(_local(actor, head.drawn_at)),
        finished_on=short_day(_local(actor, head.finished_at)) if head.finished_at else "",
    )


def _local(actor: Actor, moment: datetime) -> date:
    return moment.astimezone(actor.timezone).date()
