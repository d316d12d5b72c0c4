"""The matching questionnaire as visitors meet it: answer, then pick a clinician by one's own link."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kollega.kernel.errors import BadInput, Conflict, NotFound
from kollega.online.limits import MATCHED_BY_NETWORK
from kollega.online.operations.matching import pick_clinician, submit_referral
from kollega.online.queries.matching import open_matching, proposals
from kollega.platform.limits import hit
from kollega.web.online.door import VisitorRequest, booking_page, offer_page
from kollega.web.online.matching_forms import LANGUAGE_WORDS, MatchingForm
from kollega.web.refused import show_in


@booking_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: VisitorRequest, slug: str) -> HttpResponseBase:
    """GET shows the questions; POST keeps the answers and leads to the link by which one picks."""
    matching = open_matching(request.actor)
    today = request.actor.at.astimezone(request.actor.timezone).date()
    form = MatchingForm(request.POST if request.method == "POST" else None, today=today, matching=matching)
    if request.method == "POST" and form.is_valid():
        hit(MATCHED_BY_NETWORK, request.network)
        try:
            secret = submit_referral(request.actor, details=form.details(), asked=form.asked())
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            return redirect("online:matched", secret)
    context = {"form": form, "matching": matching, "practice_name": matching.practice_name}
    return render(request, "online/matching.html", context, status=422 if form.errors else 200)


@offer_page
@require_http_methods(["GET", "HEAD", "POST"])
def matched(request: VisitorRequest, secret: str) -> HttpResponse:
    """GET shows who was proposed; only POST picks one."""
    gone = False
    if request.method == "POST":
        try:
            pick_clinician(request.actor, secret=secret, clinician_id=_id_in(request.POST.get("clinician_id", "")))
        except Conflict:
            gone = True
        else:
            return redirect("online:matched", secret)
    found = proposals(request.actor, secret=secret)
    clinicians = [
        {"row": one, "languages": ", ".join(str(LANGUAGE_WORDS[each]) for each in one.languages)}
        for one in found.clinicians
    ]
    context = {"found": found, "clinicians": clinicians, "practice_name": found.practice_name, "gone": gone}
    return render(request, "online/matched.html", context, status=409 if gone else 200)


def _id_in(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
