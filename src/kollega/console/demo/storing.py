"""Visits and signed notes in bulk, row for row as the operations would have stored them.

The constraints and triggers of the tables judge these rows like any others; `kollega verify` finds nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kollega.audit.operations.recording import record_all
from kollega.journal.models import ChainHead, Note, NoteVersion, TemplateVersion
from kollega.journal.queries.checking import facts_of
from kollega.journal.rules.canonical import FORM, Link, digest, note_form
from kollega.journal.rules.content import Content, Section, words
from kollega.journal.sealing import seal_content
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.ids import new_id
from kollega.platform.crypto import authenticate
from kollega.platform.operations import Action, Entry
from kollega.scheduling.enums import Change, Kind, Status
from kollega.scheduling.models import Appointment, AppointmentChange
from kollega.scheduling.operations.storing import REMEMBERED, encoded

BATCH = 2000
SAVED, SIGNED = 1, 2


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as it shall stand. `texts` are the sections of its note; None without one."""

    clinician: Actor
    client_id: UUID
    service_id: UUID
    room_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    status: Status
    booked_at: datetime
    submit_key: str
    overridden: bool = False
    cancel_reason: str = ""
    texts: tuple[str, ...] | None = None
    signed: bool = False


def store_visits(visits: Sequence[Visit]) -> list[Appointment]:
    """Store the visits with history and log, and return their rows in order. Inside the practice's scope."""
    rows = [_appointment(visit) for visit in visits]
    Appointment.objects.bulk_create(rows, batch_size=BATCH)
    AppointmentChange.objects.bulk_create(
        [_booked(visit, row) for visit, row in zip(visits, rows, strict=True)], batch_size=BATCH
    )
    for visit, row in zip(visits, rows, strict=True):
        entry = Entry(Action.CREATE, "appointment", row.id, visit.client_id)
        record_all(replace(visit.clinician, at=visit.booked_at), [entry])
    return rows


def _appointment(visit: Visit) -> Appointment:
    return Appointment(
        practice_id=visit.clinician.practice_id,
        kind=Kind.VISIT,
        status=visit.status,
        client_id=visit.client_id,
        service_id=visit.service_id,
        clinician_id=visit.clinician.own_membership,
        room_id=visit.room_id,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        busy_from=visit.starts_at,
        busy_until=visit.ends_at,
        zone=visit.clinician.zone,
        length_overridden=visit.overridden,
        cancel_reason=visit.cancel_reason,
        submit_key=visit.submit_key,
        created_by_id=visit.clinician.own_membership,
        created_at=visit.booked_at,
        changed_at=visit.booked_at,
        touched_at=real_now(),
    )


def _booked(visit: Visit, row: Appointment) -> AppointmentChange:
    return AppointmentChange(
        practice_id=row.practice_id,
        appointment_id=row.id,
        change=Change.BOOKED,
        at=visit.booked_at,
        by_id=visit.clinician.own_membership,
        version=1,
        before={},
        after={name: encoded(name, getattr(row, name)) for name in REMEMBERED if getattr(row, name)},
    )


def store_notes(
    visits: Sequence[Visit], rows: Sequence[Appointment], template: TemplateVersion, names: dict[UUID, str]
) -> int:
    """Store the notes of those visits that have texts, and sign them; return how many.

    `names` are what signatures call the clinicians. The chain goes on where it stands.
    """
    written = [(visit, row) for visit, row in zip(visits, rows, strict=True) if visit.texts is not None]
    notes = [_note(visit, row, template) for visit, row in written]
    contents = [_content(visit, template) for visit, _ in written]
    Note.objects.bulk_create(notes, batch_size=BATCH)
    versions = []
    for (visit, _), note, content in zip(written, notes, contents, strict=True):
        kinds = [NoteVersion.Kind.SAVE, NoteVersion.Kind.SIGNED] if visit.signed else [NoteVersion.Kind.SAVE]
        versions += [_version(visit, note, content, number, kind) for number, kind in enumerate(kinds, start=1)]
    NoteVersion.objects.bulk_create(versions, batch_size=BATCH)
    signed = [
        (visit, note, content)
        for (visit, _), note, content in zip(written, notes, contents, strict=True)
        if visit.signed
    ]
    _sign(signed, {(v.note_id, v.number): v.id for v in versions}, names)
    return len(notes)


