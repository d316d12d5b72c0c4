"""The report for the client: when, from which unit, what kind of action and, by country, who (L3, AL-5)."""

from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from django.utils.translation import gettext

from kollega.journal.printing.page_words import client_line, moment_words
from kollega.kernel.locales import locale_of
from kollega.platform.pdf import render_pdf
from kollega.records.printing.words import KINDS, OBJECTS, OTHER_OBJECT
from kollega.records.rules.form import AccessPart, Record

TEMPLATE = Path(__file__).with_name("access.typ")


def print_access(record: Record, *, language: str, zone: ZoneInfo) -> bytes:
    """Return the report as PDF/A in the language that is active."""
    named = any(line.who for line in record.access)
    head = [gettext("When"), gettext("From which unit"), gettext("What was done")]
    made = moment_words(record.made_at, zone, language)
    return render_pdf(
        TEMPLATE,
        {
            "language": language,
            "practice": record.practice.name,
            "title": gettext("Who has opened the record"),
            "made": made,
            "client_line": client_line(record.client.given_name, record.client.family_name, record.client.born_on),
            "page": gettext("page %(page)s of %(pages)s"),
            "lead": gettext("This is what the log of %(practice)s holds about the record until %(when)s.")
            % {"practice": record.practice.name, "when": made},
            "nothing": gettext("Nobody has opened the record."),
            "head": [*head, gettext("Who")] if named else head,
            "widths": [5, 6, 7, 5] if named else [5, 6, 8],
            "rows": [_row(line, named, language, zone) for line in record.access],
        },
        at=record.made_at,
    )


def _row(line: AccessPart, named: bool, language: str, zone: ZoneInfo) -> list[str]:
    when = format_datetime(line.at, "y-MM-dd HH:mm", tzinfo=zone, locale=locale_of(language))
    row = [when, line.unit, what_was_done(line.action, line.object)]
    return [*row, line.who or gettext("The system")] if named else row


def what_was_done(action: str, object_type: str) -> str:
    """Say the kind of action in plain words: what was done, and with which part of the record."""
    kind = gettext(KINDS[action]) if action in KINDS else action
    return gettext("%(what)s: %(action)s") % {
        "what": gettext(OBJECTS.get(object_type, OTHER_OBJECT)),
        "action": kind,
    }
