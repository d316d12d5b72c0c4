"""What a route demands before its view runs, declared on the view and listed by `kollega routes`.

Every view carries exactly one of these declarations; a contract test fails the build for one that does not.
`practice_page` resolves the practice in the address for the person who asks: outsiders get 404, insiders
without the right 403. `operator_page` answers everybody but an operator as if there were no such address.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect

from kollega.accounts.models import Person
from kollega.edge.actors import actor_for
from kollega.edge.answers import refusal_page
from kollega.edge.login_sessions import has_second_factor
from kollega.edge.second_factor import second_factor_first
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.operator.queries.operators import is_operator
from kollega.platform.operations import turn_away
from kollega.platform.tenancy import tenant
from kollega.practices.queries.memberships import membership_in

View = Callable[..., HttpResponseBase]
Kind = Literal["public", "signed_in", "practice", "operator", "api"]


@dataclass(frozen=True, slots=True)
class Access:
    kind: Kind
    permission: Permission | None = None
    reason: str = ""


class SignedInRequest(HttpRequest):
    """A request whose person is known."""

    user: Person


class PracticeRequest(HttpRequest):
    """A request whose practice and person are known."""

    actor: Actor
    user: Person


class OperatorRequest(HttpRequest):
    """A request of somebody who runs the installation."""

    user: Person


def public(reason: str) -> Callable[[View], View]:
    """Anybody may call the route; `reason` says why that is right."""

    def wrap(view: View) -> View:
        return _declared(view, Access("public", reason=reason), _refusals_as_pages(view))

    return wrap


def signed_in(view: View) -> View:
    """Only a person with a login session; the route belongs to no practice."""

    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        with tenant(None, request.user.pk):
            return _refusals_as_pages(view)(request, *args, **kwargs)

    return _declared(view, Access("signed_in"), run)


def practice_page(permission: Permission) -> Callable[[View], View]:
    """A page below `/p/<practice>/`: the person must be a member with this right."""

    def wrap(view: View) -> View:
        def run(request: HttpRequest, practice: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return sign_in_first(request)
            person = request.user
            with tenant(None, person.pk):
                member = membership_in(person.pk, practice)
            if member is None:
                return refusal_page(request, NotFound())
            first = second_factor_first(request, member)
            if first is not None:
                return first
            known = cast("PracticeRequest", request)
            with tenant(member.practice_id, person.pk), timezone.override(ZoneInfo(member.zone)):
                try:
                    known.actor = actor_for(request, member)
                except Refusal as refusal:
                    return refusal_page(request, refusal)
                if not known.actor.may(permission):
                    reads = request.method in ("GET", "HEAD")
                    return refusal_page(request, turn_away(known.actor, _place(view), reads=reads, arguments=kwargs))
                return _refusals_as_pages(view)(known, **kwargs)

        return _declared(view, Access("practice", permission), run)

    return wrap


def _place(view: View) -> str:
    """The dotted name of a page, as the log keeps it: `web.clients.views.card`."""
    return f"{view.__module__}.{getattr(view, '__name__', '')}".removeprefix("kollega.")


def operator_page(view: View) -> View:
    """A page of the back office: an operator, re-read on each request, who has shown a second factor.

    For everybody else the address does not exist, and a form sent there is not even looked at (TI-7).
    """
    guarded = csrf_protect(_refusals_as_pages(view))

    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = request.user
        if not person.is_authenticated or not has_second_factor(request) or not is_operator(person.pk):
            raise Http404
        with tenant(None, person.pk):
            return guarded(request, *args, **kwargs)

    run.csrf_exempt = True  # type: ignore[attr-defined]  # checked behind the guard instead
    return _declared(view, Access("operator"), run)


def sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """401 for a fragment (the page's script opens sign-in over it), else the sign-in page."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path())


def _refusals_as_pages(view: View) -> View:
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return refusal_page(request, refusal)

    return run


def _declared(view: View, access: Access, run: View) -> View:
    wrapped = functools.wraps(view)(run)
    wrapped.access = access  # type: ignore[attr-defined]  # read by the route list and the contract tests
    return wrapped
