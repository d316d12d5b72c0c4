"""How one client is told: a panel on the client card, and the dialog that changes it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.notices.enums import Wanted
from kollega.notices.operations.preferring import set_preference
from kollega.notices.queries.own_preference import ClientPreference, client_preference
from kollega.web.calendar.answers import add_events
from kollega.web.calendar.practice_address import slug
from kollega.web.notices.words import CHANNEL_WORDS, WHY_NOT_WORDS

WANTED_WORDS = {
    Wanted.AUTOMATIC: _("By e-mail, or by SMS without an address"),
    Wanted.EMAIL: _("By e-mail"),
    Wanted.SMS: _("By SMS"),
    Wanted.BOTH: _("By e-mail and SMS"),
    Wanted.NONE: _("No messages"),
}


class PreferenceForm(forms.Form):
    wanted = forms.ChoiceField(
        label=_("Messages about appointments"),
        choices=[(wanted.value, words) for wanted, words in WANTED_WORDS.items()],
        widget=forms.RadioSelect,
    )
    reminders = forms.BooleanField(label=_("Remind before appointments"), required=False)


@practice_page(Permission.CLIENT_OPEN)
@require_GET
def panel(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """The panel as a fragment; as a page, the client card that shows it."""
    context = _context(request, client_id)
    if not request.headers.get("HX-Request"):
        return redirect("clients:card", slug(request), client_id)
    return render(request, "notices/preference.html", context)


@practice_page(Permission.CLIENT_EDIT)
@require_http_methods(["GET", "POST"])
def change(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    known = client_preference(request.actor, client_id=client_id)
    initial = {"wanted": known.wanted.value, "reminders": known.reminders}
    form = PreferenceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wanted = Wanted(data["wanted"])
        set_preference(request.actor, client_id=client_id, wanted=wanted, reminders=data["reminders"])
        if not request.headers.get("HX-Request"):
            return redirect("clients:card", slug(request), client_id)
        told = HttpResponse(status=204)
        toast = {"text": gettext("Saved.")}
        add_events(told, {"preference-changed": True, "dialog-close": True, "toast": toast})
        return told
    context = {"form": form, "area": "clients", "back": reverse("clients:card", args=[slug(request), client_id])}
    return render(request, "notices/preference_form.html", context, status=422 if form.errors else 200)


def _context(request: PracticeRequest, client_id: UUID) -> dict[str, Any]:
    known = client_preference(request.actor, client_id=client_id)
    return {
        "practice_slug": slug(request),
        "client_id": client_id,
        "wanted": WANTED_WORDS[known.wanted],
        "reminders": known.reminders and known.wanted is not Wanted.NONE,
        "obstacles": _obstacles(known),
        "may_change": request.actor.may(Permission.CLIENT_EDIT),
    }


def _obstacles(known: ClientPreference) -> list[str]:
    return [f"{CHANNEL_WORDS[channel]}: {WHY_NOT_WORDS[why]}" for channel, why in known.ways.items() if why]
