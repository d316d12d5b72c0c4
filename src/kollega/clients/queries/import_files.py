"""Opening the sealed file of an import; inside an operation or query that has checked whose it is."""

from uuid import UUID

from kollega.clients.models import ClientImport
from kollega.clients.rules.csv_files import read_csv
from kollega.clients.rules.import_columns import Column
from kollega.clients.rules.import_rows import Reading
from kollega.kernel.actor import Actor
from kollega.platform.crypto import open_sealed
from kollega.practices.queries.profile import profile_of


def header_and_rows(job: ClientImport) -> tuple[list[str], list[list[str]]]:
    """Return the headings (empty without a header) and the rows; nothing once the file was deleted."""
    if job.sealed is None:
        return [], []
    content = open_sealed(job.practice_id, bytes(job.sealed), context=file_context(job.id))
    rows = read_csv(content, encoding=job.encoding, delimiter=job.delimiter).rows
    return (rows[0], rows[1:]) if job.has_header else ([], rows)


def rows_of(job: ClientImport) -> list[list[str]]:
    return header_and_rows(job)[1]


def reading_of(actor: Actor, job: ClientImport) -> Reading:
    practice = profile_of(actor)
    return Reading(
        columns=tuple(Column(column) for column in job.columns),
        language=practice.language,
        country=practice.country,
        today=actor.at.astimezone(actor.timezone).date(),
        month_first=job.month_first,
    )


def file_context(import_id: UUID) -> bytes:
    return f"client-import|{import_id}".encode()
