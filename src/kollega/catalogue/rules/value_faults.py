"""Faults of single values in a catalogue file."""

from collections.abc import Iterator, Mapping
from typing import Any

LANGUAGES = ("en", "sv", "nb", "de", "fr")


def label_faults(label: Any, where: str, name: str = "label") -> Iterator[str]:
    """A label is a table with a text in each of the five languages."""
    if not isinstance(label, dict):
        yield f"{where}: `{name}` is missing."
        return
    missing = [language for language in LANGUAGES if not isinstance(label.get(language), str) or not label[language]]
    if missing:
        yield f"{where}: `{name}` lacks {', '.join(missing)}."


def unknown_faults(found: Mapping[str, Any], known: set[str], where: str) -> Iterator[str]:
    for name in sorted(set(found) - known):
        yield f"{where}: `{name}` is not known here. Known: {', '.join(sorted(known))}."


def switch_faults(found: Mapping[str, Any], name: str, where: str) -> Iterator[str]:
    if not isinstance(found.get(name, True), bool):
        yield f"{where}: `{name}` is true or false."


def is_count(value: Any) -> bool:
    """Say whether it is a whole number above zero."""
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def is_amount(value: Any) -> bool:
    """Say whether it is a whole number, zero or above."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
