"""What every page about one client shows around its content: head, tabs, and who may act.

Pages of other areas about one client extend `clients/frame.html` and put `client_frame(...)` into their context.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kollega.clients.queries.access import ClientHead
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission


@dataclass(frozen=True, slots=True)
class Tab:
    label: str | Promise
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class TabPlace:
    """A tab: its word, its address, the right it needs, and whether it shows what is written about the client."""

    key: str
    label: str | Promise
    address: str
    permission: Permission
    of_record: bool


PLACES = (
    TabPlace("overview", _("Overview"), "clients:card", Permission.CLIENT_OPEN, False),
    TabPlace("appointments", _("Appointments"), "clients:appointments", Permission.CALENDAR_SEE, False),
    TabPlace("notes", _("Notes"), "journal:of_client", Permission.NOTE_READ, True),
    TabPlace("documents", _("Documents"), "documents:of_client", Permission.DOCUMENT_READ, True),
    TabPlace("settings", _("Settings"), "clients:care", Permission.CLIENT_INFORMATION, True),
    TabPlace("records", _("Export"), "records:of_client", Permission.RECORD_EXPORT, True),
    TabPlace("log", _("Log"), "clients:log", Permission.CLIENT_INFORMATION, True),
)


def slug_of(request: HttpRequest) -> str:
    """The practice's word in the address of this request."""
    match = request.resolver_match
    return str(match.kwargs["practice"]) if match else ""


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, also when nothing is in it; None when no form was sent."""
    return request.POST if request.method == "POST" else None


def client_frame(request: HttpRequest, actor: Actor, head: ClientHead, current: str) -> dict[str, Any]:
    """Return the context of `clients/frame.html`; `current` is the key of the open tab."""
    slug = slug_of(request)
    return {
        "head": head,
        "slug": slug,
        "tabs": _tabs(slug, actor, head, current),
        "may_edit": head.may_edit,
        "may_write": head.takes_part,
        "may_book": actor.may(Permission.APPOINTMENT_BOOK),
        "may_write_note": actor.may(Permission.NOTE_WRITE) and head.takes_part and current != "notes",
        "area": "clients",
    }


def _tabs(slug: str, actor: Actor, head: ClientHead, current: str) -> list[Tab]:
    found = []
    for place in PLACES:
        if not actor.may(place.permission) or (place.of_record and not head.may_read_record):
            continue
        try:
            url = reverse(place.address, args=[slug, head.id])
        except NoReverseMatch:
            continue
        found.append(Tab(place.label, url, place.key == current))
    return found
