"""Turning a proven identity into a login session of this browser, and ending it."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import rotate_token

from kollega.accounts.models import AccountEvent
from kollega.accounts.operations import login_sessions
from kollega.accounts.operations.activity import note
from kollega.audit.operations.recording import record
from kollega.edge.actors import actor_of
from kollega.edge.known_browser import known_browser, remember_person
from kollega.edge.login_sessions import LOGIN, login_of
from kollega.edge.visits import visit_of
from kollega.kernel.actor import Source
from kollega.platform.operations import Action
from kollega.platform.tenancy import tenant
from kollega.practices.queries.memberships import memberships_of

AUTHENTICATED_AT = "authenticated_at"
PENDING = "pending"
PENDING_LIFE = timedelta(minutes=10)


def sign_in(request: HttpRequest, response: HttpResponseBase, person_id: UUID, *, second_factor: bool) -> None:
    """Give the browser a new session id and a login session; every step must have been passed.

    The CSRF token stays when the same person comes back in the same browser, so that other tabs, whose text waits
    to be sent, go on without a reload.
    """
    visit = visit_of(request)
    _, people = known_browser(request)
    request.session.flush()
    login_id = login_sessions.start(person_id, second_factor=second_factor, visit=visit)
    _tell_practices(request, person_id, Action.LOGIN, login_id)
    request.session[LOGIN] = str(login_id)
    request.session[AUTHENTICATED_AT] = visit.at.timestamp()
    if people[-1:] != (person_id,):
        rotate_token(request)
    remember_person(request, response, person_id)


def confirm(request: HttpRequest) -> None:
    """The person has just authenticated again: renew the session id; other tabs share the cookie and go on."""
    visit = visit_of(request)
    renew(request)
    request.session[AUTHENTICATED_AT] = visit.at.timestamp()
    note(login_of(request).person_id, AccountEvent.Kind.CONFIRMED, visit)


def renew(request: HttpRequest) -> None:
    """Change the session id and keep what the session holds."""
    request.session.cycle_key()


def sign_out(request: HttpRequest, response: HttpResponseBase) -> None:
    """End the login on the server and clear what the browser keeps of this site (SS-4)."""
    login = login_of(request)
    _tell_practices(request, login.person_id, Action.LOGOUT, login.id)
    login_sessions.sign_out(login, visit=visit_of(request))
    request.session.flush()
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.headers["Cache-Control"] = "no-store"


def _tell_practices(request: HttpRequest, person_id: UUID, action: Action, login_id: UUID) -> None:
    """Write the sign-in or sign-out into the log of each practice of the person (L1)."""
    with tenant(None, person_id):
        memberships = memberships_of(person_id)
    for membership in memberships:
        actor = actor_of(membership, language="en", source=Source.PAGE, request_id=getattr(request, "request_id", ""))
        with tenant(membership.practice_id, person_id):
            record(actor, action, "login_session", login_id)


def begin_second_step(request: HttpRequest, person_id: UUID, *, next_page: str) -> None:
    """Keep who has given the right password, under a new session id; this is not a login yet."""
    request.session.flush()
    request.session[PENDING] = {
        "person": str(person_id),
        "at": visit_of(request).at.timestamp(),
        "next": next_page,
    }


def pending_person(request: HttpRequest) -> tuple[UUID, str] | None:
    """Return who is between the two steps and where they want to go, or None when that is too long ago."""
    held = request.session.get(PENDING)
    if not held or visit_of(request).at.timestamp() - held["at"] > PENDING_LIFE.total_seconds():
        return None
    return UUID(held["person"]), held["next"]
