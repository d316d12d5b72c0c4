"""Bringing a record that another practice exported: kept as it was, never as something written or signed here."""

import io
from typing import BinaryIO
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.operations.registering import create_client
from kollega.clients.queries.access import require_care
from kollega.clients.rules.contact import LANGUAGES, ContactData
from kollega.documents.operations.adding import add_document
from kollega.documents.rules.media import Kind
from kollega.documents.rules.names import LONGEST_TITLE
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform import files
from kollega.platform.crypto import seal
from kollega.platform.operations import Action, operation
from kollega.records.errors import AlreadyImported, UnfitArchive
from kollega.records.models import ImportedRecord
from kollega.records.queries.imported import place_of
from kollega.records.rules.archive import Opened, Unfit, opened
from kollega.records.rules.form import DocumentPart, Record


@operation(requires=Permission.RECORD_IMPORT)
def bring_record(actor: Actor, *, source: BinaryIO, client_id: UUID | None = None) -> UUID:
    """Keep the record with this client of the actor's, or with a new one, and return the brought record's id.

    The whole archive is checked before anything is stored, and either all of it is stored or nothing. Refuses with
    UnfitArchive, NotFound outside the care, AlreadyImported, and as adding a client or a document does.
    """
    try:
        archive = opened(source)
    except Unfit as error:
        raise UnfitArchive from error
    return _keep(actor, archive, client_id)


def _keep(actor: Actor, archive: Opened, chosen: UUID | None) -> UUID:
    found = archive.record
    client_id = _client(actor, found, chosen)
    _refuse_known(actor, archive, client_id)
    stored: dict[str, str] = {}
    try:
        for document in found.documents:
            if document.path:
                stored[str(document.id)] = str(_document(actor, archive, document, client_id))
        return _row(actor, archive, client_id, stored)
    except BaseException:
        for document_id in stored.values():
            files.remove(actor.practice_id, UUID(document_id))
        raise


def _client(actor: Actor, found: Record, chosen: UUID | None) -> UUID:
    if chosen is not None:
        return require_care(actor, chosen).id
    part = found.client
    contact = ContactData(
        given_name=part.given_name,
        family_name=part.family_name,
        language=part.language if part.language in LANGUAGES else actor.language,
        pronoun=part.pronoun,
        born_on=part.born_on,
        email=part.email,
        phone=part.phone,
        street=part.street,
        postcode=part.postcode,
        city=part.city,
        country=part.country,
    )
    return create_client(actor, contact=contact, responsible_id=actor.own_membership, despite_duplicates=False)


def _refuse_known(actor: Actor, archive: Opened, client_id: UUID) -> None:
    known = ImportedRecord.objects.filter(practice_id=actor.practice_id, client_id=client_id)
    if known.filter(digest=archive.digest).exists():
        raise AlreadyImported


def _document(actor: Actor, archive: Opened, part: DocumentPart, client_id: UUID) -> UUID:
    kind = part.kind if part.kind in {each.value for each in Kind} else Kind.OTHER
    try:
        return add_document(
            actor,
            client_id=client_id,
            source=io.BytesIO(archive.part(part.path)),
            name=part.name,
            title=part.title[:LONGEST_TITLE],
            kind=Kind(kind),
            dated_on=part.dated_on,
        )
    except BadInput as error:
        raise UnfitArchive from error


def _row(actor: Actor, archive: Opened, client_id: UUID, stored: dict[str, str]) -> UUID:
    found, imported_id = archive.record, new_id()
    ImportedRecord.objects.create(
        id=imported_id,
        practice_id=actor.practice_id,
        client_id=client_id,
        origin=found.practice.id,
        origin_name=found.practice.name[:120],
        made_at=found.made_at,
        digest=archive.digest,
        sealed=seal(actor.practice_id, archive.json, context=place_of(imported_id, client_id)),
        files=stored,
        by_id=actor.own_membership,
        at=actor.at,
    )
    record(
        actor,
        Action.IMPORT,
        "imported_record",
        imported_id,
        client_id=client_id,
        origin=str(found.practice.id),
        notes=len(found.notes),
        documents=len(stored),
    )
    return imported_id
