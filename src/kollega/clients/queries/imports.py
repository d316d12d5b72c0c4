"""Imports of clients: each seen only by the member who brought the file."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from kollega.clients.models import ClientImport, ImportRow
from kollega.clients.queries.access import ClientName, names_of
from kollega.clients.queries.import_files import header_and_rows, reading_of
from kollega.clients.rules.import_columns import Column
from kollega.clients.rules.import_rows import read_row
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query

SAMPLE = 3
PAGE = 100


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """An import; `counts` maps outcomes to numbers of rows, empty before the dry run."""

    id: UUID
    state: str
    created_at: datetime
    row_count: int
    done_count: int
    encoding: str
    delimiter: str
    has_header: bool
    columns: list[Column]
    month_first: bool
    with_duplicates: bool
    file_is_kept: bool
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def to_add(self) -> int:
        """How many rows the real run would add."""
        duplicates = self.counts.get("duplicate", 0) if self.with_duplicates else 0
        return self.counts.get("new", 0) + duplicates


@dataclass(frozen=True, slots=True)
class ImportSample:
    """The file's headings and first rows, to say what its columns mean."""

    header: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of the report: its number, who it names, what became of it and why.

    `alike` is the client it was taken for, `client` the one it became, where the actor may see them.
    """

    number: int
    name: str
    outcome: str
    faults: dict[str, str]
    alike: ClientName | None
    client: ClientName | None


def _opened(actor: Actor, result: Any, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "client_import", given["import_id"])


def _reported_on(actor: Actor, result: list[ReportRow], given: dict[str, Any]) -> Entry:
    shown = {str(name.id) for row in result for name in (row.alike, row.client) if name}
    return Entry(Action.READ, "client_import", given["import_id"], detail={"clients": sorted(shown)})


def require_import(actor: Actor, import_id: UUID, *, lock: bool = False) -> ClientImport:
    """Return the actor's own import; NotFound for everybody else's; inside an operation or query."""
    rows = ClientImport.objects.filter(practice_id=actor.practice_id, by_id=actor.membership_id, id=import_id)
    job = (rows.select_for_update() if lock else rows).first()
    if job is None or actor.membership_id is None:
        raise NotFound
    return job


@query(requires=Permission.CLIENT_IMPORT)
def my_imports(actor: Actor) -> list[ImportSummary]:
    """Return the actor's imports, newest first, at most 50."""
    rows = ClientImport.objects.filter(practice_id=actor.practice_id, by_id=actor.membership_id)
    return [_summary(job, {}) for job in rows.order_by("-created_at", "-id").defer("sealed")[:50]]


@query(requires=Permission.CLIENT_IMPORT)
def client_import(actor: Actor, *, import_id: UUID) -> ImportSummary:
    """Return one import with its counts."""
    job = require_import(actor, import_id)
    counted = ImportRow.objects.filter(practice_id=actor.practice_id, job_id=job.id).values_list("outcome")
    return _summary(job, dict(counted.annotate(Count("id")).order_by("outcome")))


@query(requires=Permission.CLIENT_IMPORT, logs=_opened)
def import_sample(actor: Actor, *, import_id: UUID) -> ImportSample:
    """Return the headings and the first three rows of the file."""
    header, rows = header_and_rows(require_import(actor, import_id))
    return ImportSample(header, rows[:SAMPLE])


@query(requires=Permission.CLIENT_IMPORT, logs=_reported_on)
def import_report(
    actor: Actor, *, import_id: UUID, outcome: str = "", first: int = 1, limit: int = PAGE
) -> list[ReportRow]:
    """Return the rows from number `first` on, of one outcome or of all."""
    job = require_import(actor, import_id)
    rows = ImportRow.objects.filter(practice_id=actor.practice_id, job_id=job.id, number__gte=first)
    if outcome:
        rows = rows.filter(outcome=outcome)
    chosen = list(rows.order_by("number")[:limit])
    clients = [each for row in chosen for each in (row.client_id, row.alike_id) if each]
    return _reported(chosen, names_of(actor, clients), _names_in_file(actor, job))


def _names_in_file(actor: Actor, job: ClientImport) -> list[str]:
    reading = reading_of(actor, job)
    _header, rows = header_and_rows(job)
    return [read_row(cells, reading).name for cells in rows]


def _reported(rows: list[ImportRow], names: dict[UUID, ClientName], in_file: list[str]) -> list[ReportRow]:
    return [
        ReportRow(
            number=row.number,
            name=in_file[row.number - 1] if row.number <= len(in_file) else "",
            outcome=row.outcome,
            faults=row.faults,
            alike=names.get(row.alike_id) if row.alike_id else None,
            client=names.get(row.client_id) if row.client_id else None,
        )
        for row in rows
    ]


def _summary(job: ClientImport, counts: dict[str, int]) -> ImportSummary:
    return ImportSummary(
        id=job.id,
        state=job.state,
        created_at=job.created_at,
        row_count=job.row_count,
        done_count=job.done_count,
        encoding=job.encoding,
        delimiter=job.delimiter,
        has_header=job.has_header,
        columns=[Column(column) for column in job.columns],
        month_first=job.month_first,
        with_duplicates=job.with_duplicates,
        file_is_kept="sealed" not in job.get_deferred_fields() and job.sealed is not None,
        counts=counts,
    )
