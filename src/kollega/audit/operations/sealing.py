"""Sealing: every minute the new rows of each practice go into a signed segment that follows the one before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kollega.audit.models import Segment
from kollega.audit.operations.anchoring import anchor_heads
from kollega.audit.operations.signing import sign
from kollega.audit.queries.digests import final_rows, highest_seq_of_unborn, rows_of_span
from kollega.audit.rules.segments import START, Header, Row, floor_of_new_era, packed, segment_hash, signed_text
from kollega.kernel.clock import real_now
from kollega.platform.tenancy import tenant

MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class _Now:
    """The database's cluster, its oldest running transaction, and the first number not given out yet."""

    cluster: int
    oldest: int
    unborn: int


@dataclass(frozen=True, slots=True)
class _Span:
    floor_seq: int
    xid_to: int
    rows: list[Row]
    is_last: bool = True


def seal_and_anchor(at: datetime) -> None:
    """The duty: seal what is new in every practice, then write the heads to places outside the database."""
    for practice_id in practices_to_seal():
        while seal_practice(practice_id):
            pass
    anchor_heads()


def practices_to_seal() -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("select audit_practices_to_seal()")
        return [row[0] for row in cursor.fetchall()]


def seal_practice(practice_id: UUID) -> bool:
    """Seal the next rows of the practice; True when there may be more.

    Takes rows of transactions below the oldest one that still runs, so that none can appear later inside a sealed
    span. Two sealers at once: the second waits, then goes on from the first one's segment.
    """
    with tenant(practice_id), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"seal {practice_id}"])
        head = Segment.objects.filter(practice_id=practice_id).order_by("-number").first()
        now = _now()
        if head is None or head.cluster == now.cluster:
            span = _next_span(practice_id, head, now)
        else:
            span = _first_span_of_era(practice_id, head, now)
        if not span.rows:
            return False
        _store(practice_id, head, now.cluster, span)
        return not span.is_last


def _now() -> _Now:
    with connection.cursor() as cursor:
        cursor.execute(
            "select audit_cluster(), pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint"
            " from pg_current_snapshot() now"
        )
        return _Now(*cursor.fetchone())


def _next_span(practice_id: UUID, head: Segment | None, now: _Now) -> _Span:
    """A long span ends where a transaction's rows end, so that each transaction is in one segment."""
    floor, start = (head.floor_seq, head.xid_to) if head else (0, 0)
    rows = final_rows(practice_id, floor_seq=floor, xid_from=start, xid_to=now.oldest, most=MOST_ROWS)
    if len(rows) < MOST_ROWS:
        return _Span(floor, now.oldest, rows)
    last = rows[-1].xid
    others = [row for row in rows if row.xid != last]
    if others:
        return _Span(floor, last, others, is_last=False)
    whole = rows_of_span(practice_id, floor_seq=floor, ceiling_seq=None, xid_from=last, xid_to=last + 1)
    return _Span(floor, last + 1, list(whole), is_last=False)


def _first_span_of_era(practice_id: UUID, head: Segment, now: _Now) -> _Span:
    """What the former cluster left unsealed, and what is final in this one."""
    unborn = highest_seq_of_unborn(practice_id, xid_from=now.unborn)
    floor = floor_of_new_era(top_seq=head.top_seq, highest_of_unborn=unborn)
    left = rows_of_span(practice_id, floor_seq=head.floor_seq, ceiling_seq=floor, xid_from=head.xid_to, xid_to=None)
    new = rows_of_span(practice_id, floor_seq=floor, ceiling_seq=None, xid_from=0, xid_to=now.oldest)
    return _Span(floor, now.oldest, [*left, *new])


def _store(practice_id: UUID, head: Segment | None, cluster: int, span: _Span) -> None:
    header = Header(
        practice_id=practice_id,
        number=head.number + 1 if head else 1,
        cluster=cluster,
        floor_seq=span.floor_seq,
        xid_to=span.xid_to,
        top_seq=max(row.seq for row in span.rows) if head is None else max(head.top_seq, *(r.seq for r in span.rows)),
        sealed_at=real_now(),
        previous=bytes(head.hash) if head else START,
    )
    digests = packed(span.rows)
    digest = segment_hash(header, digests)
    key, signature = sign(signed_text(practice_id, header.number, digest))
    Segment.objects.create(
        practice_id=practice_id,
        number=header.number,
        cluster=cluster,
        floor_seq=header.floor_seq,
        xid_to=header.xid_to,
        top_seq=header.top_seq,
        digests=digests,
        previous=header.previous,
        hash=digest,
        key=key,
        signature=signature,
        sealed_at=header.sealed_at,
    )
