"""Choosing a colleague in a form."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kollega.practices.queries.profile import Colleague


class ColleagueChoice(forms.Form):
    membership_id = forms.TypedChoiceField(
        label=_("Colleague"), coerce=UUID, error_messages={"required": _("Choose a colleague.")}
    )

    def __init__(self, *args: Any, colleagues: Sequence[Colleague], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["membership_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *((str(each.id), each.name) for each in colleagues)]
