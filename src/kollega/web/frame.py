"""The frame of a signed-in page, filled from the request: menu by rights, practices of the person."""

from django.http import HttpRequest
from django.urls import reverse

from kollega.journal.queries.lists import unsigned_count
from kollega.journal.queries.shares import ShareCounts, share_counts
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission, Role
from kollega.online.queries.requests import open_request_count
from kollega.practices.queries.memberships import MembershipOfPerson, memberships_of
from kollega.web.delegation.strip import acting_for
from kollega.web.demo.strip import demo_strip
from kollega.web.practices.words import main_role
from kollega.web.shell import PersonView, PracticeChoice, Shell, build_shell, shell

# Area of the menu, the right it needs, the name of its address.
PLACES: tuple[tuple[str, Permission, str], ...] = (
    ("today", Permission.APPOINTMENT_BOOK, "calendar:today"),
    ("desk", Permission.APPOINTMENT_CHANGE, "calendar:desk"),
    ("calendar", Permission.CALENDAR_SEE, "calendar:calendar"),
    ("requests", Permission.APPOINTMENT_CHANGE, "online_setup:requests"),
    ("clients", Permission.CLIENT_LIST, "clients:list"),
    ("notes", Permission.NOTE_SIGN, "journal:unsigned"),
    ("colleagues", Permission.NOTE_VIEW_TEAM, "journal:colleagues"),
    ("log", Permission.LOG_READ, "log:list"),
    ("team", Permission.MEMBER_SEE, "team:team"),
    ("settings", Permission.TOKEN_MANAGE, "practices:settings"),
)


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: what `web.shell.shell` gives, with the frame of this request."""
    if not hasattr(request, "shell"):
        request.shell = _shell(request)  # type: ignore[attr-defined]  # read by the context processor below
    return shell(request)


def _shell(request: HttpRequest) -> Shell:
    # A page that failed before its session was read has no person.
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return Shell(sign_in_url=reverse("accounts:sign_in"))
    actor: Actor | None = getattr(request, "actor", None)
    memberships = memberships_of(person.pk)
    shared = share_counts(actor) if actor and actor.may(Permission.NOTE_READ) else None
    here = next((m for m in memberships if actor and m.practice_id == actor.practice_id), None)
    return build_shell(
        person=PersonView(
            name=person.name, account_url=reverse("accounts:account"), sign_out_url=reverse("accounts:sign_out")
        ),
        sign_in_url=reverse("accounts:sign_in"),
        sign_in_dialog_url=reverse("accounts:sign_in"),
        teams_url=f"{reverse('practices:choose')}?all=1",
        practice=_choice(here, current=True) if here else None,
        practices=[_choice(m, current=m is here) for m in memberships],
        urls=_places(actor, here.practice_slug, shared) if actor and here else {},
        counts=_counts(actor, shared) if actor else {},
        new_url=_if_may(actor, Permission.APPOINTMENT_BOOK, "calendar:new", here),
        search_url=_if_may(actor, Permission.CLIENT_LIST, "clients:palette", here),
        acting_for=acting_for(actor, here.practice_slug) if here else None,
        demo=demo_strip(),
    )


def _counts(actor: Actor, shared: ShareCounts | None) -> dict[str, int]:
    counts = {"notes": unsigned_count(actor)} if actor.may(Permission.NOTE_READ) else {}
    if actor.may(Permission.APPOINTMENT_CHANGE):
        counts["requests"] = open_request_count(actor)
    if shared:
        counts["shared"] = shared.new
    return counts


def _choice(membership: MembershipOfPerson, *, current: bool) -> PracticeChoice:
    return PracticeChoice(
        name=membership.practice_name,
        role=main_role(membership.roles),
        url=reverse("practices:home", args=[membership.practice_slug]),
        current=current,
    )


def _places(actor: Actor, slug: str, shared: ShareCounts | None) -> dict[str, str]:
    """Who sees clients begins with the own day; who works in the calendars of others with the front desk (B9).

    Notes shared with somebody have a place in the menu while there are any (N7).
    """
    changes = actor.may(Permission.APPOINTMENT_CHANGE)
    hidden = {"desk" if Role.CLINICIAN in actor.roles else "today" if changes else ""}
    if Permission.APPOINTMENT_CHANGE in actor.limited_rights:
        # Requests of the booking page are closed to delegates.
        hidden.add("requests")
    places = {key: reverse(name, args=[slug]) for key, right, name in PLACES if key not in hidden and actor.may(right)}
    if shared and shared.running:
        places["shared"] = reverse("journal:shared", args=[slug])
    return places


def _if_may(actor: Actor | None, permission: Permission, name: str, here: MembershipOfPerson | None) -> str:
    if actor is None or here is None or not actor.may(permission):
        return ""
    return reverse(name, args=[here.practice_slug])
