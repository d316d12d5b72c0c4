"""A later entry to a signed note: reason first, then text, signed by itself."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from kollega.edge.access import PracticeRequest, practice_page
from kollega.journal.operations.addenda import add_addendum
from kollega.journal.queries.notes import open_note
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import slug_of
from kollega.web.journal.opening import around
from kollega.web.journal.signing import asks, fresh_actor
from kollega.web.refused import show_in


class AddendumForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        error_messages={"required": _("Enter a reason.")},
        help_text=_("For example: a date was wrong, or the client added something by phone."),
    )
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Enter the text of the addendum.")},
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "input-short"}),
    )


@sensitive_post_parameters("password", "reason", "text")
@practice_page(Permission.NOTE_SIGN)
def addendum(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    opened = open_note(request.actor, note_id=note_id)
    form = AddendumForm(request.POST if request.method == "POST" else None)
    context = {**around(request, opened), "form": form}
    if request.method != "POST":
        return render(request, "journal/addendum.html", {**context, **asks(request)})
    if not form.is_valid():
        return render(request, "journal/addendum.html", {**context, **asks(request)}, status=422)
    try:
        actor = fresh_actor(request, form.cleaned_data["password"])
    except Refusal as refusal:
        form.add_error("password", __(refusal.message) % refusal.details)
        return render(request, "journal/addendum.html", {**context, **asks(request)}, status=422)
    try:
        add_addendum(actor, note_id=note_id, reason=form.cleaned_data["reason"], text=form.cleaned_data["text"])
    except Refusal as refusal:
        show_in(form, refusal)
        return render(request, "journal/addendum.html", {**context, **asks(request)}, status=refusal.status)
    return redirect("journal:note", slug_of(request), note_id)
