"""A refusal shown inside the form that caused it, with everything that was typed kept."""

from django import forms

from kollega.edge.answers import field_sentences, sentence
from kollega.kernel.errors import Refusal


def show_in(form: forms.Form, refusal: Refusal) -> int:
    """Put the refusal's sentences beside their fields, or above the form when it names none of them.

    Returns the refusal's status. Above the form, `{% form_error %}` adds the way on where a plan stands in the way.
    """
    placed = False
    for name, words in field_sentences(refusal).items():
        if name in form.fields:
            form.add_error(name, words)
            placed = True
    if not placed:
        form.add_error(None, forms.ValidationError(sentence(refusal), code=refusal.code))
    return refusal.status
