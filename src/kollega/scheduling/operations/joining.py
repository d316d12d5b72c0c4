"""Which clients an appointment has after a change. Undecorated part of operations."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.scheduling.enums import KEEP, Keep, Kind
from kollega.scheduling.models import Appointment, Service
from kollega.scheduling.operations.reaching import reach_clients, require_size
from kollega.scheduling.queries.parties import stored_party
from kollega.scheduling.rules.parties import others_in, party_of


def clients_after(
    actor: Actor,
    appointment: Appointment,
    client_id: UUID | Keep,
    others: Collection[UUID] | Keep,
    service: Service | None,
) -> dict[str, Any]:
    """Return the columns `client_id` and `party` after a change; empty when neither is asked for.

    Only who is new must be known to the actor. Refuses with TooManyClients, BadInput for a private block, NotFound.
    """
    if client_id is KEEP and others is KEEP:
        if appointment.several and service is not None and service.id != appointment.service_id:
            require_size(stored_party(appointment), service)
        return {}
    if appointment.kind == Kind.BLOCK:
        raise BadInput(fields={"client_id": N_("A private block has no client.")})
    before = stored_party(appointment)
    first = appointment.client_id if client_id is KEEP else client_id
    kept = others_in(before, appointment.client_id)
    wanted = kept if others is KEEP else tuple(others)
    party = party_of(first, wanted, before)
    known = {appointment.client_id, *kept}
    reach_clients(
        actor,
        {id_ for id_ in (first, *wanted) if id_ is not None and id_ not in known},
        column=appointment.clinician_id,
    )
    require_size(party, service)
    return {"client_id": first, "party": party}
