"""The job that makes an export: gather, draw, seal. Each step is a transaction, so that it can be stopped."""

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.ids import new_id
from kollega.platform import files
from kollega.platform.operations import Action
from kollega.practices.queries.acting import member_now
from kollega.records.enums import State, What
from kollega.records.models import Export
from kollega.records.printing.access import print_access
from kollega.records.printing.record import print_record
from kollega.records.queries.gathering import gathered
from kollega.records.queries.imported import brought_files
from kollega.records.rules.archive import ACCESS, FHIR, PDF, RECORD, SCHEMA, ArchiveSource
from kollega.records.rules.fhir import bundle
from kollega.records.rules.form import Record

KEPT = timedelta(days=1)
# Gathering, drawing and storing; an archive has a step more for each document.
STEPS = 3


class Stopped(Exception):
    """It was stopped, or another worker has taken it over."""


def run_export(job: Actor, export_id: UUID) -> None:
    """Make the file of an export that is under way; nothing happens to one that is not.

    With the rights its member has now; without them it has failed. May be repeated: what a killed worker left is made
    anew.
    """
    claimed = _claim(job, export_id)
    if claimed is None:
        return
    row, actor = claimed
    try:
        if actor is None:
            raise NotFound
        with translation.override(row.language):
            _make(row, replace(actor, language=row.language))
    except Stopped:
        files.remove(row.practice_id, _file(row))
    except (NotFound, files.DiskFull):
        _fail(job, row)


def _claim(job: Actor, export_id: UUID) -> tuple[Export, Actor | None] | None:
    with transaction.atomic():
        rows = Export.objects.select_for_update(no_key=True).filter(practice_id=job.practice_id, id=export_id)
        row = rows.filter(state__in=(State.WAITING, State.RUNNING)).first()
        if row is None:
            return None
        if row.file is not None:
            files.remove(row.practice_id, row.file)
        row.state, row.file, row.done, row.total = State.RUNNING, new_id(), 0, STEPS
        row.save(update_fields=["state", "file", "done", "total"])
        return row, member_now(job, row.by_id)


def _make(row: Export, actor: Actor) -> None:
    with transaction.atomic():
        found = gathered(actor, row.client_id, note_ids=row.note_ids)
        here = brought_files(actor, row.client_id)
    _step(row, 1, STEPS + (len(found.documents) if row.what == What.ZIP else 0))
    source = _source(row, actor, found, here)
    stored = files.store(row.practice_id, _file(row), source)
    _finish(row, actor, stored, len(found.notes))


def _source(row: Export, actor: Actor, found: Record, here: dict[UUID, UUID]) -> files.Readable:
    if row.what == What.ACCESS:
        return io.BytesIO(print_access(found, language=row.language, zone=actor.timezone))
    pdf = print_record(found, language=row.language, zone=actor.timezone)
    _step(row, 2)
    if row.what == What.PDF:
        return io.BytesIO(pdf)
    return ArchiveSource(_parts(row, actor, found, pdf, here), made_at=found.made_at)


def _parts(
    row: Export, actor: Actor, found: Record, pdf: bytes, here: dict[UUID, UUID]
) -> Iterator[tuple[str, Iterable[bytes]]]:
    yield PDF, [pdf]
    yield ACCESS, [print_access(found, language=row.language, zone=actor.timezone)]
    yield RECORD, [found.model_dump_json(indent=1).encode()]
    yield SCHEMA, [json.dumps(Record.model_json_schema(), indent=1).encode()]
    yield FHIR, [json.dumps(bundle(found), indent=1, ensure_ascii=False).encode()]
    for number, document in enumerate(found.documents, start=1):
        if document.path:
            yield document.path, files.contents(row.practice_id, here.get(document.id, document.id))
        _step(row, 2 + number)


def _step(row: Export, done: int, total: int | None = None) -> None:
    """Say how far it is; raises Stopped when it is not to go on."""
    row.done, row.total = done, total or row.total
    with transaction.atomic():
        if not _mine(row).update(done=row.done, total=row.total):
            raise Stopped


def _finish(row: Export, actor: Actor, stored: files.StoredFile, notes: int) -> None:
    with transaction.atomic():
        done = _mine(row).update(
            state=State.DONE,
            done=row.total,
            size=stored.size,
            digest=stored.digest,
            finished_at=actor.at,
            expires_at=actor.at + KEPT,
        )
        if not done:
            raise Stopped
        record(
            actor,
            Action.EXPORT,
            "record_export",
            row.id,
            client_id=row.client_id,
            what=row.what,
            notes=notes,
            sha256=stored.digest.hex(),
        )


def _fail(job: Actor, row: Export) -> None:
    files.remove(row.practice_id, _file(row))
    with transaction.atomic():
        _mine(row).update(state=State.FAILED, finished_at=job.at)


def _mine(row: Export) -> "QuerySet[Export]":
    """The row as long as this try of it is the one that counts."""
    return Export.objects.filter(practice_id=row.practice_id, id=row.id, state=State.RUNNING, file=row.file)


def _file(row: Export) -> UUID:
    assert row.file is not None, "a claimed export has a file's name"
    return row.file


def expire(practice_id: UUID, *, at: datetime) -> int:
    """Take away the files whose day is over and return how many; opens its own transaction."""
    with transaction.atomic():
        due = Export.objects.select_for_update(skip_locked=True).filter(
            practice_id=practice_id, state=State.DONE, expires_at__lte=at
        )
        gone = [row.file for row in due if row.file]
        Export.objects.filter(practice_id=practice_id, file__in=gone).update(state=State.EXPIRED)
    for file_id in gone:
        files.remove(practice_id, file_id)
    return len(gone)
