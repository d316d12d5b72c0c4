"""Starting a note from the client card or from an appointment."""

from datetime import datetime
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.queries.access import require_record
from kollega.journal.models import Note, NoteVersion, TemplateVersion
from kollega.journal.operations.standard import standard_version
from kollega.journal.queries.templates import usable_version
from kollega.journal.rules.content import sections_from
from kollega.journal.sealing import seal_content
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation


@operation(requires=Permission.NOTE_WRITE)
def start(
    actor: Actor,
    *,
    client_id: UUID,
    occurred_at: datetime | None = None,
    appointment_id: UUID | None = None,
    template_id: UUID | None = None,
) -> UUID:
    """Return the id of a draft for this client; one draft per appointment and author is used again.

    `occurred_at` is the moment the note is about, by default now. Without a template the practice's standard
    one is taken. Refuses with NotFound for a client, appointment or template the actor may not know about.
    """
    require_record(actor, client_id)
    version = usable_version(actor, template_id) if template_id else standard_version(actor)
    if appointment_id is not None:
        running = _running_draft(actor, appointment_id)
        if running is not None:
            record(actor, Action.READ, "note", running.id, client_id=running.client_id)
            return running.id
    note = _create(actor, client_id, occurred_at or actor.at, appointment_id, version)
    record(actor, Action.CREATE, "note", note.id, client_id=client_id)
    return note.id


def _running_draft(actor: Actor, appointment_id: UUID) -> Note | None:
    return Note.objects.filter(
        practice_id=actor.practice_id,
        author_id=actor.own_membership,
        appointment_id=appointment_id,
        status=Note.Status.DRAFT,
        binned_at=None,
    ).first()


def _create(
    actor: Actor, client_id: UUID, occurred_at: datetime, appointment_id: UUID | None, version: TemplateVersion
) -> Note:
    note = Note.objects.create(
        practice_id=actor.practice_id,
        client_id=client_id,
        author_id=actor.own_membership,
        appointment_id=appointment_id,
        template_version=version,
        occurred_at=occurred_at,
        started_at=actor.at,
        changed_at=actor.at,
    )
    NoteVersion.objects.create(
        practice_id=actor.practice_id,
        note=note,
        number=1,
        kind=NoteVersion.Kind.STARTED,
        sealed=seal_content(actor.practice_id, client_id, note.id, 1, sections_from(version.sections)),
        words=0,
        author_id=actor.own_membership,
        began_at=actor.at,
        at=actor.at,
    )
    return note
