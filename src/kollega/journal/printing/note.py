"""One note as PDF/A: head, facts, sections, signature, addenda, page x of y (N10)."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal
from django.utils.translation import get_language, gettext

from kollega.clients.queries.access import ClientHead
from kollega.journal.printing.drawn import drawn_blocks
from kollega.journal.printing.page_words import client_line, moment_words
from kollega.journal.queries.attachments import AttachmentView
from kollega.journal.queries.notes import AddendumView, OpenedNote, SignatureView, note_for_print
from kollega.journal.rules.content import Section
from kollega.journal.rules.countersigning import SignKind
from kollega.kernel.actor import Actor
from kollega.kernel.locales import locale_of
from kollega.platform.pdf import render_pdf
from kollega.practices.queries.practices import practice

TEMPLATE = Path(__file__).with_name("note.typ")


def print_note(actor: Actor, *, note_id: UUID) -> bytes:
    """Return the note as a PDF in the current language; the print is logged. NotFound as for opening it."""
    printable = note_for_print(actor, note_id=note_id)
    here = practice(actor)
    data = _document(printable.note, _Printed(actor.at, actor.timezone, printable.printed_by))
    return render_pdf(TEMPLATE, {**data, "practice": here.name, "footer": here.note_footer}, at=actor.at)


class _Printed:
    def __init__(self, at: datetime, zone: ZoneInfo, by: str) -> None:
        self.at, self.zone, self.by = at, zone, by

    def moment(self, moment: datetime) -> str:
        return moment_words(moment, self.zone, _language())


def _language() -> str:
    return (get_language() or "en")[:2]


def _document(note: OpenedNote, printed: _Printed) -> dict[str, Any]:
    when = printed.moment(note.occurred_at)
    return {
        "language": _language(),
        "title": note.template_name,
        "author": note.author_name,
        "draft": _warning(note),
        "client_line": _whose(note.client),
        "when": when,
        "printed": gettext("Printed %(when)s by %(who)s") % {"when": printed.moment(printed.at), "who": printed.by},
        "page": gettext("page %(page)s of %(pages)s"),
        "nothing": gettext("Nothing written"),
        "facts": _facts(note, when),
        "sections": [_section(section) for section in note.content or ()],
        "attached": gettext("Attachments"),
        "attachments": [_attachment(attachment) for attachment in note.attachments],
        "signature": _signed(note.signature, printed) if note.signature else "",
        "digest": _digest(note.signature) if note.signature else "",
        "countersigned": [
            _countersigned(one.kind, one.signature, printed) for one in note.countersigns if one.signature
        ],
        "addenda": [_addendum(addendum, printed) for addendum in _later_entries(note)],
    }


def _warning(note: OpenedNote) -> str:
    """What stands on every page of a note that is not to be relied on."""
    if note.error_mark:
        return gettext("Entered in error")
    return "" if note.signature else gettext("Unsigned draft")


def _later_entries(note: OpenedNote) -> list[AddendumView]:
    return [*note.addenda, *([note.error_mark] if note.error_mark else [])]


def _whose(client: ClientHead) -> str:
    return client_line(client.name.given_name, client.name.family_name, client.born_on)


def _facts(note: OpenedNote, when: str) -> list[dict[str, str]]:
    facts = [(gettext("Client"), _whose(note.client)), (gettext("Date and time"), when)]
    if note.visit and note.visit.service_names:
        names = note.visit.service_names
        facts.append((gettext("Service"), names.get(_language()) or next(iter(names.values()))))
    facts.append((gettext("Written by"), note.author_name))
    return [{"label": label, "value": value} for label, value in facts]


def _section(section: Section) -> dict[str, Any]:
    return {"heading": section.heading, "blocks": drawn_blocks(section.text)}


def _signed(signature: SignatureView, printed: _Printed) -> str:
    return gettext("Signed by %(name)s, %(when)s") % {"name": signature.name, "when": printed.moment(signature.at)}


def _countersigned(kind: str, signature: SignatureView, printed: _Printed) -> dict[str, str]:
    words = {"name": signature.name, "when": printed.moment(signature.at)}
    if kind == SignKind.COUNTER:
        line = gettext("Counter-signed as supervisor by %(name)s, %(when)s") % words
    else:
        line = gettext("Co-signed by %(name)s, %(when)s") % words
    return {"words": line, "digest": _digest(signature)}


def _digest(signature: SignatureView) -> str:
    return gettext("Signature no. %(number)s, SHA-256 %(digest)s") % {
        "number": signature.number,
        "digest": signature.digest,
    }


def _attachment(attachment: AttachmentView) -> dict[str, str]:
    size = gettext("%(bytes)s bytes") % {"bytes": format_decimal(attachment.size, locale=locale_of(_language()))}
    return {"name": attachment.name or str(attachment.document_id), "size": size, "sha256": attachment.sha256}


def _addendum(addendum: AddendumView, printed: _Printed) -> dict[str, Any]:
    title = (
        gettext("Entered in error")
        if addendum.marks_error
        else gettext("Addendum %(number)s") % {"number": addendum.number}
    )
    return {
        "title": title,
        "reason": gettext("Reason: %(reason)s") % {"reason": addendum.reason},
        "blocks": drawn_blocks(addendum.text),
        "signature": _signed(addendum.signature, printed),
        "digest": _digest(addendum.signature),
    }
