"""What a mail says, before it becomes text and HTML."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Letter:
    """Sentences in the receiver's language, already translated.

    `facts` are pairs of label and value (when, where); `action` is the one thing to do, `links` are the lesser ones;
    `closing` comes after them. No name of a client or service belongs in `subject`.
    """

    subject: str
    lines: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    action: Link | None = None
    links: tuple[Link, ...] = ()
    closing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along, such as the appointment as .ics."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """An appointment for the receiver's calendar program: `method` as REQUEST or CANCEL, `content` the file."""

    method: str
    content: bytes
