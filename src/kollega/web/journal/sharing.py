"""Sharing one note with a colleague, the list of notes shared with oneself, and one of them to read or write (N7)."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.journal.operations.sharing import end_note_share, see_share, share_note
from kollega.journal.operations.writing import save
from kollega.journal.queries.shares import SharesOfNote, shared_note, shared_with_me, shares_of_note
from kollega.journal.queries.snippets import snippets_for
from kollega.journal.rules.markup import blocks
from kollega.journal.rules.sharing import Level
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.platform.requests import KEEPS_WORK
from kollega.practices.queries.profile import clinicians_of
from kollega.web.clients.frame import posted, slug_of
from kollega.web.journal.choosing import ColleagueChoice
from kollega.web.journal.sending import form_texts
from kollega.web.journal.shown import editor_words, shown
from kollega.web.journal.writing import autosave_by_script, save_by_script
from kollega.web.refused import show_in

LEVEL_WORDS: dict[Level, str | Promise] = {
    Level.VIEW: _("Read"),
    Level.EDIT: _("Read, and write in the draft"),
    Level.FULL: _("Read, write in the draft, and share on"),
}


class ShareForm(ColleagueChoice):
    level = forms.TypedChoiceField(
        label=_("What they may do"),
        coerce=Level,
        choices=[(level.value, words) for level, words in LEVEL_WORDS.items()],
        widget=forms.RadioSelect,
        initial=Level.VIEW.value,
    )


@practice_page(Permission.NOTE_READ)
def share(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    """With whom a note is shared, and one more."""
    actor = request.actor
    found = shares_of_note(actor, note_id=note_id)
    out = (found.author_id, actor.own_membership)
    colleagues = [each for each in clinicians_of(actor) if each.id not in out]
    form = ShareForm(posted(request), colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        try:
            share_note(actor, note_id=note_id, **form.cleaned_data)
        except NotFound:
            raise
        except Refusal as refusal:
            return _share_page(request, found, form, show_in(form, refusal))
        found = shares_of_note(actor, note_id=note_id)
        return _share_page(request, found, ShareForm(colleagues=colleagues), 200)
    return _share_page(request, found, form, 422 if form.errors else 200)


def _share_page(request: PracticeRequest, found: SharesOfNote, form: ShareForm, status: int) -> HttpResponse:
    context = {
        "found": found,
        "rows": [{"row": row, "may": LEVEL_WORDS[row.level]} for row in found.rows],
        "form": form,
        "slug": slug_of(request),
        "is_mine": found.author_id == request.actor.membership_id,
        "area": "notes",
    }
    return render(request, "journal/share.html", context, status=status)


@require_POST
@practice_page(Permission.NOTE_READ)
def end(request: PracticeRequest, note_id: UUID, membership_id: UUID) -> HttpResponse:
    """End a share; one's own leads back to the list."""
    end_note_share(request.actor, note_id=note_id, membership_id=membership_id)
    if membership_id == request.actor.membership_id:
        return redirect("journal:shared", slug_of(request))
    return redirect("journal:share", slug_of(request), note_id)


@require_GET
@practice_page(Permission.NOTE_READ)
def list_page(request: PracticeRequest) -> HttpResponse:
    """The notes that colleagues share with the actor."""
    rows = [{"row": row, "may": LEVEL_WORDS[row.level]} for row in shared_with_me(request.actor)]
    return render(request, "journal/shared.html", {"rows": rows, "slug": slug_of(request), "area": "shared"})


@require_GET
@practice_page(Permission.NOTE_READ)
def read(request: PracticeRequest, shared_note_id: UUID) -> HttpResponse:
    """One of them: the editor where the share allows to write, else the text."""
    return _page(request, shared_note_id)


@require_POST
@practice_page(Permission.NOTE_WRITE)
def autosave_text(request: PracticeRequest, shared_note_id: UUID) -> HttpResponse:
    """Keep what was typed in a shared draft."""
    return autosave_by_script(request, shared_note_id)


@require_POST
@practice_page(Permission.NOTE_WRITE)
def save_text(request: PracticeRequest, shared_note_id: UUID) -> HttpResponse:
    """Save as a version, by script or by the form."""
    if request.content_type == "application/json":
        return save_by_script(request, shared_note_id)
    texts, base = form_texts(request)
    try:
        kept = save(request.actor, note_id=shared_note_id, texts=texts, base=base)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, shared_note_id, refused=sentence(refusal), status=refusal.status)
    if kept.other is not None:
        response = _page(request, shared_note_id, other=shown(kept.other.content), status=409)
        setattr(response, KEEPS_WORK, True)
        return response
    return redirect("journal:shared_note", slug_of(request), shared_note_id)


def _page(
    request: PracticeRequest, note_id: UUID, *, refused: str = "", other: object = None, status: int = 200
) -> HttpResponse:
    note = shared_note(request.actor, note_id=note_id)
    if note.is_new:
        see_share(request.actor, note_id=note_id)
    context = {
        "note": note,
        "sections": shown(note.content),
        "addenda": [{"addendum": addendum, "blocks": blocks(addendum.text)} for addendum in note.addenda],
        "refused": refused,
        "other": other,
        "words": editor_words(),
        "snippets": snippets_for(request.actor, client=note.client.name) if note.may_write else {},
        "slug": slug_of(request),
        "area": "shared",
        "own_membership": request.actor.own_membership,
    }
    template = "journal/shared_editor.html" if note.may_write else "journal/shared_note.html"
    return render(request, template, context, status=status)
