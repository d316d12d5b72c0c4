"""Who may open a client's record. Inside an operation or query: no right is checked and nothing is logged here."""

from uuid import UUID

from kollega.clients.models import Care, Client
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound


def require_record(actor: Actor, client_id: UUID) -> Client:
    """Return the client, or refuse with NotFound unless the actor takes part in the client's care (AZ-3, C6)."""
    in_care = Care.objects.filter(
        practice_id=actor.practice_id, client_id=client_id, clinician_id=actor.membership_id
    ).exists()
    client = Client.objects.filter(practice_id=actor.practice_id, id=client_id).first() if in_care else None
    if client is None:
        raise NotFound
    return client
