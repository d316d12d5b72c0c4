"""What a check of the sealed log may find, and how many alike become one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby


class Kind(StrEnum):
    ROW_EDITED = "row edited"
    ROW_DELETED = "row deleted"
    ROW_INSERTED = "row inserted"
    SEGMENT_EDITED = "segment edited"
    SEGMENT_MISSING = "segment missing"
    SEGMENT_UNSIGNED = "segment not signed by this installation"
    CHAIN_BROKEN = "segment does not follow the one before"
    NEWEST_REMOVED = "newest segments removed"
    NOT_AS_ANCHORED = "segment differs from the anchored one"
    ANCHOR_EDITED = "anchor line edited"
    ANCHOR_UNSIGNED = "anchor line not signed by this installation"
    ANCHOR_MISSING = "anchor missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """`segment` and `to_segment` are places in the practice's chain, `first` and `last` row numbers; 0: none."""

    kind: Kind
    segment: int
    to_segment: int = 0
    first: int = 0
    last: int = 0
    count: int = 1

    def __str__(self) -> str:
        if self.kind in (Kind.ANCHOR_EDITED, Kind.ANCHOR_UNSIGNED):
            return f"{self.kind}: line {self.first}"
        where = f"segment {self.segment}" if self.segment else "anchor file"
        if self.to_segment > self.segment:
            where = f"segments {self.segment} to {self.to_segment}"
        if not self.first:
            return f"{self.kind}: {where}"
        rows = f"row {self.first}" if self.count == 1 else f"{self.count} rows {self.first} to {self.last}"
        return f"{self.kind}: {rows} ({where})"


def row_findings(segment: int, sealed: dict[int, bytes], found: dict[int, bytes]) -> list[Finding]:
    """Compare the digests that a segment sealed with those of the rows that are there now; both by row number."""
    edited = sorted(seq for seq in sealed.keys() & found.keys() if sealed[seq] != found[seq])
    deleted = sorted(sealed.keys() - found.keys())
    inserted = sorted(found.keys() - sealed.keys())
    return [
        *(Finding(Kind.ROW_EDITED, segment, first=seq, last=seq) for seq in edited),
        *_runs(Kind.ROW_DELETED, segment, deleted, sorted(sealed)),
        *_runs(Kind.ROW_INSERTED, segment, inserted, sorted(found)),
    ]


def _runs(kind: Kind, segment: int, seqs: list[int], among: list[int]) -> Iterator[Finding]:
    """Rows that stand side by side become one finding: a truncated table is not a million lines."""
    place = {seq: index for index, seq in enumerate(among)}
    for _, group in groupby(enumerate(seqs), key=lambda pair: place[pair[1]] - pair[0]):
        run = [seq for _, seq in group]
        yield Finding(kind, segment, first=run[0], last=run[-1], count=len(run))


def joined(findings: Iterable[Finding]) -> list[Finding]:
    """Join deletions that go on from one segment into the next; the rest stays as it is."""
    result: list[Finding] = []
    for finding in findings:
        before = result[-1] if result else None
        if (
            before is not None
            and before.kind == finding.kind == Kind.ROW_DELETED
            and max(before.segment, before.to_segment) + 1 == finding.segment
            and min(before.count, finding.count) > 1
        ):
            result[-1] = replace(
                before, to_segment=finding.segment, last=finding.last, count=before.count + finding.count
            )
        else:
            result.append(finding)
    return result
