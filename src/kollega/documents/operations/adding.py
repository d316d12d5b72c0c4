"""Adding a file to a client's documents."""

import os
from datetime import date
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from kollega.audit.operations.recording import record
from kollega.clients.queries.access import require_care
from kollega.documents.errors import FileTooLarge, NoRoomOnDisk, StorageUsedUp, TooManyDocuments
from kollega.documents.labels import Label, seal_label
from kollega.documents.models import Document
from kollega.documents.queries.allowance import allowance, count_of_client
from kollega.documents.rules.media import Kind, Media
from kollega.documents.rules.names import LONGEST_TITLE, cleaned, kept_name
from kollega.documents.rules.recognising import recognise
from kollega.documents.rules.refused import Unfit
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform import files
from kollega.platform.holding import hold
from kollega.platform.operations import Action, operation

MEGABYTE, GIGABYTE = 1024**2, 1024**3
TITLE_TOO_LONG = N_("Use at most 150 characters.")
IN_THE_FUTURE = N_("The date lies in the future.")


@operation(requires=Permission.DOCUMENT_ADD)
def add_document(
    actor: Actor,
    *,
    client_id: UUID,
    source: BinaryIO,
    name: str,
    title: str = "",
    kind: Kind = Kind.OTHER,
    dated_on: date | None = None,
) -> UUID:
    """Keep the file and return the document's id. `source` can be sought; it is judged by its content.

    Refuses with NotFound outside the care, BadInput, FileTooLarge, TooManyDocuments, StorageUsedUp, NoRoomOnDisk; then
    nothing of it stays.
    """
    require_care(actor, client_id)
    label = Label(kept_name(name), checked_title(title))
    check_date(actor, dated_on)
    size, media = _judged(source)
    _require_room(actor, client_id, size)
    document_id = new_id()
    try:
        stored = files.store(actor.practice_id, document_id, source)
    except files.DiskFull as error:
        raise NoRoomOnDisk from error
    try:
        # Counted again while nobody else counts: of two that arrive at once the limit lets in what fits.
        hold([b"documents|" + actor.practice_id.bytes])
        _require_room(actor, client_id, size)
        Document.objects.create(
            id=document_id,
            practice_id=actor.practice_id,
            client_id=client_id,
            added_by_id=actor.own_membership,
            added_at=actor.at,
            changed_at=actor.at,
            media=media,
            kind=kind,
            dated_on=dated_on,
            label=seal_label(actor.practice_id, client_id, document_id, label),
            size=stored.size,
            digest=stored.digest,
        )
        record(actor, Action.CREATE, "document", document_id, client_id=client_id, media=str(media), size=stored.size)
    except BaseException:
        files.remove(actor.practice_id, document_id)
        raise
    return document_id


def checked_title(title: str) -> str:
    """Return the title as one line; BadInput when it is too long."""
    clean = cleaned(title)
    if len(clean) > LONGEST_TITLE:
        raise BadInput(fields={"title": TITLE_TOO_LONG})
    return clean


def check_date(actor: Actor, dated_on: date | None) -> None:
    if dated_on and dated_on > actor.at.astimezone(actor.timezone).date():
        raise BadInput(fields={"dated_on": IN_THE_FUTURE})


def _judged(source: BinaryIO) -> tuple[int, Media]:
    size = source.seek(0, os.SEEK_END)
    if size > settings.FILE_BYTES:
        raise FileTooLarge(megabytes=settings.FILE_BYTES // MEGABYTE)
    try:
        return size, recognise(source)
    except Unfit as error:
        raise BadInput(fields={"file": error.sentence}) from error


def _require_room(actor: Actor, client_id: UUID, size: int) -> None:
    room = allowance(actor.practice_id)
    if count_of_client(actor.practice_id, client_id) >= room.most_per_client:
        raise TooManyDocuments(most=room.most_per_client)
    if room.used + size > room.most:
        raise StorageUsedUp(gigabytes=room.most // GIGABYTE)
