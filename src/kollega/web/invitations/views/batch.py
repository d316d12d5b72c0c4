"""The form for new members: addresses, one account type, one offer, roles."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kollega.catalogue.errors import UnknownPlan
from kollega.catalogue.rules.offers import Offer
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission, Role
from kollega.practices.queries.practices import PracticeFacts, practice
from kollega.practices.rules.roles import GIVEN_BY_ADMINS
from kollega.teams.errors import NobodyInvited
from kollega.teams.operations.inviting import Outcome, invite
from kollega.teams.queries.elsewhere import people_elsewhere
from kollega.teams.queries.offering import Offering, offering
from kollega.teams.rules.batches import FAULT_WORDS, Finding, addresses_in
from kollega.web.invitations.forms import BatchForm
from kollega.web.invitations.words import OutcomeView, choice, finding_words, type_choice
from kollega.web.refused import show_in

TONES = {
    Finding.INVITED: "good",
    Finding.ALREADY_INVITED: "warn",
    Finding.ALREADY_MEMBER: "warn",
}


@practice_page(Permission.INVITATION_MANAGE)
@require_http_methods(["GET", "POST"])
def new(request: PracticeRequest) -> HttpResponse:
    """Invite several people at once; what became of each address is said beside it."""
    facts, given = practice(request.actor), offering(request.actor)
    form = _form(request, facts, given)
    outcomes: list[Outcome] = []
    if request.method == "POST" and form.is_valid():
        try:
            outcomes = _invite(request, form)
        except NobodyInvited as refusal:
            outcomes = list(refusal.outcomes)
            show_in(form, refusal)
        except Refusal as refusal:
            show_in(form, refusal)
        else:
            if all(outcome.finding is Finding.INVITED for outcome in outcomes):
                messages.success(request, _sent(len(outcomes)))
                return redirect("invitations:pending", facts.slug)
            return _page(request, facts, given, _form(request, facts, given, left=_left(outcomes)), outcomes)
    return _page(request, facts, given, form, outcomes)


def _invite(request: PracticeRequest, form: BatchForm) -> list[Outcome]:
    data = form.cleaned_data
    return invite(
        request.actor,
        emails=[*addresses_in(data["emails"]), *data.get("people", [])],
        plan_id=data["account_type"],
        offer=Offer(data.get("offer") or Offer.THEMSELVES),
        roles=form.wanted_roles,
        areas=form.wanted_areas,
        title=data["title"],
    )


def _left(outcomes: list[Outcome]) -> str:
    """Return the addresses that need another look, for the empty form."""
    return "\n".join(outcome.address for outcome in outcomes if outcome.finding in FAULT_WORDS)


def _form(request: PracticeRequest, facts: PracticeFacts, given: Offering, *, left: str | None = None) -> BatchForm:
    """`left` begins a form anew with these addresses."""
    types = [type_choice(plan, facts.currency, given.cycle) for plan in given.types]
    if not types:
        raise UnknownPlan
    return BatchForm(
        request.POST if request.method == "POST" and left is None else None,
        types=types,
        roles=[role for role in Role if role in GIVEN_BY_ADMINS],
        has_areas=given.has_areas,
        people=_people(request),
        offers=given.offers,
        initial={
            "emails": left or "",
            "account_type": types[0][0],
            "offer": given.offers[0] if given.offers else None,
            "roles": [Role.CLINICIAN],
        },
    )


def _people(request: PracticeRequest) -> list[tuple[str, Any]]:
    grouped: dict[str, tuple[str, list[str]]] = {}
    teams: dict[str, list[str]] = defaultdict(list)
    for person in people_elsewhere(request.actor):
        grouped.setdefault(person.email, (person.name, []))
        teams[person.email].append(person.practice_name)
    return [(email, choice(name, f"{email}, {', '.join(teams[email])}")) for email, (name, _) in grouped.items()]


def _page(
    request: PracticeRequest, facts: PracticeFacts, given: Offering, form: BatchForm, outcomes: list[Outcome]
) -> HttpResponse:
    views = [OutcomeView(o.address, finding_words(o.finding), TONES.get(o.finding, "bad")) for o in outcomes]
    invited = sum(outcome.finding is Finding.INVITED for outcome in outcomes)
    context = {
        "form": form,
        "facts": facts,
        "offering": given,
        "outcomes": views,
        "sent": _sent(invited) if invited else "",
        "area": "team",
    }
    return render(request, "invitations/new.html", context, status=422 if form.errors else 200)


def _sent(number: int) -> str:
    words = ngettext("%(number)s invitation is on its way.", "%(number)s invitations are on their way.", number)
    return words % {"number": number}
