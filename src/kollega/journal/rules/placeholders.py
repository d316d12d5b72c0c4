"""Placeholders in templates and snippets: `{client}`, `{date}`, `{last note}`, in any of the five languages (N6)."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

_PLACE = re.compile(r"\{([^{}\n]{1,40})\}")


class Placeholder(StrEnum):
    CLIENT = "client"
    DATE = "date"
    LAST_NOTE = "last note"


NAMES: dict[str, Placeholder] = {
    **dict.fromkeys(("client", "klient", "klienten"), Placeholder.CLIENT),
    **dict.fromkeys(("date", "datum", "dato"), Placeholder.DATE),
    **dict.fromkeys(
        ("last note", "senaste anteckning", "siste notat", "letzter eintrag", "dernière note"), Placeholder.LAST_NOTE
    ),
}


def named(text: str) -> list[str]:
    """Return what stands in braces, in order."""
    return [match[1] for match in _PLACE.finditer(text)]


def unknown(texts: Iterable[str]) -> list[str]:
    """Return the names in braces that stand for nothing, each once."""
    return list(dict.fromkeys(name for text in texts for name in named(text) if _known(name) is None))


def filled_in(text: str, values: Mapping[Placeholder, str]) -> str:
    """Return the text with what the placeholders stand for; what has no value stays as it is."""

    def value(match: re.Match[str]) -> str:
        known = _known(match[1])
        return match[0] if known is None else values.get(known, match[0])

    return _PLACE.sub(value, text)


def _known(name: str) -> Placeholder | None:
    return NAMES.get(" ".join(name.casefold().split()))
