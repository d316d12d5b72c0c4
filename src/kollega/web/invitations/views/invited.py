"""What the holder of an invitation sees: whose it is, what it changes, and the button that accepts it (I3 to I5)."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kollega.accounts.models import Person
from kollega.accounts.operations import signing_up
from kollega.accounts.queries.people import has_account
from kollega.edge import signing_in as edge
from kollega.edge.access import public
from kollega.edge.answers import field_sentences, sentence
from kollega.edge.guests import guest_actor
from kollega.edge.headers import secret_address
from kollega.edge.visits import visit_of
from kollega.kernel import clock
from kollega.kernel.errors import Refusal
from kollega.platform.limits import hit
from kollega.teams import limits
from kollega.teams.errors import LinkGone
from kollega.teams.operations.accepting import accept
from kollega.teams.operations.reissuing import ask_for_new_invitation
from kollega.teams.queries.holders import GoodInvitation, good_invitation
from kollega.teams.queries.previews import Preview, preview
from kollega.web.accounts.answers import signed_in_answer
from kollega.web.invitations.answers import dead_link
from kollega.web.invitations.forms import InvitedPersonForm
from kollega.web.invitations.views.pending import role_words
from kollega.web.invitations.words import consequence_words, date_words, name_of_type


@public("the mailed token opens it; without a good one there is one page for everybody")
@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """GET shows and never accepts, however often a mail scanner asks; POST accepts (IN-7)."""
    found = _found(request, token)
    if found is None:
        return dead_link(request, token)
    if not request.user.is_authenticated:
        return redirect(_sign_in(token)) if request.method == "POST" else _stranger(request, token, found)
    if request.method != "POST":
        return _page(request, request.user, token, found)
    actor = guest_actor(request, request.user, practice_id=found.place.practice_id, zone=found.place.zone)
    try:
        accept(actor, token=token, seen=request.POST.get("seen", "")[:40])
    except LinkGone:
        return dead_link(request, token)
    except Refusal as refusal:
        return _page(request, request.user, token, found, refusal)
    messages.success(request, _("You are a member of %(team)s now.") % {"team": found.place.name})
    return redirect("practices:home", found.place.slug)


@public("the mailed token proves the address of the new account, as a sign-up link does")
@secret_address
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, token: str) -> HttpResponseBase:
    """Make an account with the invited address and sign in; it still accepts nothing."""
    found = _found(request, token)
    if found is None:
        return dead_link(request, token)
    if request.method != "POST" or request.user.is_authenticated or has_account(found.email):
        return redirect("invitations:invitation", token)
    form = InvitedPersonForm(request.POST)
    if not form.is_valid():
        return _stranger(request, token, found, form, status=422)
    try:
        person_id = signing_up.register_invited(
            address=found.email,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            language=get_language() or "en",
            visit=visit_of(request),
        )
    except Refusal as refusal:
        for name, words in field_sentences(refusal).items():
            form.add_error(name if name in form.fields else None, words)
        if not form.errors:
            form.add_error(None, sentence(refusal))
        return _stranger(request, token, found, form, status=refusal.status)
    here = reverse("invitations:invitation", args=[token])
    return signed_in_answer(request, person_id, second_factor=False, next_address=here)


@public("leads somebody who is signed in with another account to signing in with the invited one")
@secret_address
@require_POST
def switch(request: HttpRequest, token: str) -> HttpResponseBase:
    response = redirect(_sign_in(token) if good_invitation(token, clock.now()) else reverse("accounts:sign_in"))
    if request.user.is_authenticated:
        edge.sign_out(request, response)
    return response


@public("anybody may ask; the answer is the same whether or not there is an invitation")
@secret_address
@require_POST
def ask_again(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask the administrators for a new invitation; nothing is said about any team (I3)."""
    ask_for_new_invitation(token=token, network=visit_of(request).network)
    return redirect("invitations:asked")


@public("says the same to everybody who has asked")
@require_safe
def asked(request: HttpRequest) -> HttpResponseBase:
    return render(request, "invitations/asked_again.html")


def _found(request: HttpRequest, token: str) -> GoodInvitation | None:
    hit(limits.LOOKED_AT_BY_NETWORK, visit_of(request).network)
    return good_invitation(token, clock.now())


def _sign_in(token: str) -> str:
    here = reverse("invitations:invitation", args=[token])
    return f"{reverse('accounts:sign_in')}?{urlencode({'next': here})}"


def _stranger(
    request: HttpRequest, token: str, found: GoodInvitation, form: InvitedPersonForm | None = None, *, status: int = 200
) -> HttpResponseBase:
    """Nobody is signed in: sign in, or make the account when nobody has the address."""
    context = {
        **_around(token, found),
        "has_account": has_account(found.email),
        "form": form or InvitedPersonForm(),
        "sign_in_url": _sign_in(token),
    }
    return render(request, "invitations/stranger.html", context, status=status)


def _page(
    request: HttpRequest, person: Person, token: str, found: GoodInvitation, refusal: Refusal | None = None
) -> HttpResponseBase:
    """What the person who is signed in can do with it: accept, or sign in with another account."""
    if person.email != found.email:
        context = {**_around(token, found), "signed_in_as": person.email}
        status = refusal.status if refusal else 200
        return render(request, "invitations/other_account.html", context, status=status)
    seen = preview(person.pk, found, clock.now())
    said = refusal or seen.refusal
    context = {
        **_around(token, found),
        "signed_in_as": person.email,
        "consequences": _lines(seen),
        "seen": seen.fingerprint,
        "refused": sentence(said) if said else "",
        "can_accept": seen.refusal is None,
    }
    return render(request, "invitations/accept.html", context, status=refusal.status if refusal else 200)


def _lines(seen: Preview) -> list[str]:
    return [consequence_words(told, seen.zone) for told in seen.consequences]


def _around(token: str, found: GoodInvitation) -> dict[str, object]:
    return {
        "token": token,
        "team": found.place.name,
        "inviter": found.inviter,
        "email": found.email,
        "roles": role_words(found.roles, found.areas),
        "account_type": name_of_type(found.plan_id),
        "until": date_words(found.expires_at, found.place.timezone),
    }
