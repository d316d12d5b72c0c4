"""Pages of the practice itself: start, founding, settings."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kollega.edge.access import PracticeRequest, SignedInRequest, practice_page, public, signed_in
from kollega.kernel import clock
from kollega.kernel.errors import BadInput
from kollega.kernel.permissions import Permission, Role
from kollega.practices.errors import SlugTaken
from kollega.practices.operations.settings import change_practice
from kollega.practices.queries.practices import practice as practice_facts
from kollega.practices.queries.team_facts import team_facts
from kollega.practices.rules.countries import COUNTRIES
from kollega.practices.rules.slugs import slug_of
from kollega.teams.operations.founding import found_practice
from kollega.teams.queries.own import OwnPractice, practices_of
from kollega.web.operator.door import back_office_address
from kollega.web.plans.words import plan_name
from kollega.web.practices.forms import FoundingForm, PracticeForm
from kollega.web.practices.words import ROLE_WORDS
from kollega.web.refused import show_in

SLUG_TRIES = 20


@public("it only leads on: to sign-in, or to the person's own practices")
def start(request: HttpRequest) -> HttpResponse:
    """The first address: on to the only practice, to the choice of practices, or to sign-in."""
    if not request.user.is_authenticated:
        return redirect("/signin/")
    return redirect("practices:choose")


@signed_in
def choose(request: SignedInRequest) -> HttpResponse:
    """The person's practices, owned and joined (T2); with one of them straight there, unless `?all` asks for the list.

    Somebody who has none yet chooses between starting one and accepting an invitation.
    """
    rows = [_choice(row) for row in practices_of(request.user.pk, clock.now())]
    if not rows and (office := back_office_address(request)):
        return redirect(office)
    if not rows:
        return render(request, "practices/welcome.html", {"address": request.user.email})
    if len(rows) == 1 and "all" not in request.GET:
        return redirect("practices:home", rows[0]["slug"])
    context = {
        "owned": [row for row in rows if row["is_owned"]],
        "joined": [row for row in rows if not row["is_owned"]],
    }
    return render(request, "practices/choose.html", context)


def _choice(known: OwnPractice) -> dict[str, Any]:
    return {
        "slug": known.slug,
        "name": known.name,
        "roles": [ROLE_WORDS[role] for role in sorted(known.roles, key=list(Role).index)],
        "account_type": plan_name(known.account_type),
        "member_count": known.member_count,
        "is_owned": known.is_owned,
    }


@signed_in
def found(request: SignedInRequest) -> HttpResponse:
    """The first step of a new practice."""
    usual = COUNTRIES["SE"]
    for known in COUNTRIES.values():
        if known.language == request.user.language:
            usual = known
            break
    initial = {"country": _country_of(request.user.language), "zone": usual.zone, "currency": usual.currency}
    form = FoundingForm(request.POST or None, initial={**initial, "language": request.user.language})
    if request.method == "POST" and form.is_valid():
        slug = _found(request, form)
        if slug:
            first = "practices:first_hours" if form.cleaned_data["sees_clients"] else "practices:first_service"
            return redirect(first, slug)
    status = 422 if form.errors else 200
    return render(request, "practices/found.html", {"form": form}, status=status)


def _country_of(language: str) -> str:
    return next((code for code, usual in COUNTRIES.items() if usual.language == language), "SE")


def _found(request: SignedInRequest, form: FoundingForm) -> str | None:
    """Found the practice under the first free address made from its name; None when refused."""
    base = slug_of(form.cleaned_data["name"])
    for number in range(SLUG_TRIES):
        slug = base if number == 0 else f"{base}-{number + 1}"
        try:
            found_practice(
                person_id=request.user.pk,
                display_name=request.user.name,
                slug=slug,
                at=clock.now(),
                **form.cleaned_data,
            )
        except SlugTaken as refusal:
            if number == SLUG_TRIES - 1:
                show_in(form, refusal)
        except BadInput as refusal:
            show_in(form, refusal)
            return None
        else:
            return slug
    return None


@practice_page(Permission.DELEGATION_SEE)
def home(request: PracticeRequest) -> HttpResponse:
    """The first page of a practice: own day or front desk of whoever books, else calendar, team, or grants."""
    slug = team_facts(request.actor.practice_id).slug
    if Role.CLINICIAN not in request.actor.roles and request.actor.may(Permission.APPOINTMENT_CHANGE):
        return redirect("calendar:desk", slug)
    for right, place in _HOMES:
        if request.actor.may(right):
            return redirect(place, slug)
    return redirect("delegation:list", slug)


_HOMES = (
    (Permission.APPOINTMENT_BOOK, "calendar:today"),
    (Permission.CALENDAR_SEE, "calendar:calendar"),
    (Permission.MEMBER_SEE, "team:team"),
)


@practice_page(Permission.PRACTICE_SEE)
def settings_page(request: PracticeRequest) -> HttpResponse:
    """The settings' first page: everything that may be set, by what the person may do."""
    return render(
        request,
        "practices/settings.html",
        {
            "facts": practice_facts(request.actor),
            "may_manage": request.actor.may(Permission.PRACTICE_MANAGE),
            "may_bill": request.actor.may(Permission.BILLING_MANAGE),
            "may_see_calendar": request.actor.may(Permission.CALENDAR_SEE),
            "may_share_rooms": request.actor.may(Permission.ROOM_MANAGE),
            "may_import_clients": request.actor.may(Permission.CLIENT_IMPORT),
            "may_import_calendar": request.actor.may(Permission.CALENDAR_IMPORT),
            "area": "settings",
        },
    )


@practice_page(Permission.PRACTICE_MANAGE)
def facts(request: PracticeRequest) -> HttpResponse:
    """Name, country, zone, currency, language of the practice."""
    known = practice_facts(request.actor)
    initial = {name: getattr(known, name) for name in PracticeForm.base_fields}
    form = PracticeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_practice(request.actor, **form.cleaned_data)
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("practices:facts", known.slug)
    status = 422 if form.errors else 200
    return render(request, "practices/facts.html", {"form": form, "facts": known, "area": "settings"}, status=status)
