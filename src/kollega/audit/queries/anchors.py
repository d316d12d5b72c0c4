"""Reading the anchor file back."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from kollega.audit.operations.signing import is_signed
from kollega.audit.rules.anchors import Head, Restored, parsed, restored_text
from kollega.audit.rules.findings import Finding, Kind
from kollega.audit.rules.segments import signed_text


@dataclass(slots=True)
class Anchors:
    """Heads by practice and segment. Those from before a restore may be ahead of the database without a wrong."""

    heads: dict[UUID, dict[int, bytes]] = field(default_factory=lambda: defaultdict(dict))
    before_restore: dict[UUID, dict[int, bytes]] = field(default_factory=lambda: defaultdict(dict))
    findings: list[Finding] = field(default_factory=list)
    restored_at: list[datetime] = field(default_factory=list)


def read_anchors(path: Path, known_keys: Collection[bytes]) -> Anchors:
    """Read all lines. A line that nobody of ours signed is a finding and counts for nothing."""
    anchors = Anchors()
    if not path.exists():
        return anchors
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            _take(anchors, number, line, known_keys)
    return anchors


def _take(anchors: Anchors, number: int, line: str, known_keys: Collection[bytes]) -> None:
    said = parsed(line)
    if said is None or not _is_signed(said):
        anchors.findings.append(Finding(Kind.ANCHOR_EDITED, 0, first=number, last=number))
    elif said.key not in known_keys:
        anchors.findings.append(Finding(Kind.ANCHOR_UNSIGNED, 0, first=number, last=number))
    elif isinstance(said, Restored):
        for practice_id, heads in anchors.heads.items():
            anchors.before_restore[practice_id].update(heads)
        anchors.heads.clear()
        anchors.restored_at.append(said.at)
    else:
        anchors.heads[said.practice_id][said.number] = said.hash


def _is_signed(said: Head | Restored) -> bool:
    if isinstance(said, Restored):
        text = restored_text(said.at)
    else:
        text = signed_text(said.practice_id, said.number, said.hash)
    return is_signed(text, key=said.key, signature=said.signature)
