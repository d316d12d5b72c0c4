"""Plain text: readable characters only, and no markup that a browser or a shell would take for more."""

import codecs
import re
from typing import BinaryIO

from kollega.documents.rules.refused import MARKUP, NOT_LISTED, Unfit

_ALLOWED_CONTROLS = {"\t", "\n", "\r", "\f"}
_MARKUP = re.compile(
    r"\A\s*(?:<[!?/a-z]|#!|\{\\rtf)|<\s*(?:html|script|svg|iframe|object|embed|body|head)\b", re.IGNORECASE
)
_UNICODE_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def check_text(source: BinaryIO) -> None:
    """Raise Unfit when it is not text in UTF-8, UTF-16 with its mark, or Windows-1252."""
    text = _decoded(source.read())
    if any(_is_control(letter) for letter in set(text)):
        raise Unfit(NOT_LISTED)
    if _MARKUP.search(text):
        raise Unfit(MARKUP)


def _is_control(letter: str) -> bool:
    return (letter < " " and letter not in _ALLOWED_CONTROLS) or "\x7f" <= letter <= "\x9f"


def _decoded(content: bytes) -> str:
    marked = next((name for mark, name in _UNICODE_MARKS.items() if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unfit(NOT_LISTED)
