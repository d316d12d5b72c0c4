"""Texts of the record as sealed bytes: each opens only at its own place."""

import json
from uuid import UUID

from kollega.journal.models import Addendum, NoteVersion, ProcessNote, SignRequest
from kollega.journal.rules.content import Content, canonical_json, from_bytes, to_bytes
from kollega.platform.crypto import CannotOpen, open_sealed, seal


def seal_content(practice_id: UUID, client_id: UUID, note_id: UUID, number: int, content: Content) -> bytes:
    return seal(practice_id, to_bytes(content), context=_place(client_id, note_id, number))


def open_content(client_id: UUID, version: NoteVersion) -> Content:
    """Return the version's text, or raise CannotOpen when it was changed or moved."""
    place = _place(client_id, version.note_id, version.number)
    return from_bytes(open_sealed(version.practice_id, bytes(version.sealed), context=place))


def seal_addendum(practice_id: UUID, client_id: UUID, note_id: UUID, number: int, reason: str, text: str) -> bytes:
    plain = canonical_json({"reason": reason, "text": text})
    return seal(practice_id, plain, context=_place(client_id, note_id, number, b"addendum"))


def open_addendum(client_id: UUID, addendum: Addendum) -> tuple[str, str]:
    """Return reason and text, or raise CannotOpen when they were changed or moved."""
    place = _place(client_id, addendum.note_id, addendum.number, b"addendum")
    stored = json.loads(open_sealed(addendum.practice_id, bytes(addendum.sealed), context=place))
    return stored["reason"], stored["text"]


def _place(client_id: UUID, note_id: UUID, number: int, kind: bytes = b"note") -> bytes:
    return b"|".join([kind, str(client_id).encode(), str(note_id).encode(), str(number).encode()])


def carried_place(digest: bytes) -> bytes:
    """What binds the bytes of a carried note to their signature."""
    return b"carried|" + digest


def carried_client_place(digest: bytes) -> bytes:
    return b"carried client|" + digest


def seal_process_note(practice_id: UUID, client_id: UUID, author_id: UUID, process_note_id: UUID, text: str) -> bytes:
    return seal(practice_id, text.encode(), context=_process_place(client_id, author_id, process_note_id))


def open_process_note(note: ProcessNote) -> str:
    """Return the text, or raise CannotOpen when it was changed, moved or given to somebody else."""
    place = _process_place(note.client_id, note.author_id, note.id)
    return open_sealed(note.practice_id, bytes(note.sealed), context=place).decode()


def _process_place(client_id: UUID, author_id: UUID, process_note_id: UUID) -> bytes:
    return b"|".join([b"process note", *(str(part).encode() for part in (client_id, author_id, process_note_id))])


def seal_refusal(practice_id: UUID, client_id: UUID, request_id: UUID, reason: str) -> bytes:
    return seal(practice_id, reason.encode(), context=_refusal_place(client_id, request_id))


def refusal_of(client_id: UUID, request: SignRequest) -> str:
    """Return why somebody refused to sign; empty when they did not, or when it cannot be opened."""
    if request.reason is None:
        return ""
    try:
        place = _refusal_place(client_id, request.id)
        return open_sealed(request.practice_id, bytes(request.reason), context=place).decode()
    except CannotOpen:
        return ""


def _refusal_place(client_id: UUID, request_id: UUID) -> bytes:
    return b"refused to sign|" + str(client_id).encode() + b"|" + str(request_id).encode()
