"""Templates: the own ones, the team's, and the practice's standard (N6)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.journal.operations.templates import (
    change_template,
    create_template,
    give_to_team,
    make_standard,
    remove_template,
    take_from_team,
)
from kollega.journal.queries.templates import template, templates
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import slug_of
from kollega.web.plans.refusals import PLAN_REFUSALS
from kollega.web.refused import show_in


class TemplateForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, error_messages={"required": _("Enter a name.")})
    headings = forms.CharField(
        label=_("Headings"),
        help_text=_("One heading a line, in the order of the note. Notes already begun keep theirs."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Enter at least one heading.")},
    )


@require_GET
@practice_page(Permission.TEMPLATE_USE)
def list_page(request: PracticeRequest) -> HttpResponse:
    return _list(request)


def _list(request: PracticeRequest, refused: Refusal | None = None) -> HttpResponse:
    rows = templates(request.actor)
    context = {
        **_around(request),
        "mine": [row for row in rows if row.is_mine],
        "team": [row for row in rows if not row.is_mine],
        "manages_team": request.actor.may(Permission.TEMPLATE_MANAGE_TEAM),
        "refused": sentence(refused) if refused else "",
        "code": refused.code if refused else "",
    }
    return render(request, "journal/templates.html", context, status=refused.status if refused else 200)


@practice_page(Permission.TEMPLATE_USE)
def new(request: PracticeRequest) -> HttpResponse:
    form = TemplateForm(request.POST if request.method == "POST" else None)
    return _edited(request, form, {"row": None}, lambda **given: create_template(request.actor, **given))


@practice_page(Permission.TEMPLATE_USE)
def edit(request: PracticeRequest, template_id: UUID) -> HttpResponse:
    """Change it; who may not edit the team's template saves an own copy."""
    row = template(request.actor, template_id=template_id)
    first = {"name": row.name, "headings": "\n".join(row.headings)}
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=first)
    return _edited(
        request, form, {"row": row}, lambda **given: change_template(request.actor, template_id=template_id, **given)
    )


def _edited(
    request: PracticeRequest, form: TemplateForm, context: dict[str, Any], keep: Callable[..., UUID]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            keep(name=form.cleaned_data["name"], headings=form.cleaned_data["headings"].splitlines())
        except Refusal as refusal:
            return _form_page(request, form, context, status=show_in(form, refusal))
        return redirect("journal:templates", slug_of(request))
    return _form_page(request, form, context, status=422 if form.errors else 200)


def _form_page(request: PracticeRequest, form: TemplateForm, context: dict[str, Any], *, status: int) -> HttpResponse:
    return render(request, "journal/template.html", {**_around(request), **context, "form": form}, status=status)


@require_POST
@practice_page(Permission.TEMPLATE_MANAGE_TEAM)
def to_team(request: PracticeRequest, template_id: UUID) -> HttpResponse:
    try:
        give_to_team(request.actor, template_id=template_id)
    except PLAN_REFUSALS as refusal:
        return _list(request, refusal)
    return redirect("journal:templates", slug_of(request))


@require_POST
@practice_page(Permission.TEMPLATE_MANAGE_TEAM)
def to_mine(request: PracticeRequest, template_id: UUID) -> HttpResponse:
    take_from_team(request.actor, template_id=template_id)
    return redirect("journal:templates", slug_of(request))


@require_POST
@practice_page(Permission.TEMPLATE_MANAGE_TEAM)
def standard(request: PracticeRequest, template_id: UUID) -> HttpResponse:
    make_standard(request.actor, template_id=template_id)
    return redirect("journal:templates", slug_of(request))


@practice_page(Permission.TEMPLATE_USE)
def remove(request: PracticeRequest, template_id: UUID) -> HttpResponse:
    """Ask first; only own templates are removed."""
    row = template(request.actor, template_id=template_id)
    if request.method == "POST":
        remove_template(request.actor, template_id=template_id)
        return redirect("journal:templates", slug_of(request))
    return render(request, "journal/remove_template.html", {**_around(request), "row": row})


def _around(request: PracticeRequest) -> dict[str, Any]:
    return {"slug": slug_of(request), "area": "notes"}
