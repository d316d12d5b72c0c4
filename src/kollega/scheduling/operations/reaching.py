"""Which foreign ids an operation may use and which appointments it may change. Undecorated parts of operations."""

from collections.abc import Collection
from uuid import UUID

from kollega.clients.queries.access import readable_client_ids
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Changed, Forbidden, NotFound
from kollega.kernel.permissions import Permission
from kollega.practices.operations.governing import hold_clinician
from kollega.scheduling.enums import BLOCKING, Kind, Status
from kollega.scheduling.errors import NotChangeable, TooManyClients
from kollega.scheduling.models import Appointment, Room, Service
from kollega.scheduling.queries.parties import stored_party
from kollega.scheduling.rules.parties import Party, most_clients


def reach_column(actor: Actor, clinician_id: UUID) -> None:
    """The own column, or every clinician's with the right to book for everyone. NotFound or Forbidden otherwise."""
    if not hold_clinician(actor, clinician_id):
        raise NotFound
    if clinician_id != actor.membership_id and not actor.may(Permission.APPOINTMENT_BOOK_ANY):
        raise Forbidden


def reach_clients(actor: Actor, client_ids: Collection[UUID]) -> None:
    """NotFound unless the actor may know every one of the clients."""
    if len(readable_client_ids(actor, client_ids)) < len(set(client_ids)):
        raise NotFound


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
    actor: Actor, appointment_id: UUID, *, version: int | None, statuses: Collection[Status] = BLOCKING
) -> Appointment:
    """Lock and return an appointment that the actor may change.

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
        _reach_others(actor, appointment)
    if version is not None and version != appointment.version:
        raise Changed
    if appointment.status not in statuses:
        raise NotChangeable
    return appointment


def _reach_others(actor: Actor, appointment: Appointment) -> None:
    if appointment.kind == Kind.VISIT and actor.may(Permission.APPOINTMENT_BOOK_ANY):
        return
    ids = {one.client_id for one in stored_party(appointment)}
    if appointment.client_id is not None:
        ids.add(appointment.client_id)
    visible = readable_client_ids(actor, ids)
    raise Forbidden if visible else NotFound
