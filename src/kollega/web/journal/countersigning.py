"""Asking a colleague to sign a note too, and signing or refusing as the one asked (N5)."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.journal.operations.countersigning import ask_to_sign, countersign, refuse_to_sign, withdraw_request
from kollega.journal.queries.notes import open_note
from kollega.journal.queries.sign_requests import RequestedNote, requested_note
from kollega.journal.rules.countersigning import SignKind
from kollega.journal.rules.markup import blocks
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.practices.queries.profile import clinicians_of
from kollega.web.clients.frame import posted, slug_of
from kollega.web.journal.choosing import ColleagueChoice
from kollega.web.journal.shown import shown, shown_countersigns
from kollega.web.journal.signing import asks, fresh_actor
from kollega.web.refused import show_in

KIND_WORDS: dict[SignKind, str | Promise] = {
    SignKind.CO: _("As one who took part"),
    SignKind.COUNTER: _("As my supervisor"),
}


class AskForm(ColleagueChoice):
    kind = forms.TypedChoiceField(
        label=_("Signs"),
        coerce=SignKind,
        choices=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        widget=forms.RadioSelect,
        initial=SignKind.CO.value,
    )


class AnswerForm(forms.Form):
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "input-short"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Only to refuse: the author reads it."),
    )


@practice_page(Permission.NOTE_SIGN)
def ask(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    """A dialog that puts a signed note before a colleague."""
    opened = open_note(request.actor, note_id=note_id)
    taken = {one.asked_id for one in opened.countersigns if one.state != "refused"} | {opened.author_id}
    form = AskForm(posted(request), colleagues=[one for one in clinicians_of(request.actor) if one.id not in taken])
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            ask_to_sign(request.actor, note_id=note_id, **form.cleaned_data)
        except NotFound:
            raise
        except Refusal as refusal:
            status = show_in(form, refusal)
        else:
            return redirect("journal:note", slug_of(request), note_id)
    context = {"note": opened, "form": form, "slug": slug_of(request), "area": "notes"}
    return render(request, "journal/ask_to_sign.html", context, status=status)


@require_POST
@practice_page(Permission.NOTE_SIGN)
def withdraw(request: PracticeRequest, note_id: UUID, sign_request_id: UUID) -> HttpResponse:
    withdraw_request(request.actor, sign_request_id=sign_request_id)
    return redirect("journal:note", slug_of(request), note_id)


@sensitive_post_parameters("password", "reason")
@practice_page(Permission.NOTE_SIGN)
def answer(request: PracticeRequest, sign_request_id: UUID) -> HttpResponse:
    """The note of a request, to read and then sign or refuse."""
    found = requested_note(request.actor, sign_request_id=sign_request_id)
    form = AnswerForm(posted(request))
    if request.method != "POST":
        return _answer_page(request, found, form, 200)
    if not form.is_valid():
        return _answer_page(request, found, form, 422)
    act = _refuse if request.POST.get("answer") == "refuse" else _sign
    return act(request, found, form)


def _sign(request: PracticeRequest, found: RequestedNote, form: AnswerForm) -> HttpResponse:
    try:
        actor = fresh_actor(request, form.cleaned_data["password"])
    except Refusal as refusal:
        form.add_error("password", __(refusal.message) % refusal.details)
        return _answer_page(request, found, form, 422)
    return _done(request, found, form, lambda: countersign(actor, sign_request_id=found.id), __("Signed."))


def _refuse(request: PracticeRequest, found: RequestedNote, form: AnswerForm) -> HttpResponse:
    reason = form.cleaned_data["reason"]

    def act() -> None:
        refuse_to_sign(request.actor, sign_request_id=found.id, reason=reason)

    return _done(request, found, form, act, __("Refused. The author is told."))


def _done(
    request: PracticeRequest, found: RequestedNote, form: AnswerForm, act: Callable[[], object], words: str
) -> HttpResponse:
    try:
        act()
    except NotFound:
        raise
    except Refusal as refusal:
        show_in(form, refusal)
        return _answer_page(request, found, form, refusal.status)
    messages.success(request, words)
    return redirect("journal:unsigned", slug_of(request))


def _answer_page(request: PracticeRequest, found: RequestedNote, form: AnswerForm, status: int) -> HttpResponse:
    context = {
        "note": found,
        "kind": KIND_WORDS[SignKind(found.kind)],
        "sections": shown(found.content),
        "addenda": [{"addendum": addendum, "blocks": blocks(addendum.text)} for addendum in found.addenda],
        "countersigns": shown_countersigns(found.countersigns),
        "form": form,
        "slug": slug_of(request),
        "area": "notes",
        **asks(request),
    }
    return render(request, "journal/countersign.html", context, status=status)
