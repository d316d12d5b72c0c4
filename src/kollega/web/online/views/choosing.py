"""The steps up to the time: service, who, where, when. Their choices stand in the address; nothing is stored yet."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from kollega.edge.answers import sentence
from kollega.kernel.errors import NotFound
from kollega.online.errors import DraftOver, TimeChosenGone
from kollega.online.limits import HELD_BY_NETWORK, HELD_BY_PRACTICE
from kollega.online.operations.drafting import choose_time
from kollega.online.queries.drafts import draft as draft_of
from kollega.online.queries.pages import open_page
from kollega.online.queries.times import times
from kollega.platform.limits import hit
from kollega.scheduling.rules.localtime import local_day
from kollega.web.online.day_words import button_of, days_of, short_moment, week_words
from kollega.web.online.door import VisitorRequest, booking_page
from kollega.web.online.facts import length_words, place_words, step_context
from kollega.web.online.path import ANYONE, Path, day_asked, path_from
from kollega.web.plans.money import amount_words

WEEK = timedelta(days=7)


@booking_page
@require_GET
def service(request: VisitorRequest, slug: str) -> HttpResponse:
    path = path_from(request, slug, open_page(request.actor))
    choices = [
        {
            "url": _next_url(path.choosing(service=one, place=None)),
            "name": one.name,
            "length": length_words(one),
            "price": amount_words(one.price_minor, one.currency) if one.price_minor else "",
        }
        for one in path.page.services
        if not path.only or (path.clinician and one.id in path.clinician.service_ids)
    ]
    return render(request, "online/service.html", {**_context(request, path, "service"), "choices": choices})


@booking_page
@require_GET
def clinician_page(request: VisitorRequest, slug: str, clinician: str) -> HttpResponseBase:
    """The address of one clinician's page leads to the first step for them alone."""
    page = open_page(request.actor)
    if not any(one.slug == clinician for one in page.clinicians):
        raise NotFound
    return redirect(f"{reverse('online:service', args=[slug])}?{urlencode({'with': clinician})}")


@booking_page
@require_GET
def who(request: VisitorRequest, slug: str) -> HttpResponseBase:
    path = path_from(request, slug, open_page(request.actor))
    if path.missing() == "service" or "who" not in path.steps():
        return redirect(_next_url(path))
    choices = [
        {"url": _next_url(path.choosing(who=one.slug, place=None)), "name": one.name, "title": one.title}
        for one in path.clinicians
    ]
    context = {**_context(request, path, "who"), "choices": choices}
    return render(request, "online/who.html", {**context, "any_url": _next_url(path.choosing(who=ANYONE, place=None))})


@booking_page
@require_GET
def place(request: VisitorRequest, slug: str) -> HttpResponseBase:
    path = path_from(request, slug, open_page(request.actor))
    if path.missing() in ("service", "who") or "place" not in path.steps():
        return redirect(_next_url(path))
    choices = [{"url": path.choosing(place=one).url("time"), "name": place_words(one)} for one in path.places]
    return render(request, "online/place.html", {**_context(request, path, "place"), "choices": choices})


@booking_page
@require_http_methods(["GET", "HEAD", "POST"])
def time(request: VisitorRequest, slug: str) -> HttpResponseBase:
    """GET shows a week of free times; POST keeps one for ten minutes and goes on."""
    path = path_from(request, slug, open_page(request.actor))
    if path.missing() != "time":
        return redirect(_next_url(path))
    if request.method != "POST":
        return _times(request, path)
    try:
        starts_at = datetime.fromisoformat(request.POST.get("at", ""))
    except ValueError:
        return _times(request, path, status=422)
    if starts_at.tzinfo is None or path.service is None:
        return _times(request, path, status=422)
    hit(HELD_BY_NETWORK, request.network)
    hit(HELD_BY_PRACTICE, request.actor.practice_id)
    only = path.clinician if path.only else None
    wanted: dict[str, Any] = {
        "service_id": path.service.id,
        "clinician_id": _chosen_id(path),
        "place": path.place or path.places[0],
        "starts_at": starts_at,
        "only_id": only.id if only else None,
    }
    try:
        started = choose_time(request.actor, **wanted, secret=path.draft)
    except DraftOver:
        started = choose_time(request.actor, **wanted)
    except TimeChosenGone as refusal:
        return _times(request, path, gone=refusal, status=refusal.status)
    return redirect("online:details", slug, started.secret)


def _times(
    request: VisitorRequest, path: Path, *, gone: TimeChosenGone | None = None, status: int = 200
) -> HttpResponse:
    zone = request.actor.timezone
    today = local_day(request.actor.at, zone)
    last = today + timedelta(days=path.page.settings.ahead_days)
    first = day_asked(request.GET, today, last)
    assert path.service is not None
    found = times(
        request.actor,
        service_id=path.service.id,
        clinician_id=_chosen_id(path),
        place=path.place or path.places[0],
        first=first,
        last=min(first + WEEK - timedelta(days=1), last),
        ignoring_hold=_own_hold(request, path),
    )
    upcoming = found.next_free
    context = {
        "days": days_of(list(found.slots), zone),
        "week": week_words(first),
        "first_free": button_of(found.slots[0].starts_at, zone, with_day=True)
        if found.slots and first == today
        else None,
        "earlier_url": path.url("time", **{"from": max(today, first - WEEK).isoformat()}) if first > today else "",
        "later_url": path.url("time", **{"from": (first + WEEK).isoformat()}) if first + WEEK <= last else "",
        "next_free": short_moment(upcoming.starts_at, zone) if upcoming else "",
        "next_url": path.url("time", **{"from": local_day(upcoming.starts_at, zone).isoformat()}) if upcoming else "",
        "gone": sentence(gone) if gone else "",
        "alternatives": [
            button_of(slot.starts_at, zone, with_day=True) for slot in (gone.details["alternatives"] if gone else ())
        ],
        "zone": request.actor.zone if path.place and path.place.value == "video" else "",
        "waiting_url": _waiting_url(path),
    }
    return render(request, "online/time.html", {**_context(request, path, "time"), **context}, status=status)


def _own_hold(request: VisitorRequest, path: Path) -> UUID | None:
    if not path.draft:
        return None
    try:
        return draft_of(request.actor, secret=path.draft).hold_id
    except DraftOver:
        return None


def _chosen_id(path: Path) -> UUID | None:
    if path.clinician:
        return path.clinician.id
    return path.clinicians[0].id if len(path.clinicians) == 1 else None


def _waiting_url(path: Path) -> str:
    return path.url("waiting") if path.page.settings.waiting_list else ""


def _next_url(path: Path) -> str:
    return path.url(path.missing())


def _context(request: VisitorRequest, path: Path, step: str) -> dict[str, Any]:
    return step_context(path, step, zone=request.actor.timezone)
