"""Beginning a note from the client card or from a visit."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kollega.clients.queries.access import require_record
from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.journal.operations.starting import start
from kollega.journal.queries.notes import visit_to_write
from kollega.journal.queries.templates import TemplateRow, templates
from kollega.kernel.permissions import Permission
from kollega.practices.queries.team_settings import team_settings
from kollega.web.clients.frame import client_frame, slug_of
from kollega.web.ids import id_in
from kollega.web.plans.refusals import PLAN_REFUSALS
from kollega.web.refused import show_in

WHEN = _("Enter date and time, for example 2027-03-03 10:00.")


CONSENT = _("Confirm that the client knows of the note and agrees.")


class ConsentForm(forms.Form):
    """What is asked before a note is begun, where the team wants it (T11)."""

    def __init__(self, *args: object, asks_consent: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        if asks_consent:
            self.fields["consent_confirmed"] = forms.BooleanField(
                label=_("The client knows that I write this note, and agrees"), error_messages={"required": CONSENT}
            )


class StartForm(ConsentForm):
    """Which headings the note has, and what moment it is about."""

    template = forms.TypedChoiceField(label=_("Template"), coerce=UUID, empty_value=None, required=False)
    occurred_at = forms.DateTimeField(
        label=_("Date and time"),
        widget=forms.DateTimeInput(attrs={"class": "input-short"}, format="%Y-%m-%d %H:%M"),
        error_messages={"invalid": WHEN, "required": WHEN},
    )

    def __init__(self, choices: list[TemplateRow], *args: object, asks_consent: bool, **kwargs: object) -> None:
        super().__init__(*args, asks_consent=asks_consent, **kwargs)
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)
        field.required = bool(choices)
        field.choices = [(str(row.id), row.name) for row in choices] or [("", _("Standard"))]


@practice_page(Permission.NOTE_WRITE)
def new(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """Ask for template and moment in a dialog, then open the editor."""
    actor = request.actor
    head = require_record(actor, client_id)
    first = {"occurred_at": timezone.localtime(actor.at).replace(second=0, microsecond=0)}
    asks = team_settings(actor).consent_reminder
    form = StartForm(templates(actor), request.POST or None, initial=first, asks_consent=asks)
    if request.method == "POST" and form.is_valid():
        try:
            note_id = start(
                actor,
                client_id=client_id,
                occurred_at=form.cleaned_data["occurred_at"],
                template_id=form.cleaned_data["template"],
                consent_confirmed=form.cleaned_data.get("consent_confirmed", False),
            )
        except PLAN_REFUSALS as refusal:
            status = show_in(form, refusal)
        else:
            return _to_editor(request, note_id)
    else:
        status = 422 if form.errors else 200
    context = {**client_frame(request, actor, head, "notes"), "form": form}
    return render(request, "journal/new.html", context, status=status)


@practice_page(Permission.NOTE_WRITE)
def from_appointment(request: PracticeRequest, appointment_id: UUID) -> HttpResponse:
    """Open the actor's note of the visit about the client of the address; a POST begins one when there is none."""
    found = visit_to_write(request.actor, appointment_id=appointment_id, client_id=id_in(request.GET.get("client", "")))
    if found.note_id is not None:
        return _to_editor(request, found.note_id)
    asks = team_settings(request.actor).consent_reminder
    form = ConsentForm(request.POST if request.method == "POST" else None, asks_consent=asks)
    context = {"slug": slug_of(request), "found": found, "area": "notes", "form": form}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "journal/from_appointment.html", context, status=status)
    confirmed = form.cleaned_data.get("consent_confirmed", False)
    try:
        note_id = start(
            request.actor, client_id=found.client.id, appointment_id=appointment_id, consent_confirmed=confirmed
        )
    except PLAN_REFUSALS as refusal:
        context |= {"refused": sentence(refusal), "code": refusal.code}
        return render(request, "journal/from_appointment.html", context, status=refusal.status)
    return _to_editor(request, note_id)


def _to_editor(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    answer = redirect("journal:note", slug_of(request), note_id)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
    return answer
