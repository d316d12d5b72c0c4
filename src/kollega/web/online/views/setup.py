"""Settings of online booking: the practice's page, each clinician, the terms, the questions."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import field_sentences
from kollega.kernel.errors import BadInput, Conflict, Forbidden
from kollega.kernel.permissions import Permission
from kollega.online.operations.settings import change_clinician, change_intake, change_page, change_policy
from kollega.online.queries.settings import clinician_setup, intake_of, online_setup
from kollega.practices.queries.practices import practice
from kollega.web.online.setup_forms import (
    ClinicianForm,
    PageForm,
    PolicyForm,
    clinician_initial,
    page_initial,
    question_forms,
)
from kollega.web.refused import show_in

MISSING_WORDS: dict[str, str | Promise] = {
    "service": _("No service can be booked online yet."),
    "clinician": _("No clinician can be booked online yet."),
    "hours": _("Nobody who can be booked online has working hours yet."),
}


@practice_page(Permission.CALENDAR_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def online_settings(request: PracticeRequest) -> HttpResponse:
    setup = online_setup(request.actor)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and not setup.may_manage:
        raise Forbidden
    form = PageForm(posted, initial=page_initial(setup.page))
    slug = practice(request.actor).slug
    if posted is not None and form.is_valid():
        try:
            change_page(request.actor, wanted=form.settings())
        except (BadInput, Conflict) as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("online_setup:settings", slug)
    address = f"{settings.PUBLIC_URL}{reverse('online:service', args=[setup.page.slug])}"
    context = {
        "form": form,
        "setup": setup,
        "slug": slug,
        "address": address,
        "missing": [MISSING_WORDS[name] for name in setup.missing] if setup.page.is_on else [],
        "snippet": f'<a href="{address}">{gettext("Book an appointment")}</a>',
        "area": "settings",
    }
    return render(request, "online/setup/settings.html", context, status=422 if form.errors else 200)


@practice_page(Permission.CALENDAR_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def online_clinician(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    one, setup = clinician_setup(request.actor, membership_id=membership_id), online_setup(request.actor)
    if not one.may_change:
        raise Forbidden
    posted = request.POST if request.method == "POST" else None
    form = ClinicianForm(posted, initial=clinician_initial(one), services=setup.services)
    slug = practice(request.actor).slug
    if posted is not None and form.is_valid():
        try:
            change_clinician(request.actor, membership_id=membership_id, wanted=form.settings())
        except (BadInput, Conflict) as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("online_setup:settings", slug)
    path = reverse("online:clinician_page", args=[setup.page.slug, one.settings.slug])
    context = {
        "form": form,
        "one": one,
        "setup": setup,
        "slug": slug,
        "address": f"{settings.PUBLIC_URL}{path}" if one.settings.is_on and setup.page.is_on else "",
        "area": "settings",
    }
    return render(request, "online/setup/clinician.html", context, status=422 if form.errors else 200)


@practice_page(Permission.ONLINE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def online_policy(request: PracticeRequest) -> HttpResponse:
    setup = online_setup(request.actor)
    form = PolicyForm(request.POST if request.method == "POST" else None, initial=setup.policy)
    slug = practice(request.actor).slug
    if request.method == "POST" and form.is_valid():
        change_policy(request.actor, texts=form.cleaned_data)
        messages.success(request, gettext("Saved."))
        return redirect("online_setup:settings", slug)
    context = {"form": form, "setup": setup, "slug": slug, "area": "settings"}
    return render(request, "online/setup/policy.html", context, status=422 if form.errors else 200)


@practice_page(Permission.ONLINE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def online_questions(request: PracticeRequest, service_id: UUID) -> HttpResponse:
    service, known = intake_of(request.actor, service_id=service_id)
    posted = request.POST if request.method == "POST" else None
    rows = question_forms(posted, known)
    slug, wrong = practice(request.actor).slug, False
    if posted is not None and not any(row.errors for row in rows):
        asked = [(row, row.question()) for row in rows]
        kept = [(row, question) for row, question in asked if question is not None]
        try:
            change_intake(request.actor, service_id=service_id, questions=tuple(question for _row, question in kept))
        except BadInput as refusal:
            wrong = True
            for name, sentence in field_sentences(refusal).items():
                number = name.partition(".")[2]
                if number.isdigit():
                    row = kept[int(number)][0]
                    row.add_error("choices" if row.cleaned_data["kind"] == "choice" else "label", sentence)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("online_setup:questions", slug, service_id)
    wrong = wrong or any(row.errors for row in rows if posted is not None)
    context = {"rows": rows, "service": service, "slug": slug, "area": "settings"}
    return render(request, "online/setup/questions.html", context, status=422 if wrong else 200)
