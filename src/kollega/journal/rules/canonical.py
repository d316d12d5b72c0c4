"""What a signature covers, written so that the same facts always give the same bytes (N4, JR-6)."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from kollega.journal.rules.content import Content, canonical_json, to_plain

FORM = 1


@dataclass(frozen=True, slots=True)
class Link:
    """A signature's place in the practice's chain and who made it when."""

    practice_id: UUID
    number: int
    previous: bytes
    signed_by: UUID
    signed_name: str
    signed_at: datetime
    authenticated_at: datetime


@dataclass(frozen=True, slots=True)
class NoteFacts:
    note_id: UUID
    client_id: UUID
    author_id: UUID
    appointment_id: UUID | None
    occurred_at: datetime
    template_version_id: UUID
    version: int
    content: Content
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddendumFacts:
    addendum_id: UUID
    note_id: UUID
    client_id: UUID
    author_id: UUID
    number: int
    reason: str
    text: str
    marks_error: bool = False


@dataclass(frozen=True, slots=True)
class CountersignFacts:
    """`signed` is the digest of the author's signature: with it the exact text, client, author and time are covered."""

    request_id: UUID
    note_id: UUID
    client_id: UUID
    author_id: UUID
    kind: str
    signed: bytes


def note_form(link: Link, facts: NoteFacts) -> bytes:
    """The bytes of a signed note: text, client, author, time, template version, attachments, link."""
    return canonical_json(
        {
            "form": FORM,
            "of": "note",
            "link": _link(link),
            "note": str(facts.note_id),
            "client": str(facts.client_id),
            "author": str(facts.author_id),
            "appointment": str(facts.appointment_id or ""),
            "occurred_at": _moment(facts.occurred_at),
            "template_version": str(facts.template_version_id),
            "version": facts.version,
            "text": to_plain(facts.content),
            "attachments": list(facts.attachments),
        }
    )


def addendum_form(link: Link, facts: AddendumFacts) -> bytes:
    """The bytes of a signed addendum, or of the mark that the note was entered in error."""
    return canonical_json(
        {
            "form": FORM,
            "of": "entered in error" if facts.marks_error else "addendum",
            "link": _link(link),
            "addendum": str(facts.addendum_id),
            "note": str(facts.note_id),
            "client": str(facts.client_id),
            "author": str(facts.author_id),
            "number": facts.number,
            "reason": facts.reason,
            "text": facts.text,
        }
    )


def countersign_form(link: Link, facts: CountersignFacts) -> bytes:
    """The bytes of a colleague's signature under a signed note."""
    return canonical_json(
        {
            "form": FORM,
            "of": f"{facts.kind} signature",
            "link": _link(link),
            "request": str(facts.request_id),
            "note": str(facts.note_id),
            "client": str(facts.client_id),
            "author": str(facts.author_id),
            "signed": facts.signed.hex(),
        }
    )


def digest(form: bytes) -> bytes:
    return hashlib.sha256(form).digest()


def _link(link: Link) -> dict[str, object]:
    return {
        "practice": str(link.practice_id),
        "number": link.number,
        "previous": link.previous.hex(),
        "signed_by": str(link.signed_by),
        "signed_name": link.signed_name,
        "signed_at": _moment(link.signed_at),
        "authenticated_at": _moment(link.authenticated_at),
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
