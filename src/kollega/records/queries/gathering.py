"""Everything about one client in one piece, for handing it out. Inside a job that logs what became of it."""

from collections.abc import Collection, Iterable
from uuid import UUID

from kollega.audit.queries.entries import LoggedAction, whole_log_of_client
from kollega.clients.queries.access import ClientHead, require_record
from kollega.clients.queries.information import every_version
from kollega.clients.queries.pointer import group_of
from kollega.documents.queries.documents import DocumentRow, every_document
from kollega.documents.queries.integrity import fault_in
from kollega.documents.rules.media import SERVED
from kollega.journal.queries.whole_record import RecordedAddendum, RecordedNote, RecordedSignature, recorded_notes
from kollega.journal.rules.content import Content
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.notices.queries.recorded import recorded_messages
from kollega.practices.queries.profile import PracticeProfile, colleague, names_of_people, profile_of
from kollega.records.queries.imported import brought_files, brought_records
from kollega.records.queries.settings import names_in_report
from kollega.records.rules.form import (
    AccessPart,
    AddendumPart,
    AppointmentPart,
    AttachmentPart,
    ClientPart,
    DocumentPart,
    InformationPart,
    MessagePart,
    NotePart,
    Origin,
    Record,
    SectionPart,
    SignaturePart,
    VersionPart,
)
from kollega.scheduling.queries.offers import name_in
from kollega.scheduling.queries.visits import RecordedVisit, recorded_visits


def gathered(actor: Actor, client_id: UUID, *, note_ids: Collection[UUID] = ()) -> Record:
    """Return the record as it stands, or only the chosen notes with their attachments. NotFound outside the care.

    What is blocked and process notes are in tables that this does not read.
    """
    head = require_record(actor, client_id)
    practice = profile_of(actor)
    whole = not note_ids
    notes = [_note(note) for note in recorded_notes(actor, client_id, note_ids)]
    attached = {each.document for note in notes for each in note.attachments}
    own = colleague(actor, actor.own_membership)
    record = Record(
        made_at=actor.at,
        made_by=own.name if own else "",
        practice=Origin(id=practice.id, name=practice.name, country=practice.country),
        client=_client(head),
        whole=whole,
        information=_information(actor, client_id) if whole else [],
        notes=notes,
        documents=[each for each in _documents(actor, client_id) if whole or each.id in attached],
        appointments=[_visit(actor, each) for each in recorded_visits(actor.practice_id, client_id)] if whole else [],
        messages=_messages(actor, client_id) if whole else [],
        access=access_lines(actor, client_id, practice) if whole else [],
    )
    return joined(record, brought_records(actor, client_id)) if whole else record


def joined(record: Record, brought: Iterable[Record]) -> Record:
    """Return the record with what came from elsewhere, each part in its order of time."""
    others = list(brought)
    return record.model_copy(
        update={
            "information": [*(part for other in others for part in other.information), *record.information],
            "notes": sorted(
                [*(part for other in others for part in other.notes), *record.notes],
                key=lambda note: (note.occurred_at, str(note.id)),
            ),
            "documents": [*(part for other in others for part in other.documents), *record.documents],
            "appointments": [*(part for other in others for part in other.appointments), *record.appointments],
            "messages": [*(part for other in others for part in other.messages), *record.messages],
            "access": [*(part for other in others for part in other.access), *record.access],
        }
    )


def _client(head: ClientHead) -> ClientPart:
    return ClientPart(
        id=head.id,
        given_name=head.name.given_name,
        family_name=head.name.family_name,
        pronoun=head.pronoun,
        born_on=head.born_on,
        email=head.email,
        phone=head.phone,
        street=head.street,
        postcode=head.postcode,
        city=head.city,
        country=head.country,
        language=head.language,
    )


def _information(actor: Actor, client_id: UUID) -> list[InformationPart]:
    return [
        InformationPart(heading=each.heading, version=each.version, text=each.text, author=each.author, at=each.at)
        for each in every_version(actor, client_id)
        if each.at is not None
    ]