def _note(visit: Visit, row: Appointment, template: TemplateVersion) -> Note:
    at = visit.ends_at + timedelta(minutes=5)
    return Note(
        practice_id=row.practice_id,
        client_id=visit.client_id,
        author_id=visit.clinician.own_membership,
        appointment_id=row.id,
        template_version_id=template.id,
        occurred_at=visit.starts_at,
        started_at=at,
        changed_at=at,
        saved=SAVED,
    )


def _content(visit: Visit, template: TemplateVersion) -> Content:
    texts = visit.texts or ()
    return tuple(
        Section(section["key"], section["heading"], texts[index % len(texts)])
        for index, section in enumerate(template.sections)
    )


def _version(visit: Visit, note: Note, content: Content, number: int, kind: NoteVersion.Kind) -> NoteVersion:
    return NoteVersion(
        practice_id=note.practice_id,
        note_id=note.id,
        number=number,
        kind=kind,
        sealed=seal_content(note.practice_id, note.client_id, note.id, number, content),
        words=words(content),
        author_id=note.author_id,
        began_at=note.changed_at,
        at=note.changed_at,
    )


def _sign(
    signed: list[tuple[Visit, Note, Content]], version_ids: dict[tuple[UUID, int], UUID], names: dict[UUID, str]
) -> None:
    if not signed:
        return
    practice_id = signed[0][1].practice_id
    ChainHead.objects.bulk_create([ChainHead(practice_id=practice_id)], ignore_conflicts=True)
    head = ChainHead.objects.select_for_update().get(practice_id=practice_id)
    number, previous, links = head.number, bytes(head.digest), []
    for visit, note, content in signed:
        number += 1
        link = Link(
            practice_id=practice_id,
            number=number,
            previous=previous,
            signed_by=note.author_id,
            signed_name=names[note.author_id],
            signed_at=note.changed_at,
            authenticated_at=real_now(),
        )
        form = note_form(link, facts_of(note, SIGNED, content))
        key_id, tag = authenticate(practice_id, form)
        previous = digest(form)
        links.append((link, note.id, version_ids[note.id, SIGNED], previous, tag, key_id))
        # The log is the second witness of the chain.
        detail = {"version": SIGNED, "number": number, "digest": previous.hex()}
        record_all(
            replace(visit.clinician, at=note.changed_at), [Entry(Action.SIGN, "note", note.id, note.client_id, detail)]
        )
    with connection.cursor() as cursor, cursor.connection.pipeline():
        for link, note_id, version_id, made, tag, key_id in links:
            cursor.execute(
                "update journal_chain_head set number = %s, digest = %s where practice_id = %s",
                [link.number, made, practice_id],
            )
            cursor.execute(
                "insert into journal_signature (id, practice_id, number, note_id, version_id, form, digest, previous,"
                " tag, key_id, signed_by_id, signed_name, signed_at, authenticated_at)"
                " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [
                    new_id(),
                    practice_id,
                    link.number,
                    note_id,
                    version_id,
                    FORM,
                    made,
                    link.previous,
                    tag,
                    key_id,
                    link.signed_by,
                    link.signed_name,
                    link.signed_at,
                    link.authenticated_at,
                ],
            )
    Note.objects.filter(practice_id=practice_id, id__in=[note.id for _, note, _ in signed]).update(
        status=Note.Status.SIGNED, head=SIGNED, saved=SIGNED, latest=SIGNED, revision=3
    )
