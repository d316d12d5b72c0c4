from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kollega.records.enums import What
from kollega.records.queries.exports import HandingOut
from kollega.web.fields import DateTextField
from kollega.web.records.words import LANGUAGES, WHAT


class ExportForm(forms.Form):
    """What is handed out, in which language, and for the PDF which notes."""

    what = forms.ChoiceField(
        label=_("What"), choices=[(what.value, WHAT[what]) for what in What], widget=forms.RadioSelect, initial="pdf"
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    note_ids = forms.MultipleChoiceField(
        label=_("Only these notes"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, notes: list[tuple[str, str]], found: HandingOut, **more: Any) -> None:
        initial = {"language": found.client.language, "what": What.PDF.value}
        super().__init__(*args, **{"initial": initial, **more})
        choice = self.fields["note_ids"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.choices = notes
        if not notes:
            del self.fields["note_ids"]


class ArchiveForm(forms.Form):
    file = forms.FileField(
        label=_("ZIP file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )


class HoldForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why.")},
    )


class DestructionForm(forms.Form):
    """Which notes, and the authority's decision; without one only when the years of keeping are over."""

    note_ids = forms.MultipleChoiceField(
        label=_("Notes"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one note.")},
    )
    authority = forms.CharField(label=_("Authority"), max_length=120, required=False)
    number = forms.CharField(label=_("Number of the decision"), max_length=80, required=False)
    document = forms.FileField(
        label=_("The decision as PDF"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
    )

    def __init__(self, *args: Any, notes: list[tuple[str, str]], today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        choice = self.fields["note_ids"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.choices = notes
        self.fields["decided_on"] = DateTextField(today=lambda: today, label=_("Decided on"))

    def decision(self) -> dict[str, Any]:
        """What was typed, as the operation takes it."""
        given = self.cleaned_data
        document = given["document"]
        return {
            "note_ids": [UUID(each) for each in given["note_ids"]],
            "decided_on": given["decided_on"],
            "authority": given["authority"],
            "number": given["number"],
            "document": document.read() if document else b"",
        }
