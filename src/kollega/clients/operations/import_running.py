"""The real run of an import, batch by batch, and its undoing as a whole."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from kollega.audit.operations.recording import record, record_all
from kollega.clients.errors import ClientsInUse, ImportOver, NothingToImport
from kollega.clients.models import Care, Client, ClientImport, ImportRow, NationalId, SearchKey
from kollega.clients.operations.import_checking import CheckedRow, Outcome, check_rows, contact_of
from kollega.clients.operations.indexing import search_rows
from kollega.clients.operations.registering import new_client, note_hidden_duplicates, responsible_for
from kollega.clients.queries.access import readable_client_ids
from kollega.clients.queries.import_files import reading_of, rows_of
from kollega.clients.queries.imports import require_import
from kollega.clients.queries.national_ids import sealing_context
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import seal
from kollega.platform.operations import Action, Entry, operation
from kollega.platform.outbox import emit, emit_all
from kollega.practices.queries.profile import PracticeProfile, profile_of

BATCH = 250
NOT_STORED = N_("This row could not be stored. Check it and import it again.")
State = ClientImport.State


@operation(requires=Permission.CLIENT_IMPORT)
def start_import(actor: Actor, *, import_id: UUID, by_worker: bool = True) -> None:
    """Begin the real run: a worker does the batches, or else the caller. NotFound, ImportOver, NothingToImport."""
    job = require_import(actor, import_id, lock=True)
    if job.state != State.CHECKED or job.sealed is None:
        raise ImportOver
    wanted = [Outcome.NEW, Outcome.DUPLICATE] if job.with_duplicates else [Outcome.NEW]
    if not ImportRow.objects.filter(practice_id=actor.practice_id, job_id=job.id, outcome__in=wanted).exists():
        raise NothingToImport
    job.state, job.done_count = State.RUNNING, 0
    job.save(update_fields=["state", "done_count"])
    record(actor, Action.IMPORT, "client_import", import_id, started=True)
    if by_worker:
        ask_for_next_batch(actor, import_id)


def ask_for_next_batch(actor: Actor, import_id: UUID) -> None:
    emit(
        "clients.import_batch_due",
        practice_id=actor.practice_id,
        import_id=str(import_id),
        membership_id=str(actor.membership_id),
    )


@operation(requires=Permission.CLIENT_IMPORT)
def import_batch(actor: Actor, *, import_id: UUID) -> bool:
    """Add the next 250 rows and say whether more are left. Refuses with NotFound and ImportOver.

    Each row is judged again, by the same rules as in the dry run, against the clients there are now.
    """
    job = require_import(actor, import_id, lock=True)
    if job.state != State.RUNNING or job.sealed is None:
        raise ImportOver
    rows = list(enumerate(rows_of(job), start=1))[job.done_count : job.done_count + BATCH]
    checked = check_rows(actor, rows, reading_of(actor, job))
    wanted = {Outcome.NEW, Outcome.DUPLICATE} if job.with_duplicates else {Outcome.NEW}
    added = _add(actor, [row for row in checked if row.outcome in wanted])
    _store_outcomes(actor, job, checked, added)
    job.done_count += len(rows)
    finished = job.done_count >= job.row_count or not rows
    if finished:
        job.state, job.finished_at = State.DONE, actor.at
    job.save(update_fields=["done_count", "state", "finished_at"])
    record(actor, Action.IMPORT, "client_import", import_id, rows=len(rows), added=len(added))
    return not finished


def _add(actor: Actor, rows: list[CheckedRow]) -> dict[int, UUID]:
    """Store the rows' clients and return them by row number; a batch that fails is stored row by row."""
    practice, responsible = profile_of(actor), responsible_for(actor, None)
    try:
        with transaction.atomic():
            return _store(actor, rows, responsible, practice)
    except IntegrityError:
        return _one_by_one(actor, rows, responsible, practice)


def _one_by_one(actor: Actor, rows: list[CheckedRow], responsible: UUID, practice: PracticeProfile) -> dict[int, UUID]:
    added: dict[int, UUID] = {}
    for row in rows:
        try:
            with transaction.atomic():
                added |= _store(actor, [row], responsible, practice)
        except IntegrityError:
            row.outcome = Outcome.REFUSED
            row.read.faults["row"] = NOT_STORED
    return added


