"""Bringing in a calendar file: prepare (store the sealed file), check (report), start, run in portions, undo.

Reading and running belong to a job; both may be repeated after a crash, because an event that is here already is
known by its key. B2 holds on this path too: what overlaps comes in without occupying anything, and is listed.
"""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from kollega.audit.operations.recording import record
from kollega.clients.queries.access import names_in_care
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.errors import N_, BadInput, Conflict, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import open_sealed, seal
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.operations.governing import hold_clinician
from kollega.scheduling.enums import BLOCKING, STORED_OUTCOMES, ImportState, Kind, Outcome, Place, Status
from kollega.scheduling.errors import FileNotReadable
from kollega.scheduling.models import Appointment, CalendarImport
from kollega.scheduling.operations.claiming import lock
from kollega.scheduling.operations.importing_limits import becomes_visit, fitting
from kollega.scheduling.operations.storing import is_long
from kollega.scheduling.queries.events import title_context, touching
from kollega.scheduling.queries.holds import running
from kollega.scheduling.queries.imports import file_context, report_context
from kollega.scheduling.rules import ics
from kollega.scheduling.rules.ics import Occurrence
from kollega.scheduling.rules.importing import Planned, plan, portions
from kollega.scheduling.rules.overlap import Stretch

BACK, AHEAD = timedelta(days=365), timedelta(days=730)
LONGEST_HORIZON = timedelta(days=15 * 366)
MOST_ROWS = 5_000


@operation(requires=Permission.CALENDAR_IMPORT)
def prepare_import(
    actor: Actor, *, data: bytes, as_visits: bool, since: date | None = None, until: date | None = None
) -> UUID:
    """Store a file to be read into the actor's own column, and return the import's id. A job checks it.

    Without dates a year back and two ahead are read. Refuses with FileNotReadable for what is plainly no calendar or
    too large, BadInput for a horizon that is empty or longer than 15 years.
    """
    if actor.membership_id is None:
        raise NotFound
    if len(data) > ics.LARGEST_BYTES or b"BEGIN:VCALENDAR" not in data[:4096].upper():
        raise FileNotReadable
    today = actor.at.astimezone(actor.timezone).date()
    first, last = since or today - BACK, until or today + AHEAD
    if not timedelta(0) <= last - first <= LONGEST_HORIZON:
        raise BadInput(fields={"until": N_("The last day must not come before the first.")})
    import_id = new_id()
    CalendarImport(
        id=import_id,
        practice_id=actor.practice_id,
        clinician_id=actor.membership_id,
        by_id=actor.membership_id,
        at=actor.at,
        kind=Kind.VISIT if as_visits else Kind.BLOCK,
        state=ImportState.READING,
        since=first,
        until=last,
        file_sealed=seal(actor.practice_id, data, context=file_context(import_id)),
    ).save(force_insert=True)
    record(actor, Action.IMPORT, "calendar_import", import_id, state=ImportState.READING, size=len(data))
    _emit(actor, "scheduling.import_prepared", import_id)
    return import_id


@operation(requires=Permission.CALENDAR_IMPORT)
def check_import(actor: Actor, *, import_id: UUID) -> None:
    """Read the file and store the report of what would come in; nothing else. A file that cannot be read: FAILED."""
    found = _locked(actor, import_id, ImportState.READING, ImportState.CHECKED)
    try:
        occurrences = _occurrences(actor, found)
    except FileNotReadable:
        _store(actor, found, state=ImportState.FAILED, file_sealed=None)
    else:
        fits = fitting(actor, found, occurrences, holding=False)
        planned = plan(occurrences, set(_known(actor, found, occurrences)), _busy(actor, found, occurrences), fits)
        _store(actor, found, state=ImportState.CHECKED, total=len(planned), done=0, **_report(actor, found, planned))
    record(actor, Action.IMPORT, "calendar_import", import_id, state="checked")


@operation(requires=Permission.CALENDAR_IMPORT)
def start_import(actor: Actor, *, import_id: UUID) -> None:
    """Let a checked import run. Refuses with Conflict when it was started before, NotFound for others' imports."""
    found = _locked(actor, import_id, ImportState.CHECKED)
    _store(actor, found, state=ImportState.RUNNING, done=0)
    record(actor, Action.IMPORT, "calendar_import", import_id, state=ImportState.RUNNING)
    _emit(actor, "scheduling.import_started", import_id)


