"""A log of many rows is sealed and checked in time (LD-5: ten million rows in ten minutes)."""

import os
import time

import pytest
from django.db import connections

from kollega.audit.operations import sealing
from kollega.audit.operations.signing import public_keys
from kollega.audit.queries.anchors import Anchors
from kollega.audit.queries.verification import verify_practice
from kollega.kernel.actor import Actor
from tests.audit.log import segments, write_rows
from tests.factories import make_practice

ROWS = int(os.environ.get("KOLLEGA_LOG_ROWS", "10000000" if os.environ.get("KOLLEGA_PROVE") else "20000"))
SEGMENT_ROWS = 500
LONGEST_SECONDS = 600 * ROWS / 10_000_000


def _fill(actor: Actor) -> None:
    """Rows like real ones, spread over all transactions that this database has seen."""
    with connections["owner"].cursor() as owner:
        owner.execute(
            "insert into audit_entry (id, at, practice_id, xid, person_id, membership_id, roles, action, object_type,"
            " object_id, client_id, outcome, source, request_id, detail)"
            " select gen_random_uuid(), now() - n * interval '1 second', %s,"
            " 3 + n * (pg_current_xact_id()::text::bigint - 10) / %s, %s, %s, 'clinician', 'read', 'client',"
            " gen_random_uuid(), gen_random_uuid(), 'done', 'page', gen_random_uuid()::text, '{\"fields\": [\"name\"]}'"
            " from generate_series(1, %s) n",
            [actor.practice_id, ROWS, actor.person_id, actor.membership_id, ROWS],
        )


def test_LD5_a_large_log_is_sealed_and_verified_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST_ROWS", SEGMENT_ROWS)
    ours = make_practice()
    _fill(ours)
    began = time.monotonic()
    while sealing.seal_practice(ours.practice_id):
        pass
    sealed = time.monotonic()
    report = verify_practice(ours.practice_id, anchors=Anchors(), known_keys=public_keys())
    verified = time.monotonic()
    print(
        f"{report.rows} rows in {report.segments} segments:"
        f" sealed in {sealed - began:.1f} s, verified in {verified - sealed:.1f} s"
    )
    assert report.findings == []
    assert report.rows >= ROWS
    assert verified - sealed < max(LONGEST_SECONDS, 5)
    write_rows(ours, 20)
    while sealing.seal_practice(ours.practice_id):
        pass
    began = time.monotonic()
    increment = verify_practice(
        ours.practice_id, anchors=Anchors(), known_keys=public_keys(), since=segments(ours)[-1].sealed_at
    )
    assert increment.segments == 1
    assert time.monotonic() - began < 60