def _store(actor: Actor, rows: list[CheckedRow], responsible: UUID, practice: PracticeProfile) -> dict[int, UUID]:
    clients = {row.number: new_client(actor, contact_of(row), responsible, practice) for row in rows}
    Client.objects.bulk_create(clients.values())
    SearchKey.objects.bulk_create(key for client in clients.values() for key in search_rows(client, practice.country))
    Care.objects.bulk_create(
        Care(
            id=new_id(),
            practice_id=actor.practice_id,
            client_id=client.id,
            clinician_id=responsible,
            since=actor.at,
        )
        for client in clients.values()
    )
    NationalId.objects.bulk_create(_numbers(actor, rows, clients))
    ids = {number: client.id for number, client in clients.items()}
    record_all(actor, (Entry(Action.CREATE, "client", id_, id_, {"imported": True}) for id_ in ids.values()))
    emit_all("clients.created", ({"client_id": str(id_)} for id_ in ids.values()), practice_id=actor.practice_id)
    for row in rows:
        note_hidden_duplicates(actor, ids[row.number], row.hidden)
    return ids


def _numbers(actor: Actor, rows: list[CheckedRow], clients: dict[int, Client]) -> list[NationalId]:
    return [
        NationalId(
            id=new_id(),
            practice_id=actor.practice_id,
            client_id=clients[row.number].id,
            kind=row.read.number.kind,
            sealed=seal(
                actor.practice_id,
                row.read.number.number.encode(),
                context=sealing_context(clients[row.number].id),
            ),
            changed_at=actor.at,
        )
        for row in rows
        if row.read.number
    ]


def _store_outcomes(actor: Actor, job: ClientImport, checked: list[CheckedRow], added: dict[int, UUID]) -> None:
    numbers = [row.number for row in checked]
    ImportRow.objects.filter(practice_id=actor.practice_id, job_id=job.id, number__in=numbers).delete()
    rows = [row.as_planned(actor, job.id) for row in checked]
    for row in rows:
        row.client_id = added.get(row.number)
        row.outcome = Outcome.ADDED if row.client_id else row.outcome
    ImportRow.objects.bulk_create(rows)


@operation(requires=Permission.CLIENT_IMPORT)
def undo_import(actor: Actor, *, import_id: UUID) -> int:
    """Delete all clients that this import added and return how many.

    Refuses with NotFound, ImportOver unless it is done, and ClientsInUse, with the list, when some of them were
    edited, shared or handed over since, or have appointments, notes or client information.
    """
    job = require_import(actor, import_id, lock=True)
    if job.state != State.DONE:
        raise ImportOver
    rows = ImportRow.objects.filter(practice_id=actor.practice_id, job_id=job.id, client__isnull=False)
    ids = list(rows.values_list("client_id", flat=True))
    clients = Client.objects.filter(practice_id=actor.practice_id, id__in=ids)
    # The lock makes a booking or note of this moment wait, so that none can slip in after the check.
    locked = list(clients.select_for_update().order_by("id"))
    _refuse_used(actor, locked, _touched(actor, locked))
    rows.update(outcome=Outcome.UNDONE, client_id=None)
    try:
        with transaction.atomic():
            clients.delete()
    except ProtectedError as error:
        _refuse_used(actor, locked, _protectors(error))
    detail = {"import_undone": str(import_id)}
    record_all(actor, (Entry(Action.DELETE, "client", client_id, client_id, detail) for client_id in ids))
    job.state = State.UNDONE
    job.save(update_fields=["state"])
    record(actor, Action.IMPORT, "client_import", import_id, undone=len(ids))
    return len(ids)


def _touched(actor: Actor, clients: list[Client]) -> set[UUID]:
    edited = {client.id for client in clients if client.version > 1 or client.responsible_id != actor.membership_id}
    ids = [client.id for client in clients]
    shared = Care.objects.filter(practice_id=actor.practice_id, client_id__in=ids).exclude(
        clinician_id=actor.membership_id
    )
    return edited | set(shared.values_list("client_id", flat=True))


def _protectors(error: ProtectedError) -> set[UUID]:
    """The clients whom rows of other tables hold: appointments, notes, client information."""
    return {row.client_id for row in error.protected_objects if hasattr(row, "client_id")}


def _refuse_used(actor: Actor, clients: list[Client], used: set[UUID]) -> None:
    if used:
        raise ClientsInUse(client_ids=sorted(readable_client_ids(actor, used)))
