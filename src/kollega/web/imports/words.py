"""What columns, outcomes and states of an import are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kollega.clients.rules.import_columns import Column

COLUMN_WORDS: dict[Column, str | Promise] = {
    Column.IGNORE: _("Leave out"),
    Column.FULL_NAME: _("Whole name"),
    Column.GIVEN_NAME: _("Given name"),
    Column.FAMILY_NAME: _("Family name"),
    Column.PRONOUN: _("Pronoun"),
    Column.BORN_ON: _("Birth date"),
    Column.NATIONAL_ID: _("National identity number"),
    Column.PHONE: _("Phone"),
    Column.EMAIL: _("E-mail"),
    Column.STREET: _("Street and number"),
    Column.POSTCODE: _("Postcode"),
    Column.CITY: _("City"),
    Column.COUNTRY: _("Country"),
    Column.LANGUAGE: _("Language"),
}

ENCODING_WORDS: dict[str, str | Promise] = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "iso8859_15": "ISO-8859-15",
    "mac_roman": "Mac Roman",
}

OUTCOME_WORDS: dict[str, str | Promise] = {
    "new": _("New"),
    "added": _("Added"),
    "known": _("Already here"),
    "duplicate": _("Possible duplicate"),
    "refused": _("Refused"),
    "undone": _("Undone"),
}
OUTCOME_TONES = {"new": "chip-info", "added": "chip-good", "duplicate": "chip-warn", "refused": "chip-bad"}

STATE_WORDS: dict[str, str | Promise] = {
    "read": _("Columns not chosen yet"),
    "checked": _("Checked, nothing added yet"),
    "running": _("Running"),
    "done": _("Done"),
    "stopped": _("Stopped"),
    "undone": _("Undone"),
}
