"""The shape of what is typed while a list is imported."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kollega.clients.rules.csv_files import ENCODINGS
from kollega.clients.rules.import_columns import Column
from kollega.web.imports.words import COLUMN_WORDS, ENCODING_WORDS


class ClientFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("A list saved as CSV, at most 5 MB and 10,000 rows. Excel: Save as, CSV."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file holds no rows.")},
    )
    encoding = forms.ChoiceField(
        label=_("Letters"),
        required=False,
        choices=[("", _("Find out")), *((name, ENCODING_WORDS[name]) for name in ENCODINGS)],
        help_text=_("Choose another one only if å, ä, ö, ø, é or ü look wrong in the next step."),
    )


class ColumnsForm(forms.Form):
    """One choice of meaning for each column of the file, and how the rows are to be read."""

    def __init__(self, *args: Any, width: int, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(width):
            self.fields[f"column{number}"] = forms.ChoiceField(
                required=False, choices=[(column.value, COLUMN_WORDS[column]) for column in Column]
            )
        self.fields["month_first"] = forms.ChoiceField(
            label=_("Dates like 02/05/1984"),
            choices=[("", _("Day first: 2 May")), ("yes", _("Month first: 5 February"))],
            required=False,
        )
        self.fields["with_duplicates"] = forms.BooleanField(
            label=_("Add possible duplicates too"),
            required=False,
            help_text=_("Without it, rows that look like a client who is here already are left out."),
        )
        self.width = width

    def columns(self) -> list[Column]:
        return [Column(self.cleaned_data[f"column{number}"]) for number in range(self.width)]

    def options(self) -> dict[str, bool]:
        return {
            "month_first": self.cleaned_data["month_first"] == "yes",
            "with_duplicates": self.cleaned_data["with_duplicates"],
        }
