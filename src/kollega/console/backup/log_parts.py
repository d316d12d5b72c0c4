"""The names of parts of PostgreSQL's write-ahead log: 8 digits of timeline, 16 of position, hexadecimal.

Beside parts there are marks: `...0003.00000028.backup` of a base, `00000002.history` of a new timeline, and
`...0005.partial`, the end of a timeline that was left.
"""

import re
from collections.abc import Iterable

PART = re.compile(r"[0-9A-F]{24}\Z")
HISTORY = re.compile(r"[0-9A-F]{8}\.history\Z")
TIMELINE_DIGITS = 8
PARTS_IN_A_LOG = 256  # of 16 MiB each, which is what initdb makes


def timeline_of(name: str) -> int:
    return int(name[:TIMELINE_DIGITS], 16)


def number_of(name: str) -> int:
    """The position of a part, counted without gaps over all timelines."""
    return int(name[8:16], 16) * PARTS_IN_A_LOG + int(name[16:24], 16)


def is_before(name: str, first: str) -> bool:
    """Whether nothing that begins with the part `first` needs this one. Histories are always needed."""
    return not HISTORY.match(name) and number_of(name) < number_of(first)


def unbroken(names: Iterable[str], first: str) -> tuple[list[str], bool]:
    """The names that continue `first` without a gap, histories among them, and whether that is all there is."""
    known = sorted(names)
    numbers = {number_of(name) for name in known if PART.match(name)}
    end = number_of(first)
    while end in numbers:
        end += 1
    taken = [name for name in known if HISTORY.match(name) or (number_of(first) <= number_of(name) < end)]
    return taken, not any(number >= end for number in numbers)
