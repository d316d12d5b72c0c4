"""Texts with placeholders, from a small and safe set: names are replaced, nothing is carried out."""

import re
from collections.abc import Mapping

from kollega.notices.enums import Channel, NoticeKind

LANGUAGES = ("sv", "nb", "de", "fr", "en")
PLACEHOLDERS = ("first_name", "practice", "date", "time", "place", "before")
LONGEST = {"email": 1000, "sms": 300}
_SLOT = re.compile(r"\{([^{}\n]{0,40})\}")


def unknown_placeholders(text: str) -> list[str]:
    """Return what stands in braces and is no placeholder, in the order of the text."""
    return [name for name in _SLOT.findall(text) if name not in PLACEHOLDERS]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with the values in place; what is not known stays as it was typed."""
    return _SLOT.sub(lambda found: values.get(found[1], found[0]), text)


def text_key(channel: Channel, kind: NoticeKind) -> str:
    """Name a message in the practice's settings."""
    return f"{channel.value}.{kind.value}"
