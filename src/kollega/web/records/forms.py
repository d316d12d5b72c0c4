from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kollega.records.enums import What
from kollega.records.queries.exports import HandingOut
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
