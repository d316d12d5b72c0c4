"""Changing anything about an appointment by the form (B16)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import seal
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import KEEP, Change, Keep, Kind, Place, RoomChoice
from kollega.scheduling.models import Appointment
from kollega.scheduling.operations.booking import short
from kollega.scheduling.operations.reaching import locked, reach_others, reach_texts
from kollega.scheduling.operations.rearranging import Rearranged, Wanted, rearrange
from kollega.scheduling.queries.events import title_context


@operation(requires=Permission.APPOINTMENT_CHANGE, by_grant=True)
def edit(
    actor: Actor,
    *,
    appointment_id: UUID,
    client_id: UUID | Keep = KEEP,
    other_client_ids: Collection[UUID] | Keep = KEEP,
    service_id: UUID | Keep | None = KEEP,
    clinician_id: UUID | Keep = KEEP,
    room_id: UUID | RoomChoice | Keep | None = KEEP,
    starts_at: datetime | Keep = KEEP,
    minutes: int | Keep = KEEP,
    place: Place | Keep = KEEP,
    internal_line: str | Keep = KEEP,
    title: str | Keep = KEEP,
    outside_hours_reason: str = "",
    version: int | None = None,
) -> Rearranged:
    """Change what is given and keep the rest; another service brings its length unless `minutes` is given.

    `other_client_ids` are all who come beside the first client; who stays keeps the own attendance. `title` belongs to
    private blocks. Refuses as `move` does, and with TooManyClients, BadInput.
    """
    appointment = locked(actor, appointment_id, version=version, by=Deed.MOVE)
    _reach_parts(actor, appointment, client_id, other_client_ids, service_id, internal_line)
    texts: dict[str, Any] = {}
    if internal_line is not KEEP:
        texts["internal_line"] = short(internal_line, "internal_line")
    if title is not KEEP:
        texts["title_sealed"] = sealed_title(actor, appointment, title)
    wanted = Wanted(
        starts_at=starts_at,
        minutes=minutes,
        clinician_id=clinician_id,
        room_id=room_id,
        client_id=client_id,
        other_client_ids=other_client_ids,
        service_id=service_id,
        place=place,
        texts=tuple(texts.items()),
        outside_hours_reason=outside_hours_reason,
    )
    return rearrange(actor, appointment, wanted, change=Change.EDITED, action=Action.CHANGE, event="changed")


def _reach_parts(
    actor: Actor,
    appointment: Appointment,
    client_id: UUID | Keep,
    other_client_ids: Collection[UUID] | Keep,
    service_id: UUID | Keep | None,
    internal_line: str | Keep,
) -> None:
    """Who may only move gives the visit no other client or service; who does not read the line does not write it."""
    column = appointment.clinician_id
    if column == actor.membership_id:
        return
    same_clients = client_id in (KEEP, appointment.client_id) and other_client_ids is KEEP
    if not same_clients or service_id not in (KEEP, appointment.service_id):
        reach_others(actor, appointment, Deed.BOOK)
    if internal_line is not KEEP:
        reach_texts(actor, column, internal_line, appointment.internal_line)


def sealed_title(actor: Actor, appointment: Appointment, title: str) -> bytes | None:
    """Return the title of a private block, encrypted; None for an empty one."""
    if appointment.kind != Kind.BLOCK:
        raise BadInput(fields={"title": N_("Only private blocks have a title.")})
    text = short(title, "title")
    return seal(actor.practice_id, text.encode(), context=title_context(appointment.id)) if text else None
