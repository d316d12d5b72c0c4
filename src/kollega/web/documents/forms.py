"""The shape of what is said about a document; the rules of the domain judge it."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kollega.documents.rules.media import SERVED, Kind
from kollega.documents.rules.names import LONGEST_NAME, LONGEST_TITLE
from kollega.web.documents.words import KINDS
from kollega.web.fields import DateTextField

ACCEPTED = ",".join(ending for served in SERVED.values() for ending in served.endings)


class DetailsForm(forms.Form):
    """Title, kind and date, the same for a new and a known document."""

    title = forms.CharField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_("Without one, the list shows the name of the file."),
    )
    kind = forms.TypedChoiceField(label=_("Kind"), choices=list(KINDS.items()), coerce=Kind, initial=Kind.OTHER)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["dated_on"] = DateTextField(label=_("Date of the document"), today=lambda: today, required=False)


class NewDocumentForm(DetailsForm):
    """The file and what it is."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
    field_order = ("file", "title", "kind", "dated_on")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(self.field_order)
        most = filesizeformat(settings.FILE_BYTES)
        field = self.fields["file"]
        field.help_text = gettext("PDF, picture, plain text, Word, Excel or ODT, at most %(most)s.") % {"most": most}
        field.widget.attrs |= {
            "accept": ACCEPTED,
            "data-most-bytes": str(settings.FILE_BYTES),
            "data-too-large": gettext("This file is larger than %(most)s.") % {"most": most},
        }


class ChangeDocumentForm(DetailsForm):
    name = forms.CharField(label=_("Name of the file"), max_length=LONGEST_NAME)
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("title", "name", "kind", "dated_on", "version")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(self.field_order)