def run_import(actor: Actor, *, import_id: UUID) -> None:
    """Bring in everything, portion by portion, each in a transaction of its own; may be repeated at any point."""
    occurrences = _begin(actor, import_id=import_id)
    planned: list[Planned] = []
    for portion in portions(occurrences):
        planned += _take_in(actor, import_id=import_id, occurrences=portion, done=len(planned) + len(portion))
    _finish(actor, import_id=import_id, planned=planned)


@operation(requires=Permission.CALENDAR_IMPORT)
def undo_import(actor: Actor, *, import_id: UUID) -> tuple[int, int]:
    """Take back what came in with an import; return how many appointments went, and how many stayed.

    What somebody changed since it came in stays. The same file can be imported again afterwards.
    """
    found = _locked(actor, import_id, ImportState.DONE)
    rows = Appointment.objects.filter(practice_id=actor.practice_id, imported_by_id=import_id, withdrawn_at=None)
    gone = rows.filter(version=1).update(
        withdrawn_at=actor.at, version=F("version") + 1, changed_at=actor.at, touched_at=real_now()
    )
    stayed = rows.count()
    _store(actor, found, state=ImportState.UNDONE)
    record(actor, Action.DELETE, "calendar_import", import_id, withdrawn=gone, kept=stayed)
    return gone, stayed


@operation(requires=Permission.CALENDAR_IMPORT)
def _begin(actor: Actor, *, import_id: UUID) -> list[Occurrence]:
    found = _locked(actor, import_id, ImportState.RUNNING)
    if _stopped(actor, found):
        return []
    _store(actor, found, done=0)
    record(actor, Action.IMPORT, "calendar_import", import_id, state="reading_in")
    return _occurrences(actor, found)


@operation(requires=Permission.CALENDAR_IMPORT)
def _take_in(actor: Actor, *, import_id: UUID, occurrences: list[Occurrence], done: int) -> list[Planned]:
    """Store one portion, with the clinician's days locked, and return what became of each event."""
    found = _locked(actor, import_id, ImportState.RUNNING)
    if _stopped(actor, found):
        return []
    fits = fitting(actor, found, occurrences, holding=True)
    for one in occurrences:
        if one.problem is None and one.starts_at and one.ends_at:
            lock([found.clinician_id], [], Stretch(one.starts_at, one.ends_at))
    known = _known(actor, found, occurrences)
    planned = plan(occurrences, set(known), _busy(actor, found, occurrences), fits)
    clients = _clients(actor, found)
    Appointment.objects.bulk_create(
        _appointment(actor, found, one, clients) for one in planned if one.outcome in STORED_OUTCOMES
    )
    _store(actor, found, done=done)
    stored = sum(one.outcome in STORED_OUTCOMES for one in planned)
    record(actor, Action.IMPORT, "calendar_import", import_id, stored=stored, done=done)
    return [_own(one, known.get(one.occurrence.key)) for one in planned]


@operation(requires=Permission.CALENDAR_IMPORT)
def _finish(actor: Actor, *, import_id: UUID, planned: list[Planned]) -> None:
    found = _locked(actor, import_id, ImportState.RUNNING)
    _store(actor, found, state=ImportState.DONE, file_sealed=None, **_report(actor, found, planned))
    record(actor, Action.IMPORT, "calendar_import", import_id, state=ImportState.DONE)


def _stopped(actor: Actor, found: CalendarImport) -> bool:
    """Stop an import whose clinician has left or lost the role, and say whether that was so."""
    if hold_clinician(actor, found.clinician_id):
        return False
    _store(actor, found, state=ImportState.FAILED, file_sealed=None)
    record(actor, Action.IMPORT, "calendar_import", found.id, state=ImportState.FAILED)
    return True


def _clients(actor: Actor, found: CalendarImport) -> dict[str, UUID]:
    """Return the clients in the clinician's care by name, those whose name only one of them has; none for blocks."""
    names = names_in_care(actor, found.clinician_id) if found.kind == Kind.VISIT else []
    spelled = [name.full.casefold() for name in names]
    return {text: name.id for text, name in zip(spelled, names, strict=True) if spelled.count(text) == 1}


def _emit(actor: Actor, kind: str, import_id: UUID) -> None:
    emit(kind, practice_id=actor.practice_id, import_id=str(import_id), person_id=str(actor.person_id))


def _own(one: Planned, earlier: Outcome | None) -> Planned:
    """An event that came in before a crash of this same import counts as come in, not as known."""
    return Planned(one.occurrence, earlier) if earlier is not None and one.outcome is Outcome.KNOWN else one


