"""Every sealed row of the log unchanged, none inserted or missing, the chain whole and as it was anchored."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kollega.audit.operations.anchoring import note_restore
from kollega.audit.operations.signing import public_keys
from kollega.audit.queries.anchors import Anchors, read_anchors
from kollega.audit.queries.verification import logged_practices, verify_practice
from kollega.kernel.actor import Actor
from kollega.practices.queries.installation import all_practice_ids


def findings(actor: Actor, slug: str, options: argparse.Namespace) -> list[str]:
    report = verify_practice(
        actor.practice_id, anchors=_anchors(options), known_keys=public_keys(), since=_since(options)
    )
    print(f"{slug}: {report.rows} rows in {report.segments} segments")
    return [f"{slug}: {finding}" for finding in report.findings]


def findings_beyond(options: argparse.Namespace) -> Iterator[str]:
    """The anchor file itself, and practices that are in the log but nowhere else."""
    anchors = _anchors(options)
    for moment in anchors.restored_at:
        print(f"note: a backup was restored at {moment.isoformat(timespec='seconds')}")
    for finding in anchors.findings:
        yield str(finding)
    if options.practice:
        return
    for practice_id in sorted({*logged_practices(), *anchors.heads} - set(all_practice_ids())):
        report = verify_practice(practice_id, anchors=anchors, known_keys=public_keys(), since=_since(options))
        yield f"{practice_id}: the practice is in the log but not among the practices"
        for finding in report.findings:
            yield f"{practice_id}: {finding}"


def _since(options: argparse.Namespace) -> datetime | None:
    return datetime.fromisoformat(options.since).replace(tzinfo=UTC) if options.since else None


def _anchors(options: argparse.Namespace) -> Anchors:
    return _read(Path(options.anchors or settings.ANCHOR_FILE), options.after_restore)


@lru_cache(maxsize=1)
def _read(path: Path, after_restore: bool) -> Anchors:
    if after_restore:
        note_restore()
    return read_anchors(path, public_keys())
