"""The client card: overview, the active switch, duplicate hints, and who opened the card."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.clients.operations.activity import set_active
from kollega.clients.operations.hints import settle_duplicate_hint
from kollega.clients.operations.recents import remember
from kollega.clients.queries.access import require_readable
from kollega.clients.queries.card import ClientCard, client_card
from kollega.clients.queries.contact_people import contact_people
from kollega.clients.queries.information import client_information
from kollega.clients.queries.merging import merged_cards
from kollega.clients.rules.headings import TITLES
from kollega.edge.access import PracticeRequest, practice_page
from kollega.journal.queries.lists import own_drafts_of_client
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.online.queries.matching import referral_of_client
from kollega.web.clients.contact_people import around
from kollega.web.clients.frame import client_frame, slug_of
from kollega.web.clients.identity import has_national_ids
from kollega.web.clients.visits import Visit, visits_of


@practice_page(Permission.CLIENT_OPEN)
def overview(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """The card's first tab. Office staff see contact data only (AZ-4)."""
    actor = request.actor
    card = client_card(actor, client_id=client_id)
    if card.head.merged_into_id:
        return redirect("clients:card", slug_of(request), card.head.merged_into_id)
    remember(actor, client_id)
    texts = client_information(actor, client_id=client_id) if card.head.may_read_record else []
    context = {
        **client_frame(request, actor, card.head, "overview"),
        "card": card,
        "merged": _merged(actor, card),
        **_referral(actor, card),
        "people": around(contact_people(actor, client_id=client_id)),
        "information": [{"text": text, "title": _(TITLES[text.heading])} for text in texts],
        "visits": visits_of(request, client_id),
        "unsigned": own_drafts_of_client(actor, client_id=client_id) if _may_read_notes(actor, card) else [],
        "has_national_ids": has_national_ids(actor, card.head),
    }
    return render(request, "clients/overview.html", context)


def _merged(actor: Actor, card: ClientCard) -> list[dict[str, Any]]:
    """The cards behind this one with what is written on them."""
    if not card.head.may_read_record:
        return []
    found = []
    for each in merged_cards(actor, client_id=card.head.id):
        texts = client_information(actor, client_id=each.head.id)
        found.append({"card": each, "texts": [(_(TITLES[text.heading]), text.text) for text in texts if text.text]})
    return found


def _referral(actor: Actor, card: ClientCard) -> dict[str, Any]:
    """The reason for contact and all answers, for who was referred by the questionnaire."""
    may_read = card.head.may_read_record and card.head.origin == "referred"
    found = referral_of_client(actor, client_id=card.head.id) if may_read else None
    yes_no = {"yes": _("Yes"), "no": _("No")}
    answers = [(one.label, yes_no.get(one.text, one.text)) for one in found.answers] if found else []
    return {"referral": found, "answers": answers}


def _may_read_notes(actor: Actor, card: ClientCard) -> bool:
    return card.head.may_read_record and actor.may(Permission.NOTE_READ)


@require_POST
@practice_page(Permission.CLIENT_EDIT)
def active(request: PracticeRequest, client_id: UUID, state: str) -> HttpResponse:
    """Turn the switch; the answer is the switch as it stands now, with undo in the toast."""
    if state not in ("active", "inactive"):
        raise NotFound
    is_active = state == "active"
    if not is_active and request.POST.get("despite_appointments") != "yes":
        visits = visits_of(request, client_id)
        if visits and visits.coming:
            return _ask_about(request, client_id, visits.coming)
    set_active(request.actor, client_id=client_id, is_active=is_active)
    words = _("The client is active.") if is_active else _("The client is inactive and left out of the list.")
    if not request.headers.get("HX-Request"):
        messages.success(request, words)
        return redirect("clients:card", slug_of(request), client_id)
    slug = slug_of(request)
    back = reverse("clients:active", args=[slug, client_id, "inactive" if is_active else "active"])
    response = render(request, "clients/switch.html", {"slug": slug, "client_id": client_id, "is_active": is_active})
    action = {"label": _("Undo"), "url": back, "target": "#client-active"}
    response.headers["HX-Trigger"] = json.dumps({"toast": {"text": words, "action": action}})
    return response


def _ask_about(request: PracticeRequest, client_id: UUID, coming: list[Visit]) -> HttpResponse:
    """Warn before a client with coming appointments is set inactive (C2): a dialog, or a page without script."""
    context = {
        # The fragment goes to the dialog host, though the switch asked for it.
        "dialog_layout": "ui/dialog.html" if request.headers.get("HX-Request") else "ui/page_dialog.html",
        **client_frame(request, request.actor, require_readable(request.actor, client_id), "overview"),
        "coming": coming,
    }
    response = render(request, "clients/deactivate.html", context)
    response.headers["HX-Retarget"] = "#dialog-host"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


@require_POST
@practice_page(Permission.CLIENT_INFORMATION)
def settle_hint(request: PracticeRequest, client_id: UUID, hint_id: UUID) -> HttpResponse:
    settle_duplicate_hint(request.actor, client_id=client_id, hint_id=hint_id)
    return redirect("clients:card", slug_of(request), client_id)
