"""Which time zone a TZID means: the names of IANA and Windows, names with a path before them, else the file's own.

A zone that a file defines by itself is given a name made of its definition: the library keeps such zones for the whole
process by name, and two files may use one name for different zones.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

_TZID = re.compile(r';TZID=("[^"]*"|[^;:"]*)', re.IGNORECASE)


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()} | {
        name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()
    }


def known_zone(name: str) -> str:
    """Return the IANA name that a TZID means, empty when nobody knows it."""
    parts = name.strip().strip('"').strip("/").split("/")
    for start in range(len(parts)):
        zone = _known().get("/".join(parts[start:]).lower())
        if zone is not None:
            return zone
    return ""


def own_name(definition: list[str]) -> str:
    lines = [line for line in definition if not line.upper().startswith("TZID")]
    return "own-" + hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def renamed(line: str, own: Mapping[str, str]) -> str:
    """Return the line with the zone's name that the library shall read; a name that nobody knows is left out."""

    def name(match: re.Match[str]) -> str:
        given = match.group(1).strip('"')
        found = known_zone(given) or own.get(given, "")
        return f";TZID={found}" if found else ""

    head, colon, rest = _split(line)
    return _TZID.sub(name, head) + colon + rest


def _split(line: str) -> tuple[str, str, str]:
    """Cut at the colon before the value; one inside quotes is part of a parameter."""
    quoted = False
    for place, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            return line[:place], ":", line[place + 1 :]
    return line, "", ""
