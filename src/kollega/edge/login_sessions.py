"""Who asks: the login session behind the cookie, checked on the server for every request (SS-2).

A request with the header `X-Poll: 1` was made by a timer: it is checked like any other, but it does not keep the
login alive.
"""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from kollega.accounts.models import Person
from kollega.accounts.operations import login_sessions
from kollega.accounts.queries.sessions import Login, authenticated_at, running_login
from kollega.edge.visits import visit_of
from kollega.platform.requests import unavailable

LOGIN = "login"


class Sessions(SessionMiddleware):
    """Django's sessions, only at our own address, and answering 503 instead of 500 while the database is away."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:  # type: ignore[override]  # may answer
        try:
            request.get_host()
        except DisallowedHost:
            # 127.0.0.1 instead of localhost, for example: passkeys and cookies belong to one name.
            if request.method == "GET":
                return redirect(f"{settings.PUBLIC_URL}{request.get_full_path()}")
            return HttpResponse(status=400)
        super().process_request(request)
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (OperationalError, InterfaceError):
            return unavailable()


class LoginSessions:
    """Sets `request.user` and `request.login`; both are empty for a stranger or a login that is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            self._identify(request)
        except (OperationalError, InterfaceError):
            return unavailable()
        return self.get_response(request)

    def _identify(self, request: HttpRequest) -> None:
        set_login(request, None, None)
        if not request.session.session_key or not request.session.get(LOGIN):
            return
        found = running_login(UUID(request.session[LOGIN]), authenticated_at=authenticated_at(request))
        if found is None:
            request.session.flush()
            return
        login, person = found
        visit = visit_of(request)
        if login.is_over(visit.at):
            login_sessions.expire(login, visit=visit)
            request.session.flush()
            return
        if request.headers.get("X-Poll") != "1" and login.should_be_seen(visit.at):
            login_sessions.seen(login, visit=visit)
        set_login(request, login, person)


def set_login(request: HttpRequest, login: Login | None, person: Person | None) -> None:
    request.login = login  # type: ignore[attr-defined]  # read through `login_of`
    request.user = person or AnonymousUser()


def login_of(request: HttpRequest) -> Login:
    """Return the login session of a request that has one (any view declared `signed_in` or `practice_page`)."""
    login: Login | None = getattr(request, "login", None)
    if login is None:
        raise RuntimeError("the view is not declared as signed_in")
    return login


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether this login has shown a second factor."""
    login: Login | None = getattr(request, "login", None)
    return login is not None and login.second_factor
