"""The name of a file as it is kept and handed out: no path, nothing unseen, and an ending that tells the truth."""

import unicodedata

from kollega.documents.rules.media import SERVED, Media

LONGEST_NAME = 150
LONGEST_TITLE = 150
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_NOT_IN_NAMES = set('<>:"|?*')
NAMELESS = "document"


def cleaned(text: str) -> str:
    """Return the text as one line without controls and other unseen characters, such as those that turn its order."""
    seen = "".join(" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", text))
    return " ".join("".join(letter for letter in seen if unicodedata.category(letter) not in _UNSEEN).split())


def kept_name(typed: str) -> str:
    """Return what is kept of a file's name: its last part, at most 150 characters with the ending."""
    last = typed.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join("_" if letter in _NOT_IN_NAMES else letter for letter in cleaned(last)).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if len(name) > LONGEST_NAME and dot and len(ending) <= 10:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return name[:LONGEST_NAME] or NAMELESS


def served_name(name: str, media: Media) -> str:
    """Return the name for a download: with an ending that fits what the file is."""
    endings = SERVED[media].endings
    return name if name.casefold().endswith(endings) else f"{name}{endings[0]}"
