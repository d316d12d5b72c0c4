"""Later entries to a signed note, each with its reason and signed by itself: an addendum, or the mark of an error."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from kollega.edge.access import PracticeRequest, practice_page
from kollega.journal.operations.addenda import add_addendum, mark_in_error
from kollega.journal.queries.notes import open_note
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import slug_of
from kollega.web.journal.opening import around
from kollega.web.journal.signing import asks, fresh_actor
from kollega.web.refused import show_in


class ErrorForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        error_messages={"required": _("Enter a reason.")},
        help_text=_("For example: the note belongs in another client's record."),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "input-short"}),
    )


class AddendumForm(ErrorForm):
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Enter the text of the addendum.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("For example: a date was wrong, or the client added something by phone.")


@sensitive_post_parameters("password", "reason", "text")
@practice_page(Permission.NOTE_SIGN)
def addendum(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    """A later entry to a signed note."""

    def add(actor: Actor, form: ErrorForm) -> None:
        add_addendum(actor, note_id=note_id, reason=form.cleaned_data["reason"], text=form.cleaned_data["text"])

    return _signed_entry(request, note_id, AddendumForm, "journal/addendum.html", add)


@sensitive_post_parameters("password", "reason")
@practice_page(Permission.NOTE_SIGN)
def entered_in_error(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    """The mark that a signed note was entered in error."""

    def mark(actor: Actor, form: ErrorForm) -> None:
        mark_in_error(actor, note_id=note_id, reason=form.cleaned_data["reason"])

    return _signed_entry(request, note_id, ErrorForm, "journal/entered_in_error.html", mark)


def _signed_entry(
    request: PracticeRequest,
    note_id: UUID,
    form_of: type[ErrorForm],
    template: str,
    store: Callable[[Actor, ErrorForm], None],
) -> HttpResponse:
    """Ask for the entry and for a fresh login where one is due, store it, and go back to the note."""
    opened = open_note(request.actor, note_id=note_id)
    form = form_of(request.POST if request.method == "POST" else None)

    def again(status: int) -> HttpResponse:
        context = {**around(request, opened), "form": form, **asks(request)}
        return render(request, template, context, status=status)

    if request.method != "POST":
        return again(200)
    if not form.is_valid():
        return again(422)
    try:
        actor = fresh_actor(request, form.cleaned_data["password"])
    except Refusal as refusal:
        form.add_error("password", __(refusal.message) % refusal.details)
        return again(422)
    try:
        store(actor, form)
    except Refusal as refusal:
        show_in(form, refusal)
        return again(refusal.status)
    return redirect("journal:note", slug_of(request), note_id)
