"""The practice's side of the matching questionnaire: publish it, one's own profile, who was referred."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kollega.clients.queries.access import names_of
from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import field_sentences, sentence
from kollega.kernel.errors import BadInput, Conflict
from kollega.kernel.permissions import Permission
from kollega.online.operations.matching import answer_referral, edit_profile, publish_matching
from kollega.online.queries.matching import matching_setup, own_profile, referrals
from kollega.online.queries.settings import online_setup
from kollega.practices.queries.practices import practice
from kollega.web.online.day_words import short_moment
from kollega.web.online.matching_forms import ProfileForm, PublishForm
from kollega.web.online.setup_forms import QuestionForm, question_forms


@practice_page(Permission.ONLINE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def matching(request: PracticeRequest) -> HttpResponse:
    """What clients are asked; each saving is a version of its own."""
    known = matching_setup(request.actor)
    posted = request.POST if request.method == "POST" else None
    initial = {"is_on": known.is_on, "intro": known.intro, "topics": "\n".join(known.topics)}
    form, rows = PublishForm(posted, initial=initial), question_forms(posted, known.questions)
    slug = practice(request.actor).slug
    fits = posted is not None and form.is_valid() and not any(row.errors for row in rows)
    if fits and _published(request, form, rows):
        messages.success(request, _("Saved."))
        return redirect("online_setup:matching", slug)
    wrong = bool(form.errors) or any(row.errors for row in rows if posted is not None)
    page = online_setup(request.actor).page
    context = {"form": form, "rows": rows, "known": known, "page": page, "slug": slug, "area": "settings"}
    return render(request, "online/setup/matching.html", context, status=422 if wrong else 200)


def _published(request: PracticeRequest, form: PublishForm, rows: list[QuestionForm]) -> bool:
    asked = [(row, row.question()) for row in rows]
    kept = [(row, question) for row, question in asked if question is not None]
    data = form.cleaned_data
    try:
        publish_matching(
            request.actor,
            is_on=data["is_on"],
            intro=data["intro"],
            topics=form.lines(),
            questions=tuple(question for _row, question in kept),
        )
    except BadInput as refusal:
        for name, words in field_sentences(refusal).items():
            number = name.partition(".")[2]
            if number.isdigit():
                row = kept[int(number)][0]
                row.add_error("choices" if row.cleaned_data["kind"] == "choice" else "label", words)
            else:
                form.add_error("topics" if name == "topics" else None, words)
        return False
    return True


@practice_page(Permission.ONLINE_MANAGE_OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PracticeRequest) -> HttpResponse:
    """What one works with, as clients read it."""
    known, topics = own_profile(request.actor)
    initial: dict[str, Any] = {
        name: getattr(known, name) for name in ("is_listed", "about", "languages", "topics", "ages", "places")
    }
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial, topics=topics)
    slug = practice(request.actor).slug
    if request.method == "POST" and form.is_valid():
        edit_profile(request.actor, profile=form.profile())
        messages.success(request, _("Saved."))
        return redirect("online_setup:profile", slug)
    context = {"form": form, "slug": slug, "area": "requests", "tab": "profile"}
    return render(request, "online/setup/profile.html", context, status=422 if form.errors else 200)


@practice_page(Permission.CLIENT_OPEN)
@require_GET
def referred(request: PracticeRequest) -> HttpResponse:
    """Who was referred and waits for an answer, or has not picked anybody yet."""
    actor = request.actor
    found = referrals(actor)
    names = names_of(actor, {row.client_id for row in found if row.client_id})
    rows = [
        {
            "row": row,
            "name": names[row.client_id].family_first if row.client_id in names else "",
            "client_id": row.client_id if row.client_id in names else None,
            "when": short_moment(row.submitted_at, actor.timezone),
        }
        for row in found
    ]
    context = {"rows": rows, "slug": practice(actor).slug, "area": "requests", "tab": "referred"}
    return render(request, "online/setup/referred.html", context)


@practice_page(Permission.CLIENT_OPEN)
@require_POST
def accept(request: PracticeRequest, referral_id: UUID) -> HttpResponse:
    return _answered(request, referral_id, _("Accepted."), accept=True)


@practice_page(Permission.CLIENT_OPEN)
@require_POST
def decline(request: PracticeRequest, referral_id: UUID) -> HttpResponse:
    """The client picks another one of those proposed."""
    return _answered(request, referral_id, _("Declined."), accept=False)


def _answered(request: PracticeRequest, referral_id: UUID, done: str, *, accept: bool) -> HttpResponse:
    try:
        answer_referral(request.actor, referral_id=referral_id, accept=accept)
    except Conflict as refusal:
        messages.warning(request, sentence(refusal))
    else:
        messages.success(request, done)
    return redirect("online_setup:referred", practice(request.actor).slug)
