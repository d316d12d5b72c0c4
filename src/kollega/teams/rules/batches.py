"""What was typed or pasted as addresses, cleaned: blanks and duplicates gone, each bad one named by itself (I1)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kollega.accounts.errors import LooksAlike
from kollega.accounts.rules.addresses import is_address, looks_alike_risk, normalised
from kollega.kernel.errors import N_

MOST_ADDRESSES = 50
_LINES = re.compile(r"[;\r\n\t]+")
_BRACKETS = re.compile(r".*<([^<>]*)>\s*")


class Finding(StrEnum):
    """What became of one address of a batch."""

    INVITED = "invited"
    NO_ADDRESS = "no_address"
    LOOKS_ALIKE = "looks_alike"
    ALREADY_MEMBER = "already_member"
    ALREADY_INVITED = "already_invited"


FAULT_WORDS = {
    Finding.NO_ADDRESS: N_("This is no e-mail address. Write it like name@example.org."),
    Finding.LOOKS_ALIKE: LooksAlike.message,
}


@dataclass(frozen=True, slots=True)
class Written:
    """One address: as typed, in normal form, and what is wrong with it (None: nothing)."""

    typed: str
    address: str
    fault: Finding | None


def addresses_in(text: str) -> list[str]:
    """Return the addresses of a pasted text: by line, comma or semicolon, also written `Berg, Anna <anna@...>`."""
    return [typed for line in _LINES.split(text) for part in _parts(line) for typed in _by_blank(part)]


def cleaned(typed: Iterable[str]) -> list[Written]:
    """Return each address once, in the order it was typed first; blanks are left out."""
    found: dict[str, Written] = {}
    for text in typed:
        bare = text.strip()
        if bare:
            written = Written(bare, normalised(bare), fault_of(bare))
            found.setdefault(written.address, written)
    return list(found.values())


def fault_of(typed: str) -> Finding | None:
    """Say what keeps an address from being invited: letters that imitate others, or no address at all."""
    if "@" in typed and looks_alike_risk(typed):
        return Finding.LOOKS_ALIKE
    return None if is_address(normalised(typed)) else Finding.NO_ADDRESS


def _parts(line: str) -> list[str]:
    """Beside an address in brackets, what holds no @ is part of a name."""
    parts = line.split(",")
    if "<" not in line:
        return [part.strip() for part in parts]
    return [_bare(part) for part in parts if "@" in part]


def _bare(part: str) -> str:
    brackets = _BRACKETS.fullmatch(part)
    return (brackets.group(1) if brackets else part).strip()


def _by_blank(typed: str) -> list[str]:
    """Addresses one after another with blanks between are several; words that are no addresses stay together."""
    words = typed.split()
    return words if len(words) > 1 and all("@" in word for word in words) else [typed] if typed else []
