"""A client's record as PDF/A: client information, notes, addenda, signatures, page x of y (N10, JR-12).

Everything comes from the record in our own form; what a person typed is never markup and nothing is fetched (UE-3).
"""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import gettext, ngettext

from kollega import journal
from kollega.journal.printing.drawn import drawn_blocks
from kollega.journal.printing.page_words import client_line, moment_words
from kollega.kernel.locales import locale_of
from kollega.platform.pdf import render_pdf
from kollega.records.printing.words import INFORMATION, VISITS
from kollega.records.rules.form import (
    AddendumPart,
    AppointmentPart,
    Brought,
    DocumentPart,
    InformationPart,
    NotePart,
    Record,
    SignaturePart,
)

TEMPLATE = Path(next(iter(journal.__path__))) / "printing" / "record.typ"


def print_record(record: Record, *, language: str, zone: ZoneInfo) -> bytes:
    """Return the record as PDF/A; `language` is the one that is active."""
    return render_pdf(TEMPLATE, _Pages(record, language, zone).data(), at=record.made_at)


class _Pages:
    def __init__(self, record: Record, language: str, zone: ZoneInfo) -> None:
        self.record, self.language, self.zone = record, language, zone
        self.names = {each.id: each.title or each.name for each in record.documents}

    def moment(self, moment: datetime) -> str:
        return moment_words(moment, self.zone, self.language)

    def data(self) -> dict[str, Any]:
        record = self.record
        made = self.moment(record.made_at)
        client = record.client
        return {
            "language": self.language,
            "practice": record.practice.name,
            "author": record.practice.name,
            "title": gettext("Record") if record.whole else gettext("From the record"),
            "client_line": client_line(client.given_name, client.family_name, client.born_on),
            "made": made,
            "printed": gettext("Handed out by %(who)s") % {"who": record.made_by},
            "page": gettext("page %(page)s of %(pages)s"),
            "nothing": gettext("Nothing written"),
            "facts": self._facts(),
            "brought": "",
            "information_title": gettext("Client information"),
            "information": [self._information(each) for each in record.information],
            "notes_title": gettext("Notes"),
            "notes": [self._note(each) for each in record.notes],
            "attached": gettext("Attachments"),
            "documents": self._documents(),
            "appointments": self._appointments(),
            "messages": {"title": "", "head": [], "rows": [], "widths": []},
            "signatures": self._signatures(),
        }

    def _facts(self) -> list[dict[str, str]]:
        client = self.record.client
        place = " ".join(part for part in (client.postcode, client.city) if part)
        address = ", ".join(part for part in (client.street, place, client.country) if part)
        facts = [
            (gettext("Client"), client_line(client.given_name, client.family_name, client.born_on)),
            (gettext("Address"), address),
            (gettext("Phone"), client.phone),
            (gettext("E-mail"), client.email),
            (gettext("Practice"), self.record.practice.name),
        ]
        return [{"label": label, "value": value} for label, value in facts if value]

    def _information(self, part: InformationPart) -> dict[str, Any]:
        title = gettext(INFORMATION[part.heading]) if part.heading in INFORMATION else part.heading
        return {
            "title": gettext("%(heading)s, version %(number)s") % {"heading": title, "number": part.version},
            "blocks": drawn_blocks(part.text),
            "by": self._by(part.author, part.at, part.brought),
        }

    def _by(self, author: str, at: datetime, brought: Brought | None) -> str:
        words = gettext("%(name)s, %(when)s") % {"name": author, "when": self.moment(at)}
        return f"{words}. {self._brought(brought)}" if brought else words

    def _brought(self, brought: Brought | None) -> str:
        if brought is None:
            return ""
        return gettext("Brought from %(practice)s on %(when)s by %(who)s; it was not written or signed here.") % {
            "practice": brought.origin.name,
            "when": self.moment(brought.at),
            "who": brought.by,
        }

    def _note(self, note: NotePart) -> dict[str, Any]:
        return {
            "title": note.template,
            "when": self.moment(note.occurred_at),
            "by": gettext("Written by %(name)s") % {"name": note.author},
            "warning": _warning(note),
            "brought": self._brought(note.brought),
            "sections": [{"heading": s.heading, "blocks": drawn_blocks(s.text)} for s in note.sections or ()],
            "attachments": [
                {"name": self.names.get(each.document, str(each.document)), "sha256": each.sha256}
                for each in note.attachments
            ],
            "signature": self._signed(note.signature),
            "addenda": [self._addendum(each) for each in note.addenda],
            "versions": self._versions(note),
        }

    def _versions(self, note: NotePart) -> str:
        saved = [each for each in note.versions if each.kind != "autosave"]
        if not saved:
            return ""
        lines = ", ".join(
            gettext("no. %(number)s %(when)s") % {"number": each.number, "when": self.moment(each.at)} for each in saved
        )
        return gettext("Versions: %(versions)s") % {"versions": lines}

    def _addendum(self, addendum: AddendumPart) -> dict[str, Any]:
        title = gettext("Addendum %(number)s") % {"number": addendum.number}
        return {
            "title": gettext("Entered in error") if addendum.marks_error else title,
            "reason": gettext("Reason: %(reason)s") % {"reason": addendum.reason},
            "blocks": drawn_blocks(addendum.text),
            "signature": self._signed(addendum.signature),
        }

    def _signed(self, signature: SignaturePart | None) -> list[dict[str, str]]:
        if signature is None:
            return []
        words = gettext("Signed by %(name)s, %(when)s") % {"name": signature.name, "when": self.moment(signature.at)}
        if not signature.unchanged:
            words = gettext("%(signed)s. What is stored differs from what was signed.") % {"signed": words}
        digest = gettext("Signature no. %(number)s, SHA-256 %(digest)s")
        return [{"words": words, "digest": digest % {"number": signature.number, "digest": signature.sha256}}]

    def _documents(self) -> dict[str, Any]:
        return {
            "title": gettext("Documents"),
            "head": [gettext("Document"), gettext("Added"), gettext("Size"), "SHA-256"],
            "widths": [6, 5, 2, 6],
            "rows": [self._document(each) for each in self.record.documents],
        }

    def _document(self, part: DocumentPart) -> list[str]:
        name = part.title or part.name
        size = gettext("%(bytes)s bytes") % {"bytes": format_decimal(part.size, locale=locale_of(self.language))}
        shown = name if part.path else gettext("%(name)s (the file is missing)") % {"name": name}
        # Cut into pieces, so that the long number can wrap.
        digest = " ".join(part.sha256[start : start + 16] for start in range(0, 64, 16))
        return [shown, self._by(part.added_by, part.added_at, part.brought), size, digest]

    def _appointments(self) -> dict[str, Any]:
        return {
            "title": gettext("Appointments"),
            "head": [gettext("When"), gettext("Service"), gettext("With"), gettext("Attendance")],
            "widths": [5, 6, 5, 4],
            "rows": [self._appointment(each) for each in self.record.appointments],
        }

    def _appointment(self, part: AppointmentPart) -> list[str]:
        status = gettext(VISITS[part.status]) if part.status in VISITS else ""
        return [self.moment(part.starts_at), part.service, part.clinician, status]

    def _signatures(self) -> dict[str, Any]:
        found = [
            (signature, note)
            for note in self.record.notes
            for signature in (note.signature, *(addendum.signature for addendum in note.addenda))
            if signature
        ]
        return {
            "title": ngettext("Signed once", "Signed %(number)s times", len(found)) % {"number": len(found)},
            "head": [gettext("No."), gettext("Signed"), gettext("Note of"), gettext("By")],
            "widths": [1, 5, 5, 5],
            "rows": [self._signature(signature, note) for signature, note in found],
        }

    def _signature(self, signature: SignaturePart, note: NotePart) -> list[str]:
        day = format_date(note.occurred_at.astimezone(self.zone), "long", locale=locale_of(self.language))
        return [str(signature.number), self.moment(signature.at), day, signature.name]


def _warning(note: NotePart) -> str:
    if any(each.marks_error for each in note.addenda):
        return gettext("Entered in error")
    if note.signature is None:
        return gettext("Unsigned draft")
    return "" if note.sections is not None else gettext("The text cannot be opened any more.")
