"""Anchoring: the heads of the sealed log are written where the database cannot change them."""

import os
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from kollega.audit.operations.signing import sign
from kollega.audit.rules.anchors import Head, Restored, head_line, restored_line, restored_text
from kollega.kernel.clock import real_now
from kollega.platform.tenancy import tenant

TIMEOUT_SECONDS = 10


def anchor_heads() -> None:
    """Append new heads to the anchor file and, if set, send them to the remote anchor.

    A place that does not take them now gets them later: what it has got is noted for each place by itself. Raises
    OSError when a place failed, after the others had their turn.
    """
    failures: list[OSError] = []
    for place, write in _places():
        heads = _heads_beyond(place)
        if not heads:
            continue
        try:
            write([head_line(head) for head in heads])
        except OSError as error:
            failures.append(error)
        else:
            _note(place, heads)
    if failures:
        raise failures[0]


def note_restore() -> None:
    """Say in the anchor file that the database was brought back from a backup, so that heads from after the
    backup are told apart from segments that somebody removed."""
    at = real_now()
    key, signature = sign(restored_text(at))
    _append([restored_line(Restored(at, key, signature))])


def _places() -> list[tuple[str, Callable[[list[str]], None]]]:
    remote: list[tuple[str, Callable[[list[str]], None]]] = [("remote", _send)] if settings.ANCHOR_URL else []
    return [("file", _append), *remote]


def _heads_beyond(place: str) -> list[Head]:
    with connection.cursor() as cursor:
        cursor.execute("select * from audit_heads_beyond(%s)", [place])
        return [
            Head(practice_id, number, bytes(digest), bytes(key), bytes(signature), sealed_at)
            for practice_id, number, digest, key, signature, sealed_at in cursor.fetchall()
        ]


def _append(lines: list[str]) -> None:
    """One write and one sync for all lines; the file is never opened for anything else."""
    path: Path = settings.ANCHOR_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, "".join(f"{line}\n" for line in lines).encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _send(lines: list[str]) -> None:
    body = "".join(f"{line}\n" for line in lines).encode()
    headers = {"Content-Type": "application/x-ndjson"}
    request = urllib.request.Request(settings.ANCHOR_URL, data=body, headers=headers, method="POST")  # noqa: S310
    urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS).close()  # noqa: S310 - the operator's own setting


def _note(place: str, heads: Iterable[Head]) -> None:
    for head in heads:
        with tenant(head.practice_id), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "insert into audit_anchored (practice_id, place, number) values (%s, %s, %s)"
                " on conflict (practice_id, place) do update set number = excluded.number",
                [head.practice_id, place, head.number],
            )
