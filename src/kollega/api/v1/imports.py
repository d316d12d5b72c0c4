"""Bringing clients and calendars from another system: file in, trial run, real run, undo."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, File, Form, Router, Schema
from ninja.files import UploadedFile

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.clients.operations import import_files, import_running
from kollega.clients.queries import imports as client_queries
from kollega.clients.rules.import_columns import Column
from kollega.kernel.permissions import Permission
from kollega.scheduling.enums import ImportState, Kind, Outcome
from kollega.scheduling.operations import importing
from kollega.scheduling.queries import imports as calendar_queries

router = Router()
TAG = "Imports"


class ClientImportOut(Schema):
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
    counts: dict[str, int]


class MappingIn(Schema):
    columns: list[Column] = Field(description="What each column of the file means, in order")
    month_first: bool = False
    with_duplicates: bool = Field(False, description="Add possible duplicates too")


class ReportRowOut(Schema):
    number: int
    name: str
    outcome: str
    faults: dict[str, str]


class UndoneOut(Schema):
    removed: int
    kept: int = 0


class CalendarImportOut(Schema):
    id: UUID
    at: datetime
    kind: Kind
    state: ImportState
    since: date
    until: date
    total: int
    done: int
    counts: dict[str, int]


class ImportedEventOut(Schema):
    starts_at: datetime | None
    ends_at: datetime | None
    all_day: bool
    title: str
    outcome: Outcome


class CalendarReportOut(CalendarImportOut):
    rows: list[ImportedEventOut]


@endpoint(router, "GET", "/imports/clients", requires=Permission.CLIENT_IMPORT, answer=list[ClientImportOut], tag=TAG)
def list_client_imports(request: ApiRequest) -> list[client_queries.ImportSummary]:
    """One's own imports of clients, the newest first."""
    return client_queries.my_imports(request.actor)


@endpoint(
    router,
    "POST",
    "/imports/clients",
    requires=Permission.CLIENT_IMPORT,
    answer=CreatedOut,
    status=201,
    tag=TAG,
)
def bring_client_file(request: ApiRequest, file: File[UploadedFile]) -> CreatedOut:
    """Bring a table (CSV). Its columns are guessed; nothing is added yet."""
    return CreatedOut(id=import_files.bring_file(request.actor, content=file.read()))


@endpoint(
    router,
    "GET",
    "/imports/clients/{uuid:client_import_id}",
    requires=Permission.CLIENT_IMPORT,
    answer=ClientImportOut,
    tag=TAG,
)
def read_client_import(request: ApiRequest, client_import_id: UUID) -> client_queries.ImportSummary:
    """Where an import stands, with the number of rows per outcome."""
    return client_queries.client_import(request.actor, import_id=client_import_id)


@endpoint(
    router,
    "PUT",
    "/imports/clients/{uuid:client_import_id}/columns",
    requires=Permission.CLIENT_IMPORT,
    answer=ClientImportOut,
    tag=TAG,
)
def try_client_import(request: ApiRequest, client_import_id: UUID, body: MappingIn) -> client_queries.ImportSummary:
    """Say what the columns mean and run it on trial; nothing is added."""
    import_files.check_import(
        request.actor,
        import_id=client_import_id,
        columns=body.columns,
        month_first=body.month_first,
        with_duplicates=body.with_duplicates,
    )
    return client_queries.client_import(request.actor, import_id=client_import_id)


@endpoint(
    router,
    "GET",
    "/imports/clients/{uuid:client_import_id}/rows",
    requires=Permission.CLIENT_IMPORT,
    answer=list[ReportRowOut],
    tag=TAG,
)
def list_client_import_rows(
    request: ApiRequest,
    client_import_id: UUID,
    outcome: str = "",
    first: int = 1,
    limit: Annotated[int, Field(ge=1, le=500)] = 100,
) -> list[client_queries.ReportRow]:
    """What becomes of each row, from number `first` on."""
    return client_queries.import_report(
        request.actor, import_id=client_import_id, outcome=outcome, first=first, limit=limit
    )


@endpoint(
    router,
    "POST",
    "/imports/clients/{uuid:client_import_id}/run",
    requires=Permission.CLIENT_IMPORT,
    answer=ClientImportOut,
    tag=TAG,
)
def run_client_import(request: ApiRequest, client_import_id: UUID) -> client_queries.ImportSummary:
    """Begin the real run; a worker does it, `done_count` tells how far it is."""
    import_running.start_import(request.actor, import_id=client_import_id)
    return client_queries.client_import(request.actor, import_id=client_import_id)


@endpoint(
    router,
    "POST",
    "/imports/clients/{uuid:client_import_id}/undo",
    requires=Permission.CLIENT_IMPORT,
    answer=UndoneOut,
    tag=TAG,
)
def undo_client_import(request: ApiRequest, client_import_id: UUID) -> UndoneOut:
    """Take all clients of the import away again; refused when some of them were worked with since."""
    return UndoneOut(removed=import_running.undo_import(request.actor, import_id=client_import_id))


@endpoint(
    router, "GET", "/imports/calendars", requires=Permission.CALENDAR_IMPORT, answer=list[CalendarImportOut], tag=TAG
)
def list_calendar_imports(request: ApiRequest) -> list[calendar_queries.ImportStanding]:
    """One's own imports of calendars, the newest first."""
    return calendar_queries.calendar_imports(request.actor)


@endpoint(
    router,
    "POST",
    "/imports/calendars",
    requires=Permission.CALENDAR_IMPORT,
    answer=CreatedOut,
    status=201,
    tag=TAG,
)
def bring_calendar_file(
    request: ApiRequest,
    file: File[UploadedFile],
    as_visits: Form[bool] = False,
    since: Form[date | None] = None,
    until: Form[date | None] = None,
) -> CreatedOut:
    """Bring a calendar file (ICS) for one's own column; a worker runs it on trial."""
    import_id = importing.prepare_import(request.actor, data=file.read(), as_visits=as_visits, since=since, until=until)
    return CreatedOut(id=import_id)


@endpoint(
    router,
    "GET",
    "/imports/calendars/{uuid:import_id}",
    requires=Permission.CALENDAR_IMPORT,
    answer=CalendarReportOut,
    tag=TAG,
)
def read_calendar_import(request: ApiRequest, import_id: UUID) -> calendar_queries.ImportReport:
    """Where an import stands, with what becomes of each event."""
    return calendar_queries.calendar_import(request.actor, import_id=import_id)


@endpoint(
    router,
    "POST",
    "/imports/calendars/{uuid:import_id}/run",
    requires=Permission.CALENDAR_IMPORT,
    answer=CalendarImportOut,
    tag=TAG,
)
def run_calendar_import(request: ApiRequest, import_id: UUID) -> calendar_queries.ImportStanding:
    """Begin the real run. What overlaps comes in without blocking."""
    importing.start_import(request.actor, import_id=import_id)
    return calendar_queries.import_standing(request.actor, import_id=import_id)


@endpoint(
    router,
    "POST",
    "/imports/calendars/{uuid:import_id}/undo",
    requires=Permission.CALENDAR_IMPORT,
    answer=UndoneOut,
    tag=TAG,
)
def undo_calendar_import(request: ApiRequest, import_id: UUID) -> UndoneOut:
    """Take the events of the import away again; those that were changed since stay."""
    removed, kept = importing.undo_import(request.actor, import_id=import_id)
    return UndoneOut(removed=removed, kept=kept)
