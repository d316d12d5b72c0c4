"""How a Django form field becomes label, hint, error and control (ui/field.html)."""

from dataclasses import dataclass

from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, Select, Textarea, Widget
from django.forms.widgets import RadioSelect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kollega.web.fields import DateText, Switch, TimeText


@dataclass(frozen=True, kw_only=True)
class ChoiceView:
    control: SafeString
    label: str
    id: str


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """``kind``: text | date | time | check | switch | radios | checks."""

    kind: str
    id: str
    label: str
    hint: str
    hint_id: str
    errors: tuple[str, ...]
    error_id: str
    echo_id: str
    optional: bool
    control: SafeString
    choices: tuple[ChoiceView, ...]


# The first match wins, so a subclass stands before its base.
_KINDS: tuple[tuple[type[Widget], str, str], ...] = (
    (Switch, "switch", "toggle"),
    (CheckboxSelectMultiple, "checks", "checkbox"),
    (RadioSelect, "radios", "radio"),
    (CheckboxInput, "check", "checkbox"),
    (DateText, "date", "input input-short"),
    (TimeText, "time", "input input-time"),
    (Textarea, "text", "textarea"),
    (Select, "text", "select"),
)


def _kind_of(widget: Widget) -> tuple[str, str]:
    return next(((kind, css) for shape, kind, css in _KINDS if isinstance(widget, shape)), ("text", "input"))


def view_of(bound: BoundField, *, label: str = "", hint: str = "") -> FieldView:
    """Everything the template needs; ids are fixed: ``<id>-hint``, ``<id>-error``, ``<id>-echo``."""
    widget = bound.field.widget
    kind, css = _kind_of(widget)
    field_id = bound.auto_id or bound.html_name
    hint = hint or str(bound.help_text)
    errors = tuple(str(error) for error in bound.errors)
    described = [f"{field_id}-{part}" for part, present in (("hint", hint), ("error", errors)) if present]
    if kind in ("date", "time"):
        described.append(f"{field_id}-echo")
    attrs: dict[str, str | bool] = {"class": f"{css} {widget.attrs.get('class', '')}".strip()}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if errors:
        attrs["aria-invalid"] = "true"
    many = kind in ("radios", "checks")
    return FieldView(
        kind=kind,
        id=field_id,
        label=label or str(bound.label),
        hint=hint,
        hint_id=f"{field_id}-hint",
        errors=errors,
        error_id=f"{field_id}-error",
        echo_id=f"{field_id}-echo",
        optional=not bound.field.required and kind not in ("check", "switch", "checks"),
        control=SafeString("") if many else bound.as_widget(attrs=attrs),
        choices=_choices(bound, css) if many else (),
    )


def _choices(bound: BoundField, css: str) -> tuple[ChoiceView, ...]:
    return tuple(
        ChoiceView(
            control=_choice_control(part.data, css),
            label=str(part.choice_label),
            id=str(part.id_for_label),
        )
        for part in bound.subwidgets
    )


def _choice_control(data: dict[str, object], css: str) -> SafeString:
    attrs = data["attrs"]
    checked = SafeString(" checked") if data.get("selected") else SafeString("")
    element_id = attrs.get("id", "") if isinstance(attrs, dict) else ""
    return format_html(
        '<input type="{}" name="{}" value="{}" id="{}" class="{}"{}>',
        data["type"],
        data["name"],
        data["value"],
        element_id,
        css,
        checked,
    )


def summary_of(form: BaseForm) -> list[tuple[str, str, str]]:
    """(anchor, label, sentence) of every error of the form's fields, in their order; empty below two errors."""
    found = [
        (f"#{bound.auto_id or bound.html_name}", str(bound.label), str(error))
        for bound in form
        for error in bound.errors
    ]
    return found if len(found) > 1 else []
