"""Two cards of the same person: choose the other one, look at both, merge, undo."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.clients.operations.merging import merge_clients, undo_merge
from kollega.clients.queries.access import require_record
from kollega.clients.queries.merging import MergePreview, doubles_of, merge_preview
from kollega.clients.queries.search import client_choices
from kollega.clients.rules.headings import TITLES, Heading
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.web.clients.forms import ContactForm
from kollega.web.clients.frame import client_frame, slug_of


@practice_page(Permission.CLIENT_INFORMATION)
def choose(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """Look-alikes first; a text, sent by POST so that no name stands in an address, finds others."""
    actor = request.actor
    head = require_record(actor, client_id)
    text = request.POST.get("q", "").strip()[:100]
    found = client_choices(actor, text=text, limit=20) if text else doubles_of(actor, client_id=client_id)
    choices = [each for each in found if each.id != client_id]
    context = {**client_frame(request, actor, head, "settings"), "choices": choices, "text": text}
    return render(request, "clients/merge_choose.html", context)


@practice_page(Permission.CLIENT_INFORMATION)
def merge(request: PracticeRequest, client_id: UUID, other_client_id: UUID) -> HttpResponse:
    """Both cards side by side; the button puts the other one behind this one."""
    actor = request.actor
    if request.method == "POST":
        merge_clients(actor, client_id=client_id, other_client_id=other_client_id)
        messages.success(request, _("The cards are merged. The card shows how to undo it."))
        return redirect("clients:card", slug_of(request), client_id)
    preview = merge_preview(actor, client_id=client_id, other_client_id=other_client_id)
    context = {
        **client_frame(request, actor, preview.kept, "settings"),
        "preview": preview,
        "differences": _differences(preview),
        "headings": [_(TITLES[Heading(each)]) for each in preview.information],
    }
    return render(request, "clients/merge.html", context)


@require_POST
@practice_page(Permission.CLIENT_INFORMATION)
def undo(request: PracticeRequest, client_id: UUID, merge_id: UUID) -> HttpResponse:
    undo_merge(request.actor, client_id=client_id, merge_id=merge_id)
    messages.success(request, _("These are two cards again."))
    return redirect("clients:card", slug_of(request), client_id)


def _differences(preview: MergePreview) -> list[tuple[str, str, str]]:
    """Name of the field, what the card that stays says, what the other one says."""
    labels = ContactForm.base_fields
    languages = dict(settings.LANGUAGES)
    return [
        (str(labels[each.field].label), languages.get(each.kept, each.kept), languages.get(each.other, each.other))
        for each in preview.differences
    ]
