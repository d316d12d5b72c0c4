"""The text of a note: its sections in order, cleaned, and the one way it is written to bytes."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

LONGEST_SECTION = 60_000
MOST_SECTIONS = 20
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True, slots=True)
class Section:
    """`key` is fixed by the template; `text` is the light markup of rules/markup.py."""

    key: str
    heading: str
    text: str = ""


Content = tuple[Section, ...]


def cleaned(text: str) -> str:
    """Return the text with one form of line end and letter, without control characters or trailing blanks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n").split("\n")
    return "\n".join(_CONTROL.sub("", unicodedata.normalize("NFC", line)).rstrip() for line in lines).rstrip()


def filled(content: Content, texts: Mapping[str, str]) -> Content:
    """Return the sections with these texts, by key; unknown keys are ignored, missing ones keep their text."""
    return tuple(
        replace(section, text=cleaned(texts[section.key])) if section.key in texts else section for section in content
    )


def too_long(content: Content) -> list[str]:
    """Return the keys of sections over LONGEST_SECTION characters."""
    return [section.key for section in content if len(section.text) > LONGEST_SECTION]


def is_empty(content: Content) -> bool:
    return not any(section.text.strip() for section in content)


def words(content: Content) -> int:
    return sum(len(_WORD.findall(section.text)) for section in content)


def to_plain(content: Content) -> list[dict[str, str]]:
    return [{"key": s.key, "heading": s.heading, "text": s.text} for s in content]


def to_bytes(content: Content) -> bytes:
    """The stored and signed form: JSON in UTF-8, no spare spaces, keys in order."""
    return canonical_json(to_plain(content))


def from_bytes(stored: bytes) -> Content:
    return tuple(Section(item["key"], item["heading"], item["text"]) for item in json.loads(stored))


def canonical_json(value: object) -> bytes:
    """One value, one byte string: sorted keys, no spaces, UTF-8 as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def only_adds(before: Content, after: Content) -> bool:
    """Whether every section of `after` holds all of `before`, with text put in at one place at most.

    Then nothing is lost when `after` takes the place of `before`.
    """
    return len(before) == len(after) and all(
        old.key == new.key and old.heading == new.heading and _put_in(old.text, new.text)
        for old, new in zip(before, after, strict=True)
    )


def _put_in(old: str, new: str) -> bool:
    if len(new) < len(old):
        return False
    start = 0
    while start < len(old) and old[start] == new[start]:
        start += 1
    return new.endswith(old[start:])


def differing(one: Content, other: Content) -> list[str]:
    """Return the keys of the sections whose text differs."""
    texts = {section.key: section.text for section in other}
    return [section.key for section in one if texts.get(section.key) != section.text]


def sections_from(rows: Sequence[Mapping[str, str]]) -> Content:
    """Empty sections from a template version's rows of key and heading."""
    return tuple(Section(row["key"], row["heading"]) for row in rows)
