"""What differs between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from kollega.journal.rules.content import Content

_PIECES = re.compile(r"\s+|[^\s]+")
# Above this many words the comparison goes line by line, so that it stays quick.
MOST_WORDS = 4_000


class Change(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class SectionDifference:
    key: str
    heading: str
    differs: bool
    pieces: tuple[Piece, ...]


def compare(old: Content, new: Content) -> tuple[SectionDifference, ...]:
    """Return the sections of `new` with the pieces that were removed from or added to `old`."""
    texts = {section.key: section.text for section in old}
    return tuple(
        SectionDifference(
            section.key,
            section.heading,
            texts.get(section.key, "") != section.text,
            pieces(texts.get(section.key, ""), section.text),
        )
        for section in new
    )


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces in reading order; all that are not ADDED make the old text, not REMOVED the new one."""
    before, after = _cut(old, new)
    found: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(Change.SAME, "".join(before[i:j])))
            continue
        if j > i:
            found.append(Piece(Change.REMOVED, "".join(before[i:j])))
        if m > k:
            found.append(Piece(Change.ADDED, "".join(after[k:m])))
    return tuple(found)


def _cut(old: str, new: str) -> tuple[list[str], list[str]]:
    by_word = _PIECES.findall(old), _PIECES.findall(new)
    if max(map(len, by_word)) <= MOST_WORDS:
        return by_word
    return old.splitlines(keepends=True), new.splitlines(keepends=True)