def _locked(actor: Actor, import_id: UUID, *states: ImportState) -> CalendarImport:
    """Lock an import of the actor's own (a job may touch any). NotFound, or Conflict when it stands elsewhere."""
    found = CalendarImport.objects.select_for_update(no_key=True).filter(practice_id=actor.practice_id, id=import_id)
    if actor.person_id is not None:
        found = found.filter(by_id=actor.membership_id)
    row = found.first()
    if row is None:
        raise NotFound
    if row.state not in states:
        raise Conflict
    return row


def _store(actor: Actor, found: CalendarImport, **columns: Any) -> None:
    CalendarImport.objects.filter(practice_id=actor.practice_id, id=found.id).update(**columns)


def _occurrences(actor: Actor, found: CalendarImport) -> list[Occurrence]:
    if found.file_sealed is None:
        raise Conflict
    data = open_sealed(actor.practice_id, bytes(found.file_sealed), context=file_context(found.id))
    return ics.read(data, actor.timezone, found.since, found.until)


def _known(actor: Actor, found: CalendarImport, occurrences: list[Occurrence]) -> dict[str, Outcome | None]:
    """Return the keys that are here already; with their outcome those that this same import brought."""
    rows = Appointment.objects.filter(
        practice_id=actor.practice_id,
        clinician_id=found.clinician_id,
        import_key__in=[one.key for one in occurrences],
        withdrawn_at=None,
    ).values_list("import_key", "imported_by_id", "blocking")
    return {
        key: (Outcome.NEW if blocking else Outcome.OVERLAP) if import_id == found.id else None
        for key, import_id, blocking in rows
    }


def _busy(actor: Actor, found: CalendarImport, occurrences: list[Occurrence]) -> list[Stretch]:
    """Return what occupies the clinician from the first to the last event."""
    times = [(one.starts_at, one.ends_at) for one in occurrences if one.starts_at and one.ends_at]
    if not times:
        return []
    first, last = min(start for start, _ in times), max(end for _, end in times)
    rows = touching(actor, first - timedelta(hours=4), last + timedelta(hours=4)).filter(
        clinician_id=found.clinician_id, blocking=True, status__in=BLOCKING
    )
    held = running(actor, first, last).filter(clinician_id=found.clinician_id)
    times_of = ("busy_from", "busy_until")
    return [Stretch(*row) for row in (*rows.values_list(*times_of), *held.values_list(*times_of))]


def _appointment(actor: Actor, found: CalendarImport, planned: Planned, clients: dict[str, UUID]) -> Appointment:
    """A visit keeps the event's title as its internal line, and its client when the title is exactly one's name.

    What lasts for a day or more is a private block, also among visits.
    """
    one = planned.occurrence
    assert one.starts_at, "only events with times are stored"
    assert one.ends_at, "only events with times are stored"
    appointment_id = new_id()
    visit = becomes_visit(found, one)
    sealed = None
    if one.title and not visit:
        sealed = seal(actor.practice_id, one.title.encode(), context=title_context(appointment_id))
    return Appointment(
        id=appointment_id,
        practice_id=actor.practice_id,
        kind=Kind.VISIT if visit else Kind.BLOCK,
        status=Status.BOOKED,
        client_id=clients.get(one.title.casefold()) if visit else None,
        clinician_id=found.clinician_id,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        busy_from=one.starts_at,
        busy_until=one.ends_at,
        zone=actor.zone,
        place=Place.IN_PERSON,
        blocking=planned.outcome is Outcome.NEW,
        long=is_long(one.starts_at, one.ends_at),
        internal_line=one.title if visit else "",
        title_sealed=sealed,
        imported_by_id=found.id,
        import_key=one.key,
        created_by_id=found.by_id,
        created_at=actor.at,
        changed_at=actor.at,
        touched_at=real_now(),
    )


def _report(actor: Actor, found: CalendarImport, planned: list[Planned]) -> dict[str, Any]:
    """Return the columns of the report: counts per outcome, and the first 5,000 events with title and time, sealed."""
    counts: dict[str, int] = {}
    for one in planned:
        counts[one.outcome] = counts.get(one.outcome, 0) + 1
    rows = [
        [
            one.occurrence.starts_at.isoformat() if one.occurrence.starts_at else None,
            one.occurrence.ends_at.isoformat() if one.occurrence.ends_at else None,
            one.occurrence.all_day,
            one.occurrence.title,
            one.outcome,
        ]
        for one in planned[:MOST_ROWS]
    ]
    sealed = seal(actor.practice_id, json.dumps(rows).encode(), context=report_context(found.id))
    return {"counts": counts, "report_sealed": sealed}
