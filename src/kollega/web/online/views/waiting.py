"""The waiting list as visitors meet it: asking to be put on it, and answering an offer."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kollega.edge.answers import field_sentences, sentence
from kollega.kernel.errors import BadInput, NotFound
from kollega.online.errors import OfferOver
from kollega.online.limits import WAITING_BY_NETWORK
from kollega.online.operations.offering import accept_offer, decline_offer
from kollega.online.operations.waiting import ask_to_wait
from kollega.online.queries.pages import open_page
from kollega.online.queries.waiting import own_offer
from kollega.platform.limits import hit
from kollega.web.online.day_words import clock_words, day_words, moment_words
from kollega.web.online.door import VisitorRequest, booking_page, offer_page
from kollega.web.online.facts import Fact, facts_of, place_words
from kollega.web.online.path import path_from
from kollega.web.online.waiting_forms import AskForm, wish_from
from kollega.web.refused import show_in


@booking_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: VisitorRequest, slug: str) -> HttpResponseBase:
    """GET asks when somebody could come; POST puts them on the list, and always answers the same."""
    path = path_from(request, slug, open_page(request.actor))
    if not path.page.settings.waiting_list or path.service is None:
        raise NotFound
    zone = request.actor.timezone
    today = request.actor.at.astimezone(zone).date()
    form = AskForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        hit(WAITING_BY_NETWORK, request.network)
        clinician = path.clinician
        wish = wish_from(
            form.cleaned_data, service_id=path.service.id, clinician_id=clinician.id if clinician else None
        )
        try:
            ask_to_wait(request.actor, wish=wish, place=path.place, details=form.details())
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            return redirect("online:waiting_thanks", slug)
    context = {
        "form": form,
        "path": path,
        "practice_name": path.page.practice_name,
        "facts": facts_of(path, zone, None),
        "back_url": path.url("time"),
    }
    return render(request, "online/waiting.html", context, status=422 if form.errors else 200)


@booking_page
@require_GET
def thanks(request: VisitorRequest, slug: str) -> HttpResponse:
    page = open_page(request.actor)
    context = {"practice_name": page.practice_name, "home_url": reverse("online:service", args=[slug])}
    return render(request, "online/waiting_thanks.html", context)


@offer_page
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: VisitorRequest, secret: str) -> HttpResponseBase:
    """GET shows the time; only POST accepts or declines it."""
    if request.method != "POST":
        return _offer(request, secret)
    answer = request.POST.get("answer", "")
    if answer in {"decline", "leave"}:
        decline_offer(request.actor, secret=secret, leave=answer == "leave")
        return redirect("online:offer", secret)
    agreed = request.POST.get("policy", "")
    try:
        visit = accept_offer(request.actor, secret=secret, policy_version=int(agreed) if agreed.isdigit() else None)
    except BadInput as refusal:
        return _offer(request, secret, faults=field_sentences(refusal), status=refusal.status)
    except OfferOver as refusal:
        return _offer(request, secret, refused=sentence(refusal), status=refusal.status)
    return redirect(f"{reverse('online:visit', args=[visit])}?new=1")


def _offer(
    request: VisitorRequest,
    secret: str,
    *,
    faults: dict[str, str] | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    found, zone = own_offer(request.actor, secret=secret), request.actor.timezone
    times = f"{clock_words(found.starts_at, zone)} – {clock_words(found.ends_at, zone)}"
    context = {
        "offer": found,
        "practice_name": found.practice_name,
        "day": day_words(found.starts_at.astimezone(zone).date()),
        "times": times,
        "until": moment_words(found.until, zone),
        "policy": found.policy,
        "policy_fault": (faults or {}).get("policy", ""),
        "refused": refused,
        "facts": [
            Fact(_("Service"), found.service),
            Fact(_("With"), found.clinician),
            Fact(_("Where"), place_words(found.place)),
        ],
    }
    return render(request, "online/offer.html", context, status=status)
