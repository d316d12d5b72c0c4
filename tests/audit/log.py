"""Rows in the log of a practice, and hands that reach past the product's rules."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connection, transaction

from kollega.audit.models import LogEntry, Segment
from kollega.audit.operations.anchoring import anchor_heads
from kollega.audit.operations.recording import record
from kollega.audit.operations.sealing import seal_practice
from kollega.audit.operations.signing import public_keys
from kollega.audit.queries.anchors import read_anchors
from kollega.audit.queries.verification import verify_practice
from kollega.kernel.actor import Actor
from kollega.platform.operations import Action
from kollega.platform.tenancy import tenant


def write_rows(actor: Actor, count: int) -> list[int]:
    """Add rows, each in a transaction of its own, and return their numbers."""
    for _ in range(count):
        with tenant(actor.practice_id), transaction.atomic():
            record(actor, Action.READ, "client")
    return numbers(actor)[-count:]


def numbers(actor: Actor) -> list[int]:
    with tenant(actor.practice_id), transaction.atomic():
        return list(
            LogEntry.objects.filter(practice_id=actor.practice_id).order_by("seq").values_list("seq", flat=True)
        )


def wait_until_final(actor: Actor) -> None:
    """Wait for older transactions of the whole server, such as another test process's, to end."""
    for _ in range(1200):
        with tenant(actor.practice_id), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "select coalesce(max(xid), 0) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
                " from audit_entry where practice_id = %s"
                " and xid < pg_snapshot_xmax(pg_current_snapshot())::text::bigint",
                [actor.practice_id],
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("another transaction stays open")


def seal(actor: Actor) -> None:
    wait_until_final(actor)
    seal_now(actor)


def seal_now(actor: Actor) -> None:
    while seal_practice(actor.practice_id):
        pass
    anchor_heads()


def segments(actor: Actor) -> list[Segment]:
    with tenant(actor.practice_id), transaction.atomic():
        return list(Segment.objects.filter(practice_id=actor.practice_id).order_by("number"))


def findings(actor: Actor) -> list[str]:
    anchors = read_anchors(settings.ANCHOR_FILE, public_keys())
    report = verify_practice(actor.practice_id, anchors=anchors, known_keys=public_keys())
    return [str(finding) for finding in [*report.findings, *anchors.findings]]


@contextmanager
def superuser() -> Iterator[psycopg.Connection]:
    name = connection.settings_dict["NAME"]
    with psycopg.connect(os.environ["KOLLEGA_TEST_SUPERUSER_URL"], dbname=name, autocommit=True) as found:
        yield found
