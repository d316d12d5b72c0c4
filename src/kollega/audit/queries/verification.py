"""Checking the sealed log of one practice against its rows, its chain, its signatures and the anchored heads."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Func, IntegerField

from kollega.audit.models import Segment
from kollega.audit.operations.signing import is_signed
from kollega.audit.queries.anchors import Anchors
from kollega.audit.queries.digests import rows_of_span
from kollega.audit.rules.findings import Finding, Kind, joined, row_findings
from kollega.audit.rules.segments import (
    ROW_BYTES,
    START,
    Header,
    Row,
    segment_hash,
    signed_text,
    unpacked,
)
from kollega.platform.tenancy import tenant

MOST_SEGMENTS = 2_000
MOST_ROWS = 200_000


@dataclass(slots=True)
class Report:
    """How much was checked, and what is wrong with it. `unsealed` rows are newer than the last segment."""

    practice_id: UUID
    segments: int = 0
    rows: int = 0
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """A segment without its digests: where it stands and what span of rows it claims."""

    number: int
    cluster: int
    floor_seq: int
    xid_to: int
    rows: int


def logged_practices() -> list[UUID]:
    """Return every practice that has rows or segments in the log; ids only, by functions of the owner."""
    with connection.cursor() as cursor:
        cursor.execute("select audit_practices() union select audit_sealed_practices()")
        return [row[0] for row in cursor.fetchall()]


def verify_practice(
    practice_id: UUID, *, anchors: Anchors, known_keys: Collection[bytes], since: datetime | None = None
) -> Report:
    """Recompute every segment (or those sealed since a moment of real time) and name what was changed.

    Reads as the app login in the practice's scope and shows nothing of what the rows say.
    """
    report = Report(practice_id)
    with tenant(practice_id), transaction.atomic():
        places = _places(practice_id)
        start = _start(practice_id, since)
        heads = anchors.heads.get(practice_id, {})
        check = _Check(report, known_keys, places, heads)
        for chunk in _chunks(places, start):
            check.chunk(chunk)
        check.end()
        _compare_ends(report, anchors, places)
    report.findings = joined(report.findings)
    return report


def _places(practice_id: UUID) -> list[_Place]:
    size = Func("digests", function="octet_length", output_field=IntegerField())
    found = Segment.objects.filter(practice_id=practice_id).annotate(size=size).order_by("number")
    columns = found.values_list("number", "cluster", "floor_seq", "xid_to", "size")
    return [
        _Place(number, cluster, floor, xid_to, size // ROW_BYTES) for number, cluster, floor, xid_to, size in columns
    ]


def _start(practice_id: UUID, since: datetime | None) -> int:
    """Return the number of the first segment to check."""
    if since is None:
        return 1
    later = Segment.objects.filter(practice_id=practice_id, sealed_at__gte=since)
    first = later.order_by("number").values_list("number", flat=True).first()
    if first is not None:
        return first
    last = Segment.objects.filter(practice_id=practice_id).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _chunks(places: list[_Place], start: int) -> Iterator[list[int]]:
    """Yield indexes of places that are checked together: one era, not too many segments or rows."""
    chunk: list[int] = []
    rows = 0
    for index, place in enumerate(places):
        if place.number < start:
            continue
        crosses = chunk and places[chunk[-1]].cluster != place.cluster
        if crosses or len(chunk) >= MOST_SEGMENTS or (chunk and rows + place.rows > MOST_ROWS):
            yield chunk
            chunk, rows = [], 0
        chunk.append(index)
        rows += place.rows
    if chunk:
        yield chunk


class _Check:
    """Walks the chain in order; remembers the hash before, and which doubts a later signature would lift."""

    def __init__(
        self, report: Report, known_keys: Collection[bytes], places: list[_Place], heads: Mapping[int, bytes]
    ) -> None:
        self.report = report
        self.known_keys = known_keys
        self.places = places
        self.heads = heads
        self.previous: tuple[int, bytes] | None = None
        self.foreign: list[int] = []

    def chunk(self, indexes: list[int]) -> None:
        first, last = self.places[indexes[0]], self.places[indexes[-1]]
        if self.previous is None:
            self.previous = self._hash_before(indexes[0])
        found = self._rows(indexes)
        segments = Segment.objects.filter(
            practice_id=self.report.practice_id, number__gte=first.number, number__lte=last.number
        )
        for segment in segments.order_by("number").iterator(chunk_size=200):
            self._segment(segment)
            sealed = unpacked(bytes(segment.digests))
            self.report.findings += row_findings(segment.number, sealed, found.pop(segment.number, {}))
            self.report.segments += 1
            self.report.rows += len(sealed)

    def end(self) -> None:
        """A key that is no longer known is a finding only if no known key signed the chain after it."""
        self.report.findings += [Finding(Kind.SEGMENT_UNSIGNED, number) for number in self.foreign]

    def _hash_before(self, index: int) -> tuple[int, bytes]:
        if index == 0:
            return (0, START)
        before = Segment.objects.get(practice_id=self.report.practice_id, number=self.places[index - 1].number)
        return (before.number, bytes(before.hash))

    def _segment(self, segment: Segment) -> None:
        assert self.previous is not None
        number, before = self.previous
        self.previous = (segment.number, bytes(segment.hash))
        if segment.number > number + 1:
            missing = Finding(Kind.SEGMENT_MISSING, number + 1, to_segment=segment.number - 1)
            self.report.findings.append(missing)
        elif bytes(segment.previous) != before:
            self.report.findings.append(Finding(Kind.CHAIN_BROKEN, segment.number))
        if segment_hash(_header(segment), bytes(segment.digests)) != bytes(segment.hash):
            self.report.findings.append(Finding(Kind.SEGMENT_EDITED, segment.number))
        if self.heads.get(segment.number, bytes(segment.hash)) != bytes(segment.hash):
            self.report.findings.append(Finding(Kind.NOT_AS_ANCHORED, segment.number))
        text = signed_text(segment.practice_id, segment.number, bytes(segment.hash))
        if not is_signed(text, key=bytes(segment.key), signature=bytes(segment.signature)):
            self.report.findings.append(Finding(Kind.SEGMENT_UNSIGNED, segment.number))
        elif bytes(segment.key) in self.known_keys:
            self.foreign.clear()
        else:
            self.foreign.append(segment.number)

    def _rows(self, indexes: list[int]) -> dict[int, dict[int, bytes]]:
        """Return the digests of the rows that are there now, by segment and row number."""
        first, last = self.places[indexes[0]], self.places[indexes[-1]]
        before = self.places[indexes[0] - 1] if indexes[0] else None
        new_era = before is None or before.cluster != first.cluster
        ends = [self.places[index].xid_to for index in indexes]
        numbers = [self.places[index].number for index in indexes]
        found: dict[int, dict[int, bytes]] = {number: {} for number in numbers}
        span = rows_of_span(
            self.report.practice_id,
            floor_seq=first.floor_seq,
            ceiling_seq=self._ceiling(indexes[-1]),
            xid_from=0 if before is None or new_era else before.xid_to,
            xid_to=last.xid_to,
        )
        for row in span:
            found[numbers[bisect_right(ends, row.xid)]][row.seq] = row.digest
        if before is not None and new_era:
            for row in self._left_by(before, first):
                found[first.number][row.seq] = row.digest
        return found

    def _left_by(self, before: _Place, first: _Place) -> Iterator[Row]:
        """The rows that the former cluster had not sealed: they went into the first segment of the next."""
        return rows_of_span(
            self.report.practice_id,
            floor_seq=before.floor_seq,
            ceiling_seq=first.floor_seq,
            xid_from=before.xid_to,
            xid_to=None,
        )

    def _ceiling(self, index: int) -> int | None:
        """Return the floor of the era after this place, None in the last."""
        cluster = self.places[index].cluster
        later = (place.floor_seq for place in self.places[index + 1 :] if place.cluster != cluster)
        return next(later, None)


def _header(segment: Segment) -> Header:
    return Header(
        practice_id=segment.practice_id,
        number=segment.number,
        cluster=segment.cluster,
        floor_seq=segment.floor_seq,
        xid_to=segment.xid_to,
        top_seq=segment.top_seq,
        sealed_at=segment.sealed_at,
        previous=bytes(segment.previous),
    )


def _compare_ends(report: Report, anchors: Anchors, places: list[_Place]) -> None:
    """The heads outside the database tell of a chain whose newest end is gone."""
    heads = anchors.heads.get(report.practice_id, {})
    last = places[-1].number if places else 0
    beyond = max(heads, default=0)
    if beyond > last:
        report.findings.append(Finding(Kind.NEWEST_REMOVED, last + 1, to_segment=beyond))
    known = heads or anchors.before_restore.get(report.practice_id)
    if not known and _was_anchored(report.practice_id):
        report.findings.append(Finding(Kind.ANCHOR_MISSING, 0))


def _was_anchored(practice_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from audit_anchored where practice_id = %s)", [practice_id])
        return bool(cursor.fetchone()[0])
