"""Which foreign ids an operation may use and which appointments it may change. Undecorated parts of operations.

An operation says by which deed of a grant (B8) a delegate may do it; without one, no grant opens it.
"""

from collections.abc import Collection
from uuid import UUID

from kollega.clients.queries.access import readable_client_ids
from kollega.clients.queries.pointer import kept_ids
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, Changed, Forbidden, NotFound, Refusal
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import Permission
from kollega.practices.operations.governing import hold_clinician
from kollega.scheduling.enums import BLOCKING, Kind, Status
from kollega.scheduling.errors import NotChangeable, TooManyClients
from kollega.scheduling.models import Appointment, Room, Service
from kollega.scheduling.queries.bookable import may_book_clients
from kollega.scheduling.queries.calendar import may_read_line_in
from kollega.scheduling.queries.parties import stored_party
from kollega.scheduling.queries.sight import exists_for, shown_fields
from kollega.scheduling.rules.parties import Party, most_clients


def reach_column(actor: Actor, clinician_id: UUID, *, by: Deed | None = None) -> None:
    """The own column, every clinician's with the right to book for everyone, or one granted for `by`.

    Refuses with NotFound or Forbidden.
    """
    if not hold_clinician(actor, clinician_id):
        raise NotFound
    if not _reaches(actor, clinician_id, by):
        raise Forbidden if exists_for(actor, clinician_id) else NotFound


def _reaches(actor: Actor, column: UUID, by: Deed | None) -> bool:
    if column == actor.membership_id or actor.may(Permission.APPOINTMENT_BOOK_ANY):
        return True
    return by is not None and actor.granted(column, by)


def pointed_to(actor: Actor, *client_ids: UUID) -> list[UUID]:
    """Return the clients in their order, instead of a card that was merged into another one the card that stays."""
    kept = kept_ids(actor.practice_id, client_ids)
    return [kept[each] for each in client_ids]


def reach_clients(actor: Actor, client_ids: Collection[UUID], *, column: UUID | None = None) -> None:
    """NotFound unless the actor may know every one of the clients, or may book them in this column."""
    known = readable_client_ids(actor, client_ids) >= set(client_ids)
    if not known and (column is None or not may_book_clients(actor, client_ids, column=column)):
        raise NotFound


def reach_texts(actor: Actor, column: UUID, *texts: str) -> None:
    """BadInput when somebody writes into the internal line of a column whose line they do not read."""
    if any(texts) and column != actor.membership_id and not may_read_line_in(actor):
        raise BadInput(fields={"internal_line": N_("Only the owner of this calendar has this line. Leave it empty.")})


def require_size(party: Party, service: Service | None) -> None:
    """Refuses with TooManyClients when more come than the service's group, or an appointment of no group, takes."""
    most = most_clients(service.group_size if service else None)
    if len(party) > most:
        raise TooManyClients(most=most)


def reach_service(actor: Actor, service_id: UUID) -> Service:
    """Return the service when it can be booked. NotFound otherwise."""
    service = Service.objects.filter(practice_id=actor.practice_id, id=service_id, archived_at=None).first()
    if service is None:
        raise NotFound
    return service


def reach_room(actor: Actor, room_id: UUID) -> None:
    """NotFound unless the room is one of the practice's and in use."""
    if not Room.objects.filter(practice_id=actor.practice_id, id=room_id, archived_at=None).exists():
        raise NotFound


def locked(
    actor: Actor,
    appointment_id: UUID,
    *,
    version: int | None,
    statuses: Collection[Status] = BLOCKING,
    by: Deed | None = None,
) -> Appointment:
    """Lock and return an appointment that the actor may change, a delegate by a grant for `by`.

    NotFound when they may not know of it, Forbidden when they see it in another's column, Changed when `version` is
    given and no longer the newest, NotChangeable when its status is none of `statuses`.
    """
    found = Appointment.objects.select_for_update(no_key=True).filter(
        practice_id=actor.practice_id, id=appointment_id, withdrawn_at=None
    )
    appointment = found.first()
    if appointment is None:
        raise NotFound
    if appointment.clinician_id != actor.membership_id:
        reach_others(actor, appointment, by)
    if version is not None and version != appointment.version:
        raise Changed
    if appointment.status not in statuses:
        raise NotChangeable
    return appointment


def reach_others(actor: Actor, appointment: Appointment, by: Deed | None) -> None:
    """Pass for a visit in another's column that the actor may change; NotFound when they may not know of it."""
    column = appointment.clinician_id
    if appointment.kind == Kind.VISIT and _reaches(actor, column, by):
        return
    raise _hidden(actor, appointment)


def _hidden(actor: Actor, appointment: Appointment) -> Refusal:
    """Forbidden for a visit that the actor sees, NotFound for everything else."""
    if appointment.kind != Kind.VISIT:
        return NotFound()
    if shown_fields(actor, appointment.clinician_id) is not None:
        return Forbidden()
    ids = {one.client_id for one in stored_party(appointment)}
    if appointment.client_id is not None:
        ids.add(appointment.client_id)
    return Forbidden() if readable_client_ids(actor, ids) else NotFound()
