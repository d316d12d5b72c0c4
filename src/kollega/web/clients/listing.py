"""The client list and the search of the palette."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kollega.clients.queries.listing import ClientPage, Status, any_client, client_list
from kollega.clients.queries.places import Order
from kollega.clients.queries.search import ClientChoice, client_choices
from kollega.clients.queries.visibility import knows_birth_dates
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.platform.limits import Limit, hit
from kollega.practices.queries.profile import clinicians_of
from kollega.web.clients.frame import slug_of

SEARCHES = Limit("clients_search", 240, 60)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the list. The text comes by POST only, so that no name stands in an address."""

    text: str
    status: Status
    who: str
    order: Order
    cursor: str

    def address(self, **other: str) -> str:
        """The same list with something changed; the defaults stay out of the address."""
        values = {"status": self.status.value, "who": self.who, "sort": self.order.value, **other}
        plain = {"status": Status.ACTIVE.value, "sort": Order.NAME.value}
        kept = {name: value for name, value in values.items() if value and plain.get(name) != value}
        return "?" + urlencode(kept) if kept else "./"


def _asked(request: PracticeRequest) -> Asked:
    given = request.POST if request.method == "POST" else request.GET
    status, order = given.get("status", ""), given.get("sort", "")
    return Asked(
        text=request.POST.get("q", "").strip()[:100],
        status=Status(status) if status in list(Status) else Status.ACTIVE,
        who=given.get("who", ""),
        order=Order(order) if order in list(Order) else Order.NAME,
        cursor=given.get("at", ""),
    )


@practice_page(Permission.CLIENT_LIST)
def list_page(request: PracticeRequest) -> HttpResponse:
    """The list; htmx gets the results alone, with their number announced."""
    actor, asked = request.actor, _asked(request)
    if asked.text:
        count_search(request)
    page = client_list(
        actor,
        text=asked.text,
        status=asked.status,
        responsible_id=_responsible(request, asked.who),
        order=asked.order,
        cursor=asked.cursor,
    )
    context = _context(request, asked, page)
    if request.headers.get("HX-Target") == "list":
        response = render(request, "clients/list_results.html", context)
        response.headers["HX-Trigger"] = json.dumps({"announce": context["count_words"]})
        response.headers["HX-Replace-Url"] = reverse("clients:list", args=[slug_of(request)]) + asked.address()
        return response
    return render(request, "clients/list.html", context)


def count_search(request: PracticeRequest) -> None:
    """Four searches a second, for as long as a minute, are more than a person types."""
    hit(SEARCHES, request.actor.practice_id, request.actor.person_id)


def _responsible(request: PracticeRequest, who: str) -> UUID | None:
    if who == "mine":
        return request.actor.membership_id
    try:
        return UUID(who)
    except ValueError:
        return None


def _context(request: PracticeRequest, asked: Asked, page: ClientPage) -> dict[str, Any]:
    actor = request.actor
    last = page.first + len(page.rows) - 1
    names = {"first": page.first, "last": last, "total": page.total}
    filtered = bool(asked.text or asked.who or asked.status is not Status.ACTIVE)
    return {
        "area": "clients",
        "slug": slug_of(request),
        "asked": asked,
        "page": page,
        "count_words": ngettext("%(number)s client", "%(number)s clients", page.total) % {"number": page.total},
        "range_words": _("%(first)s–%(last)s of %(total)s") % names if page.rows else "",
        "knows_birth_dates": knows_birth_dates(actor),
        "clinicians": clinicians_of(actor) if actor.may(Permission.CLIENT_CONTACT_ANY) else [],
        "is_clinician": actor.may(Permission.CLIENT_INFORMATION),
        "may_create": actor.may(Permission.CLIENT_CREATE),
        "import_url": reverse("imports:clients", args=[slug_of(request)]) if _may_import(request) else "",
        "filtered": filtered,
        "nobody_at_all": not page.rows and not any_client(actor),
        "more_found": bool(asked.text and page.next_cursor),
        "previous_url": asked.address(at=page.previous_cursor) if page.previous_cursor and not asked.text else "",
        "next_url": asked.address(at=page.next_cursor) if page.next_cursor and not asked.text else "",
        "by_name": _sort_link(asked, Order.NAME, Order.NAME_BACKWARDS),
        "by_age": _sort_link(asked, Order.NEWEST, Order.OLDEST),
        "chips": _chips(asked, actor.may(Permission.CLIENT_CONTACT_ANY) and clinicians_of(actor)),
    }


def _may_import(request: PracticeRequest) -> bool:
    return request.actor.may(Permission.CLIENT_IMPORT)


def _sort_link(asked: Asked, first: Order, second: Order) -> dict[str, str]:
    to = second if asked.order is first else first
    direction = ""
    if asked.order in (first, second):
        direction = "descending" if asked.order.descends else "ascending"
    return {"url": asked.address(sort=to.value), "direction": direction}


def _chips(asked: Asked, clinicians: Any) -> list[dict[str, str]]:
    chips = []
    if asked.text:
        chips.append({"words": f"“{asked.text}”", "url": asked.address()})
    if asked.status is not Status.ACTIVE:
        words = _("Inactive") if asked.status is Status.INACTIVE else _("Active and inactive")
        chips.append({"words": words, "url": asked.address(status="")})
    if asked.who:
        named = {str(each.id): each.name for each in clinicians or []}
        words = _("I am responsible") if asked.who == "mine" else named.get(asked.who, "")
        if words:
            chips.append({"words": words, "url": asked.address(who="")})
    return chips


@practice_page(Permission.CLIENT_LIST)
def palette(request: PracticeRequest) -> HttpResponse:
    """Clients for the palette, from two letters on."""
    text = request.GET.get("q", "").strip()[:100]
    count_search(request)
    found = client_choices(request.actor, text=text) if len(text) >= 2 else []
    slug = slug_of(request)
    results = [_result(slug, choice) for choice in found]
    return render(request, "ui/palette_results.html", {"results": results})


def _result(slug: str, choice: ClientChoice) -> dict[str, str]:
    details = [choice.born_on.isoformat() if choice.born_on else "", "" if choice.is_active else _("Inactive")]
    return {
        "url": reverse("clients:card", args=[slug, choice.id]),
        "label": choice.name.family_first,
        "detail": " · ".join(detail for detail in details if detail),
        "icon": "user",
    }
