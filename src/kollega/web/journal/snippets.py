"""Snippets: pieces of text that the editor puts in by a word (N6)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.journal.operations.snippets import change_snippet, create_snippet, delete_snippet, give_snippet_to_team
from kollega.journal.queries.snippets import snippet, snippets
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import posted, slug_of
from kollega.web.refused import show_in


class SnippetForm(forms.Form):
    word = forms.CharField(
        label=_("Word"),
        max_length=31,
        help_text=_("In a note you type a slash, the word, and a space: /sleep"),
        widget=forms.TextInput(attrs={"class": "input-short", "autocapitalize": "none"}),
        error_messages={"required": _("Enter a word.")},
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=4000,
        help_text=_("{client} becomes the client's name, {date} today's date."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Enter a text.")},
    )


@require_GET
@practice_page(Permission.TEMPLATE_USE)
def list_page(request: PracticeRequest) -> HttpResponse:
    rows = snippets(request.actor)
    context = {
        **_around(request),
        "mine": [row for row in rows if row.is_mine],
        "team": [row for row in rows if not row.is_mine],
        "manages_team": request.actor.may(Permission.TEMPLATE_MANAGE_TEAM),
    }
    return render(request, "journal/snippets.html", context)


@practice_page(Permission.TEMPLATE_USE)
def new(request: PracticeRequest) -> HttpResponse:
    form = SnippetForm(posted(request))
    return _edited(request, form, None, lambda **given: create_snippet(request.actor, **given))


@practice_page(Permission.TEMPLATE_USE)
def edit(request: PracticeRequest, snippet_id: UUID) -> HttpResponse:
    """Change it; who may not edit the team's saves an own copy."""
    row = snippet(request.actor, snippet_id=snippet_id)
    form = SnippetForm(posted(request), initial={"word": row.word, "text": row.text})
    return _edited(request, form, row, lambda **given: change_snippet(request.actor, snippet_id=snippet_id, **given))


def _edited(request: PracticeRequest, form: SnippetForm, row: Any, keep: Callable[..., UUID]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            keep(**form.cleaned_data)
        except NotFound:
            raise
        except Refusal as refusal:
            status = show_in(form, refusal)
        else:
            return redirect("journal:snippets", slug_of(request))
    return render(request, "journal/snippet.html", {**_around(request), "form": form, "row": row}, status=status)


@require_POST
@practice_page(Permission.TEMPLATE_MANAGE_TEAM)
def to_team(request: PracticeRequest, snippet_id: UUID) -> HttpResponse:
    give_snippet_to_team(request.actor, snippet_id=snippet_id)
    return redirect("journal:snippets", slug_of(request))


@require_POST
@practice_page(Permission.TEMPLATE_USE)
def remove(request: PracticeRequest, snippet_id: UUID) -> HttpResponse:
    delete_snippet(request.actor, snippet_id=snippet_id)
    return redirect("journal:snippets", slug_of(request))


def _around(request: PracticeRequest) -> dict[str, Any]:
    return {"slug": slug_of(request), "area": "notes"}
