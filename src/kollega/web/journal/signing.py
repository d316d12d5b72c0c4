"""The sign dialog: whose note, which visit, how many words, and who signs (N4)."""

from dataclasses import replace
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from kollega.accounts.operations.confirming import check_password
from kollega.accounts.queries.factors import factors_of
from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.login_sessions import login_of
from kollega.edge.signing_in import confirm
from kollega.edge.visits import visit_of
from kollega.journal.errors import NoteChanged
from kollega.journal.operations.signing import sign
from kollega.journal.queries.notes import OpenedNote, open_note
from kollega.journal.rules.freshness import is_fresh
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.errors import FreshLoginNeeded, NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import slug_of
from kollega.web.journal.opening import service_name
from kollega.web.journal.shown import shown_attachments
from kollega.web.refused import show_in


class SignForm(forms.Form):
    """`password` is asked for only when the last authentication is too old."""

    base = forms.IntegerField(widget=forms.HiddenInput)
    attachments = forms.CharField(widget=forms.HiddenInput, required=False)
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


@sensitive_post_parameters("password")
@practice_page(Permission.NOTE_SIGN)
def sign_page(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    opened = open_note(request.actor, note_id=note_id)
    form = SignForm(
        request.POST if request.method == "POST" else None,
        initial={"base": request.GET.get("base") or opened.revision, "attachments": ids_of(opened)},
    )
    if request.method != "POST":
        return _dialog(request, opened, form)
    if not form.is_valid():
        return _dialog(request, opened, form, status=422)
    try:
        actor = fresh_actor(request, form.cleaned_data["password"])
    except Refusal as refusal:
        form.add_error("password", __(refusal.message) % refusal.details)
        return _dialog(request, opened, form, status=422)
    try:
        sign(actor, note_id=note_id, base=form.cleaned_data["base"], attachments=_seen(form))
    except NoteChanged as refusal:
        show_in(form, refusal)
        return _dialog(request, opened, form, status=409, changed=True)
    except Refusal as refusal:
        show_in(form, refusal)
        return _dialog(request, opened, form, status=refusal.status)
    return _to_note(request, note_id)


def ids_of(opened: OpenedNote) -> str:
    """The documents that the dialog shows, as the form carries them."""
    return " ".join(str(attachment.document_id) for attachment in opened.attachments)


def _seen(form: SignForm) -> list[UUID]:
    try:
        return [UUID(word) for word in form.cleaned_data["attachments"].split()]
    except ValueError as error:
        raise NotFound from error


def fresh_actor(request: PracticeRequest, password: str) -> Actor:
    """Return the actor as authenticated just now, when the password is right; unchanged while still fresh.

    Refuses with WrongPassword, TooMany, FreshLoginNeeded.
    """
    if not needs_confirmation(request):
        return request.actor
    if not is_demo_person(request):
        if not password:
            raise FreshLoginNeeded
        check_password(login_of(request), password=password, visit=visit_of(request))
    confirm(request)
    return replace(request.actor, authenticated_at=real_now())


def needs_confirmation(request: PracticeRequest) -> bool:
    return not is_fresh(request.actor.authenticated_at, real_now())


def is_demo_person(request: PracticeRequest) -> bool:
    """In the demo its people have no password: the press is the confirmation."""
    return settings.DEMO and bool(getattr(request.user, "is_demo", False))


def asks(request: PracticeRequest) -> dict[str, object]:
    """What the dialog must ask for."""
    needed = needs_confirmation(request)
    person_id = request.actor.person_id
    return {
        "asks_password": needed and not is_demo_person(request),
        "has_passkeys": needed and person_id is not None and bool(factors_of(person_id).passkeys),
    }


def _dialog(
    request: PracticeRequest, opened: OpenedNote, form: SignForm, *, status: int = 200, changed: bool = False
) -> HttpResponse:
    context = {
        "note": opened,
        "attachments": shown_attachments(opened.attachments),
        "form": form,
        "slug": slug_of(request),
        "changed": changed,
        "area": "notes",
        "service_name": service_name(opened, request.actor.language),
        **asks(request),
    }
    return render(request, "journal/sign.html", context, status=status)


def _to_note(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    address = reverse("journal:note", args=[slug_of(request), note_id])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