def _note(note: RecordedNote) -> NotePart:
    return NotePart(
        id=note.id,
        author=note.author,
        template=note.template,
        status=note.status,
        occurred_at=note.occurred_at,
        changed_at=note.changed_at,
        appointment=note.appointment_id,
        version=note.head,
        sections=_sections(note.content),
        signature=_signature(note.signature),
        addenda=[_addendum(each) for each in note.addenda],
        attachments=[AttachmentPart(document=document, sha256=digest) for document, digest in note.attachments],
        versions=[
            VersionPart(
                number=each.number, kind=each.kind, at=each.at, author=each.author, sections=_sections(each.content)
            )
            for each in note.versions
        ],
    )


def _sections(content: Content | None) -> list[SectionPart] | None:
    if content is None:
        return None
    return [SectionPart(key=each.key, heading=each.heading, text=each.text) for each in content]


def _addendum(addendum: RecordedAddendum) -> AddendumPart:
    return AddendumPart(
        id=addendum.id,
        number=addendum.number,
        reason=addendum.reason,
        text=addendum.text,
        author=addendum.author,
        at=addendum.at,
        marks_error=addendum.marks_error,
        signature=_signature(addendum.signature),
    )


def _signature(signature: RecordedSignature | None) -> SignaturePart | None:
    if signature is None:
        return None
    return SignaturePart(
        number=signature.number,
        name=signature.name,
        at=signature.at,
        authenticated_at=signature.authenticated_at,
        sha256=signature.digest.hex(),
        previous=signature.previous.hex(),
        signed=signature.form.decode(),
        unchanged=signature.unchanged,
    )


def _documents(actor: Actor, client_id: UUID) -> list[DocumentPart]:
    if not actor.may(Permission.DOCUMENT_READ):
        return []
    brought = set(brought_files(actor, client_id).values())
    return [_document(actor, row) for row in every_document(actor, client_id) if row.id not in brought]


def _document(actor: Actor, row: DocumentRow) -> DocumentPart:
    ending = SERVED[row.media].endings[0]
    fault = fault_in(actor.practice_id, row.id, bytes.fromhex(row.sha256))
    return DocumentPart(
        id=row.id,
        name=row.name,
        title=row.title,
        kind=row.kind,
        media=row.media,
        size=row.size,
        sha256=row.sha256,
        dated_on=row.dated_on,
        added_by=row.added_by,
        added_at=row.added_at,
        path=f"documents/{row.id}{ending}" if not fault else "",
    )


def _visit(actor: Actor, visit: RecordedVisit) -> AppointmentPart:
    return AppointmentPart(
        id=visit.id,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        status=visit.status,
        service=name_in(visit.service_names, actor.language) if visit.service_names else "",
        clinician=visit.clinician,
        room=visit.room,
        place=visit.place,
    )


def _messages(actor: Actor, client_id: UUID) -> list[MessagePart]:
    return [
        MessagePart(
            id=each.id,
            appointment=each.appointment_id,
            channel=each.channel,
            kind=each.kind,
            state=each.state,
            at=each.at,
        )
        for each in recorded_messages(actor, client_id)
    ]


def access_lines(actor: Actor, client_id: UUID, practice: PracticeProfile) -> list[AccessPart]:
    """Return the log about the client in plain kinds, with names only where the practice's country gives them out."""
    people = names_of_people(actor) if names_in_report(actor, practice.country) else {}
    rows = whole_log_of_client(actor, group_of(actor.practice_id, client_id))
    return [_line(row, people, practice.name) for row in rows if not row.is_denied]


def _line(row: LoggedAction, people: dict[UUID, str], unit: str) -> AccessPart:
    who = people.get(row.person_id, "") if row.person_id else ""
    return AccessPart(at=row.at, action=row.action, object=row.object_type, who=who, unit=unit)
