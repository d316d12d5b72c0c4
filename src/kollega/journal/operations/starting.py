"""Starting a note from the client card or from an appointment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.catalogue.operations.enforcing import require_personal
from kollega.catalogue.rules.plans import Entitlement
from kollega.clients.queries.access import require_care
from kollega.journal.errors import ConsentNotConfirmed
from kollega.journal.models import Note, NoteVersion, TemplateVersion
from kollega.journal.operations.standard import standard_version
from kollega.journal.queries.templates import usable_version
from kollega.journal.rules.content import sections_from
from kollega.journal.sealing import seal_content
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.practices.queries.team_settings import team_settings_of
from kollega.scheduling.queries.visits import VisitFacts, visit_facts


@operation(requires=Permission.NOTE_WRITE)
def start(
    actor: Actor,
    *,
    client_id: UUID,
    occurred_at: datetime | None = None,
    appointment_id: UUID | None = None,
    template_id: UUID | None = None,
    consent_confirmed: bool = False,
) -> UUID:
    """Begin a note and return its id. `occurred_at` is what it is about, by default the visit's start or now.

    A running draft of the actor for the same visit is used again. Without a template the practice's standard one is
    taken. Refuses with NotInPlan when the actor's plan has no notes (begun ones can still be finished and signed),
    with NotFound for a client whose record the actor may not read, a visit that is not this client's, or somebody
    else's template, and with ConsentNotConfirmed where the team asks for the client's consent first.
    """
    require_care(actor, client_id)
    if appointment_id is not None:
        visit = _visit(actor, appointment_id)
        if client_id not in visit.client_ids:
            raise NotFound
        return _start_from(actor, visit, client_id, template_id, consent_confirmed)
    about = _About(client_id, occurred_at or actor.at, None, consent_confirmed)
    return _create(actor, about, _sections_of(actor, template_id))


@operation(requires=Permission.NOTE_WRITE)
def start_from_visit(
    actor: Actor, *, appointment_id: UUID, template_id: UUID | None = None, consent_confirmed: bool = False
) -> UUID:
    """Begin the actor's note of a visit and return its id, like `start` with the visit's first client."""
    visit = _visit(actor, appointment_id)
    require_care(actor, visit.client_id)
    return _start_from(actor, visit, visit.client_id, template_id, consent_confirmed)


def _visit(actor: Actor, appointment_id: UUID) -> VisitFacts:
    visit = visit_facts(actor.practice_id, appointment_id)
    if visit is None:
        raise NotFound
    return visit


@dataclass(frozen=True, slots=True)
class _About:
    """What a new note is about, and whether its author confirmed that the client agrees."""

    client_id: UUID
    occurred_at: datetime
    appointment_id: UUID | None
    consent_confirmed: bool


def _start_from(
    actor: Actor, visit: VisitFacts, client_id: UUID, template_id: UUID | None, consent_confirmed: bool
) -> UUID:
    """Each client of a visit has a note of their own."""
    running = _running_draft(actor, visit.id, client_id)
    if running is not None:
        record(actor, Action.READ, "note", running.id, client_id=running.client_id)
        return running.id
    about = _About(client_id, visit.starts_at, visit.id, consent_confirmed)
    return _create(actor, about, _sections_of(actor, template_id))


def _sections_of(actor: Actor, template_id: UUID | None) -> TemplateVersion:
    return usable_version(actor, template_id) if template_id else standard_version(actor)


def _running_draft(actor: Actor, appointment_id: UUID, client_id: UUID) -> Note | None:
    return Note.objects.filter(
        practice_id=actor.practice_id,
        author_id=actor.own_membership,
        appointment_id=appointment_id,
        client_id=client_id,
        status=Note.Status.DRAFT,
        binned_at=None,
    ).first()


def _create(actor: Actor, about: _About, version: TemplateVersion) -> UUID:
    asks_consent = team_settings_of(actor.practice_id).consent_reminder
    if asks_consent and not about.consent_confirmed:
        raise ConsentNotConfirmed
    if actor.person_id is not None:
        require_personal(actor, actor.person_id, Entitlement.NOTES)
    note = Note.objects.create(
        practice_id=actor.practice_id,
        client_id=about.client_id,
        author_id=actor.own_membership,
        appointment_id=about.appointment_id,
        template_version=version,
        occurred_at=about.occurred_at,
        started_at=actor.at,
        changed_at=actor.at,
    )
    NoteVersion.objects.create(
        practice_id=actor.practice_id,
        note=note,
        number=1,
        kind=NoteVersion.Kind.STARTED,
        sealed=seal_content(actor.practice_id, about.client_id, note.id, 1, sections_from(version.sections)),
        words=0,
        author_id=actor.own_membership,
        began_at=actor.at,
        at=actor.at,
    )
    consent: dict[str, Any] = {"consent_confirmed": True} if asks_consent else {}
    record(actor, Action.CREATE, "note", note.id, client_id=about.client_id, **consent)
    return note.id
