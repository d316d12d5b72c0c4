"""Bringing a list of clients: the file, what its columns mean, and a dry run with an outcome for each row."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.errors import ImportOver
from kollega.clients.models import ClientImport, ImportRow
from kollega.clients.operations.import_checking import check_rows
from kollega.clients.queries.import_files import file_context, reading_of, rows_of
from kollega.clients.queries.imports import require_import
from kollega.clients.rules.csv_files import UnreadableFile, read_csv
from kollega.clients.rules.import_columns import Column, guess_columns, has_header, is_month_first
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, Forbidden
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import seal
from kollega.platform.operations import Action, operation

NAME_NOT_CHOSEN = N_("Choose which column holds the name.")
COLUMN_TWICE = N_("Two columns cannot both hold the same. Leave one of them out.")
_MAY_REPEAT = (Column.IGNORE, Column.STREET)


@operation(requires=Permission.CLIENT_IMPORT)
def bring_file(actor: Actor, *, content: bytes, encoding: str = "") -> UUID:
    """Keep the file sealed with guesses about its columns and return the import's id; BadInput when unreadable."""
    if actor.membership_id is None:
        raise Forbidden
    try:
        read = read_csv(content, encoding=encoding)
    except UnreadableFile as error:
        raise BadInput(fields={"file": error.sentence}) from error
    headed = has_header(read.rows, today=_today(actor))
    columns = guess_columns(read.rows[0]) if headed else [Column.IGNORE] * read.width
    body = read.rows[1:] if headed else read.rows
    if not body:
        raise BadInput(fields={"file": N_("The file holds no rows.")})
    import_id = new_id()
    ClientImport.objects.create(
        id=import_id,
        practice_id=actor.practice_id,
        by_id=actor.membership_id,
        encoding=read.encoding,
        delimiter=read.delimiter,
        has_header=headed,
        columns=[str(column) for column in columns],
        month_first=_guess_month_first(body, columns),
        row_count=len(body),
        sealed=seal(actor.practice_id, content, context=file_context(import_id)),
        created_at=actor.at,
    )
    record(actor, Action.IMPORT, "client_import", import_id, rows=len(body))
    return import_id


def _guess_month_first(body: Sequence[Sequence[str]], columns: Sequence[Column]) -> bool:
    if Column.BORN_ON not in columns:
        return False
    position = columns.index(Column.BORN_ON)
    return is_month_first([row[position] for row in body])


@operation(requires=Permission.CLIENT_IMPORT)
def check_import(
    actor: Actor,
    *,
    import_id: UUID,
    columns: Sequence[Column],
    month_first: bool = False,
    with_duplicates: bool = False,
) -> None:
    """Set what the columns mean and work out what would become of each row; nothing is added yet.

    Refuses with NotFound for another person's import, ImportOver once it was started or its file is gone, and BadInput.
    """
    job = require_import(actor, import_id, lock=True)
    if job.state not in (ClientImport.State.READ, ClientImport.State.CHECKED) or job.sealed is None:
        raise ImportOver
    _require_name(columns)
    job.columns = [str(column) for column in columns]
    job.month_first, job.with_duplicates = month_first, with_duplicates
    job.state = ClientImport.State.CHECKED
    job.save(update_fields=["columns", "month_first", "with_duplicates", "state"])
    ImportRow.objects.filter(practice_id=actor.practice_id, job_id=job.id).delete()
    numbered = list(enumerate(rows_of(job), start=1))
    checked = check_rows(actor, numbered, reading_of(actor, job))
    ImportRow.objects.bulk_create((row.as_planned(actor, job.id) for row in checked), batch_size=1000)
    record(actor, Action.IMPORT, "client_import", import_id, checked=len(checked))


def _require_name(columns: Sequence[Column]) -> None:
    if not {Column.FULL_NAME, Column.FAMILY_NAME, Column.GIVEN_NAME} & set(columns):
        raise BadInput(fields={"columns": NAME_NOT_CHOSEN})
    repeated = {column for column in columns if columns.count(column) > 1} - set(_MAY_REPEAT)
    if repeated:
        raise BadInput(fields={"columns": COLUMN_TWICE})


def forget_files(actor: Actor, *, before: datetime) -> int:
    """Delete the sealed files of imports brought before this moment; inside the scope of a duty."""
    old = ClientImport.objects.filter(practice_id=actor.practice_id, created_at__lt=before).exclude(sealed=None)
    return old.update(sealed=None)


def _today(actor: Actor) -> date:
    return actor.at.astimezone(actor.timezone).date()
