"""The page parts of docs/front-of-house.md: ``{% load ui %}``."""

import json
import uuid
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kollega.web.field_view import summary_of, view_of
from kollega.web.plans.refusals import way_out
from kollega.web.words import script_words

register = template.Library()

ICON_FILE = Path(__file__).resolve().parent.parent / "icons.json"

Context: TypeAlias = dict[str, object]


@lru_cache(maxsize=1)
def icon_bodies() -> dict[str, str]:
    """Icon name to the inner markup of its drawing, from our own generated file."""
    bodies: dict[str, str] = json.loads(ICON_FILE.read_text(encoding="utf-8"))
    return bodies


def _drawing(name: str) -> SafeString:
    body = icon_bodies().get(name)
    if body is None:
        raise template.TemplateSyntaxError(f"no icon {name!r}: add it to frontend/icons.txt and run npm run icons")
    return mark_safe(body)  # noqa: S308  generated from the icon package, never from input


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """An icon; hidden from screen readers unless it has a ``label``. ``size``: sm (14 px), lg (24 px), else 18."""
    role = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
        ' stroke-linecap="round" stroke-linejoin="round" focusable="false" {}>{}</svg>',
        f" icon-{size}" if size else "",
        role,
        _drawing(name),
    )


@register.inclusion_tag("ui/attendance.html")
def attendance(status: str, word: bool = True) -> Context:
    """The glyph of attended | cancelled | no_show | not_registered, with its word beside it or only spoken."""
    words = {
        "attended": _("Attended"),
        "cancelled": _("Cancelled"),
        "no_show": _("No-show"),
        "not_registered": _("Not registered"),
    }
    return {"status": status, "label": words[status], "word": word}


def initials(name: str) -> str:
    """First letters of the first and last word, upper case: "Anna-Maria Berg" gives AB; nothing gives "?"."""
    words = [word for word in name.split() if word[0].isalpha()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.simple_tag
def avatar(name: str, shape: str = "") -> SafeString:
    """Initials in a disc, or in a square for a practice. Always beside the name, so hidden from screen readers."""
    return format_html(
        '<span class="avatar{}" aria-hidden="true">{}</span>', f" avatar-{shape}" if shape else "", initials(name)
    )


@register.simple_tag
def person_name(name: str) -> SafeString:
    """A client's name that "hide names" (Shift+P) replaces by initials on the screen."""
    return format_html(
        '<span class="person-name">{}</span><span class="person-initials">{}</span>', name, initials(name)
    )


@register.simple_tag
def idempotency_key() -> SafeString:
    """A hidden field that makes a form count once, however often it is sent."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid.uuid4())


@register.simple_tag
def fact(label: str, value: object = "") -> SafeString:
    """One row of a ``<dl class="facts">``; an unknown value is written out, never blank."""
    if value is None or value == "":
        return format_html('<dt>{}</dt><dd class="unknown">{}</dd>', label, _("Not given"))
    return format_html("<dt>{}</dt><dd>{}</dd>", label, value)


@register.inclusion_tag("ui/words.html")
def ui_words() -> Context:
    """The words that scripts say, in the language of the page."""
    return {"words": script_words()}


# Parts with content: the content is already rendered and escaped by the template engine.


def _rendered(content: str) -> SafeString:
    return mark_safe(content.strip())  # noqa: S308  output of the template engine


def _part(name: str, **context: object) -> SafeString:
    return mark_safe(get_template(f"ui/{name}.html").render(context))  # noqa: S308  output of the template engine


@register.simple_block_tag
def page_head(
    content: str, title: str, count: str = "", sub: str = "", back_url: str = "", back_label: str = ""
) -> SafeString:
    """Title, count and one line of context; the content is the actions at the right."""
    return _part(
        "page_head",
        title=title,
        count=count,
        sub=sub,
        back_url=back_url,
        back_label=back_label,
        actions=_rendered(content),
    )


@register.simple_block_tag
def banner(content: str, tone: str = "info", title: str = "") -> SafeString:
    """Words with weight in the page: info, good, warn, bad."""
    icons = {"info": "info", "good": "circle-check", "warn": "triangle-alert", "bad": "octagon-alert"}
    return _part("banner", tone=tone, icon=icons[tone], title=title, content=_rendered(content))


@register.simple_block_tag
def empty(content: str, title: str, icon: str = "inbox", words: str = "") -> SafeString:
    """An empty state: a sentence and what to do next; the content is the buttons."""
    return _part("empty", title=title, icon=icon, words=words, actions=_rendered(content))


@register.simple_block_tag
def card(content: str, title: str = "", flush: bool = False) -> SafeString:
    """A white surface with an optional title; ``flush`` lets rows and tables reach the edges."""
    return _part("card", title=title, flush=flush, content=_rendered(content))


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, label: str = "", hint: str = "") -> Context:
    """A whole field: label, hint, error, control, wired for screen readers."""
    return {"field": view_of(bound, label=label, hint=hint)}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: BaseForm, focus: bool = True) -> Context:
    """The linked list of what to mend, for a page with two or more errors; it takes focus."""
    return {"errors": summary_of(form), "focus": focus}


@register.inclusion_tag("ui/form_error.html", takes_context=True)
def form_error(context: template.Context, form: BaseForm) -> Context:
    """The errors of the form as a whole (not of one field), with the way on where a plan stands in the way."""
    errors = form.non_field_errors()
    ways = [way_out(context.get("request"), error.code) for error in errors.as_data()]
    return {"errors": errors, "way_out": next((way for way in ways if way), None)}


@register.inclusion_tag("plans/way_out.html", takes_context=True)
def plan_way_out(context: template.Context, code: str) -> Context:
    """Where plans are chosen, or whom to ask, after a refusal with this code; nothing when no plan would help."""
    return {"way_out": way_out(context.get("request"), code)}
