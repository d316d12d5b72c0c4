"""The steps after the time: details, a code where only known clients may book, check and book."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from kollega.clients.rules.folding import email_address
from kollega.edge.answers import field_sentences, sentence
from kollega.kernel.errors import BadInput, Conflict
from kollega.online.enums import AnswerKind, Takes
from kollega.online.errors import CodeWrong, TimeChosenGone
from kollega.online.limits import BOOKED_BY_NETWORK, BOOKED_BY_PRACTICE, CODE_BY_CONTACT, CODE_BY_NETWORK
from kollega.online.operations.confirming import confirm as confirm_booking
from kollega.online.operations.drafting import ask_for_code, more_time, put_down_details, show_code
from kollega.online.queries.drafts import DraftView, questions
from kollega.online.queries.drafts import draft as draft_of
from kollega.online.queries.pages import open_page
from kollega.online.rules.intake import checked_answers
from kollega.platform.limits import hit
from kollega.platform.requests import before_transaction
from kollega.web.online.day_words import button_of
from kollega.web.online.door import VisitorRequest, booking_page
from kollega.web.online.facts import hold_view, step_context
from kollega.web.online.forms import CodeForm, DetailsForm, initial_of
from kollega.web.online.path import Path, path_of_draft
from kollega.web.online.rechecking import recheck_draft
from kollega.web.refused import show_in


@booking_page
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: VisitorRequest, slug: str, secret: str) -> HttpResponseBase:
    draft, path = _under_way(request, slug, secret)
    if draft.booked:
        return redirect("online:confirm", slug, secret)
    asked = questions(request.actor, service_id=draft.service_id)
    today = request.actor.at.astimezone(request.actor.timezone).date()
    data = request.POST if request.method == "POST" else None
    form = DetailsForm(data, initial=initial_of(draft.details), today=today, questions=asked)
    if request.method == "POST" and form.is_valid():
        typed = form.details()
        try:
            put_down_details(request.actor, secret=secret, details=typed)
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            if not _must_show_code(path, draft):
                return redirect("online:confirm", slug, secret)
            hit(CODE_BY_NETWORK, request.network)
            hit(CODE_BY_CONTACT, request.actor.practice_id, email_address(typed.email))
            ask_for_code(request.actor, secret=secret, details=typed)
            return redirect("online:code", slug, secret)
    context = {**_context(request, path, draft, "details"), "form": form}
    return render(request, "online/details.html", context, status=422 if form.errors else 200)


@booking_page
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: VisitorRequest, slug: str, secret: str) -> HttpResponseBase:
    """Who is not known here sees the very same page; only the mail does not come."""
    draft, path = _under_way(request, slug, secret)
    if not draft.code_sent:
        return redirect("online:details", slug, secret)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        hit(CODE_BY_NETWORK, request.network)
        if show_code(request.actor, secret=secret, code=form.cleaned_data["code"]):
            return redirect("online:confirm", slug, secret)
        form.add_error("code", gettext(CodeWrong.message))
    context = {**_context(request, path, draft, "details"), "form": form, "back_url": path.url("details")}
    return render(request, "online/code.html", context, status=422 if form.errors else 200)


@booking_page
@require_http_methods(["GET", "HEAD", "POST"])
@before_transaction(recheck_draft)
def confirm(request: VisitorRequest, slug: str, secret: str) -> HttpResponseBase:
    """GET shows everything once more; POST makes the booking, once."""
    draft, path = _under_way(request, slug, secret)
    if request.method == "POST":
        return _book(request, draft, path, secret)
    if draft.booked:
        return _book(request, draft, path, secret)
    if draft.details is None:
        return redirect("online:details", slug, secret)
    if _must_show_code(path, draft) and not draft.verified:
        return redirect("online:code", slug, secret)
    return _check(request, draft, path)


@booking_page
@require_POST
def longer(request: VisitorRequest, slug: str, secret: str) -> HttpResponseBase:
    """Keep the time ten minutes longer and return to the step."""
    more_time(request.actor, secret=secret)
    step = "confirm" if request.POST.get("step") == "confirm" else "details"
    return redirect(f"online:{step}", slug, secret)


def _book(request: VisitorRequest, draft: DraftView, path: Path, secret: str) -> HttpResponseBase:
    hit(BOOKED_BY_NETWORK, request.network)
    hit(BOOKED_BY_PRACTICE, request.actor.practice_id)
    agreed = request.POST.get("policy", "")
    try:
        made = confirm_booking(request.actor, secret=secret, policy_version=int(agreed) if agreed.isdigit() else None)
    except TimeChosenGone as refusal:
        return _gone(request, draft, path, refusal)
    except CodeWrong:
        return redirect("online:code", path.slug, secret)
    except BadInput as refusal:
        if "details" in refusal.fields:
            return redirect("online:details", path.slug, secret)
        return _check(request, draft, path, faults=field_sentences(refusal), status=refusal.status)
    except Conflict as refusal:
        return _check(request, draft, path, refused=sentence(refusal), status=refusal.status)
    return redirect(f"{reverse('online:visit', args=[made.secret])}?{urlencode({'new': 1})}")


def _check(
    request: VisitorRequest,
    draft: DraftView,
    path: Path,
    *,
    faults: dict[str, str] | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    asked = questions(request.actor, service_id=draft.service_id)
    answers, _ = checked_answers(asked, draft.details.answers if draft.details else {})
    yes_no = {"yes": gettext("Yes"), "no": gettext("No")}
    context = {
        **_context(request, path, draft, "confirm"),
        "details": draft.details,
        "answers": [(a.label, yes_no[a.text] if a.kind is AnswerKind.YES_NO else a.text) for a in answers],
        "policy": path.page.policy,
        "direct": path.page.settings.direct,
        "change_hours": path.page.settings.change_hours,
        "policy_fault": (faults or {}).get("policy", ""),
        "refused": refused,
    }
    return render(request, "online/confirm.html", context, status=status)


def _gone(request: VisitorRequest, draft: DraftView, path: Path, refusal: TimeChosenGone) -> HttpResponse:
    zone = request.actor.timezone
    context = {
        **_context(request, path, draft, "confirm"),
        "gone": sentence(refusal),
        "alternatives": [button_of(s.starts_at, zone, with_day=True) for s in refusal.details["alternatives"]],
    }
    return render(request, "online/gone.html", context, status=refusal.status)


def _under_way(request: VisitorRequest, slug: str, secret: str) -> tuple[DraftView, Path]:
    draft = draft_of(request.actor, secret=secret)
    return draft, path_of_draft(slug, open_page(request.actor), draft, secret)


def _must_show_code(path: Path, draft: DraftView) -> bool:
    clinician = path.page.clinician(draft.clinician_id)
    return clinician is not None and clinician.takes is Takes.EXISTING


def _context(request: VisitorRequest, path: Path, draft: DraftView, step: str) -> dict[str, Any]:
    zone = request.actor.timezone
    hold = hold_view(draft, request.actor.at, zone)
    return {
        **step_context(path, step, zone=zone, draft=draft),
        "hold": hold,
        "secret": path.draft,
        "time_url": path.url("time"),
    }
