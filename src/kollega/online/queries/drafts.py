"""A booking under way: found by the secret in its address, shown to nobody else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.online.errors import DraftOver
from kollega.online.models import Draft, IntakeForm
from kollega.online.queries.pages import open_page
from kollega.online.queries.times import choice_of
from kollega.online.rules.details import Details, read
from kollega.online.rules.intake import Question
from kollega.online.rules.intake import read as read_questions
from kollega.online.rules.times import DRAFT_HOURS
from kollega.platform.crypto import open_sealed
from kollega.platform.operations import query
from kollega.practices.rules.tokens import digest
from kollega.scheduling.enums import Place
from kollega.scheduling.operations.holding import running_hold


@dataclass(frozen=True, slots=True)
class DraftView:
    """What its own visitor sees. `held_until` is past once the time is no longer kept; `booked` names the visit."""

    id: UUID
    service_id: UUID
    clinician_id: UUID
    anyone: bool
    only_id: UUID | None
    place: Place
    starts_at: datetime
    hold_id: UUID | None
    held_until: datetime
    is_held: bool
    prolonged: bool
    details: Details | None
    code_sent: bool
    verified: bool
    booked: bool


@query(requires=Permission.BOOKING_ONLINE)
def draft(actor: Actor, *, secret: str) -> DraftView:
    """Return the draft. Refuses with DraftOver."""
    row = found_draft(actor, secret)
    hold = running_hold(actor, row.hold_id) if row.hold_id else None
    return DraftView(
        id=row.id,
        service_id=row.service_id,
        clinician_id=row.clinician_id,
        anyone=row.anyone,
        only_id=row.only_id,
        place=Place(row.place),
        starts_at=row.starts_at,
        hold_id=row.hold_id,
        held_until=row.held_until,
        is_held=hold is not None,
        prolonged=row.prolonged,
        details=details_of(actor, row),
        code_sent=row.code is not None,
        verified=row.verified_at is not None,
        booked=row.booking_id is not None,
    )


def found_draft(actor: Actor, secret: str, *, lock: bool = False) -> Draft:
    """Return the stored draft; inside a query or operation. Refuses with DraftOver."""
    rows = Draft.objects.select_for_update(no_key=True) if lock else Draft.objects.all()
    row = rows.filter(practice_id=actor.practice_id, digest=digest(secret)).first()
    if row is None or actor.at >= row.made_at + timedelta(hours=DRAFT_HOURS):
        raise DraftOver
    return row


def draft_context(draft_id: UUID) -> bytes:
    return b"online draft|" + draft_id.bytes


def details_of(actor: Actor, row: Draft) -> Details | None:
    if row.sealed is None:
        return None
    return read(open_sealed(actor.practice_id, bytes(row.sealed), context=draft_context(row.id)))


def questions_of(actor: Actor, service_id: UUID) -> tuple[Question, ...]:
    """Return what is asked when the service is booked. Inside a query or operation."""
    row = IntakeForm.objects.filter(practice_id=actor.practice_id, service_id=service_id).first()
    return read_questions(row.questions) if row else ()


@query(requires=Permission.BOOKING_ONLINE)
def questions(actor: Actor, *, service_id: UUID) -> tuple[Question, ...]:
    """Return what a visitor is asked when booking this service."""
    return questions_of(actor, service_id)


@query(requires=Permission.BOOKING_ONLINE)
def clinicians_of_draft(actor: Actor, *, secret: str) -> list[UUID]:
    """Return who may come to be booked by a draft, nobody once it is booked. Refuses with DraftOver, NotFound."""
    row = found_draft(actor, secret)
    if row.booking_id is not None:
        return []
    if not row.anyone:
        return [row.clinician_id]
    page = open_page(actor)
    choice = choice_of(page, service_id=row.service_id, clinician_id=None, place=Place(row.place))
    return [one.id for one in choice.clinicians]
