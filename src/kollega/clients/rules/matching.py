"""Whether two people on paper may be the same person (C8): birth date and name, e-mail, or phone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kollega.clients.rules.contact import ContactData
from kollega.clients.rules.folding import email_address, phone_number, same_name

Known = TypeVar("Known")


def marks_of(contact: ContactData, country: str) -> list[str]:
    """Return the marks of which one in common makes two people look alike."""
    marks = []
    if contact.email:
        marks.append(f"e:{email_address(contact.email)}")
    if contact.phone:
        marks.append(f"p:{phone_number(contact.phone, country)}")
    if contact.born_on:
        marks.append(f"b:{contact.born_on:%Y%m%d}|{same_name(contact.given_name, contact.family_name)}")
    return marks


def search_words(marks: Iterable[str]) -> set[str]:
    """Return the search words behind the marks; a birth date's word says nothing about the name."""
    return {mark.split("|", 1)[0] for mark in marks}


@dataclass
class Seen(Generic[Known]):
    """Who was seen by which mark."""

    by_mark: dict[str, Known] = field(default_factory=dict)

    def match(self, marks: Iterable[str]) -> Known | None:
        return next((self.by_mark[mark] for mark in marks if mark in self.by_mark), None)

    def add(self, marks: Iterable[str], known: Known) -> None:
        for mark in marks:
            self.by_mark.setdefault(mark, known)
