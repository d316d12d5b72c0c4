"""Reading the bytes of a signature that was made in another practice (T10)."""

import json
from dataclasses import dataclass
from datetime import datetime

from kollega.journal.rules.canonical import digest
from kollega.journal.rules.content import Content, Section


@dataclass(frozen=True, slots=True)
class CarriedText:
    """What was signed: a note's sections, or a later entry's reason and text as one section each (a mark has no text).

    `occurred_at` is the visit's time, None for an addendum.
    """

    content: Content
    is_addendum: bool
    occurred_at: datetime | None


def read_form(form: bytes) -> CarriedText:
    """Return the text of a canonical form. Raises ValueError or KeyError when it is none."""
    stored = json.loads(form)
    if stored["of"] != "note":
        return CarriedText((Section("reason", "", stored["reason"]), Section("text", "", stored["text"])), True, None)
    content = tuple(Section(item["key"], item["heading"], item["text"]) for item in stored["text"])
    return CarriedText(content, False, datetime.fromisoformat(stored["occurred_at"]))


def is_what_was_signed(form: bytes, signed: bytes) -> bool:
    """Say whether the bytes are those that the signature's hash stands for."""
    return digest(form) == signed
