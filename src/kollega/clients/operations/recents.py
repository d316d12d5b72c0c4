"""Remembering whom a member worked with last; inside an operation or query that logs."""

from uuid import UUID

from kollega.clients.models import Recent
from kollega.kernel.actor import Actor
from kollega.kernel.ids import new_id


def remember(actor: Actor, client_id: UUID) -> None:
    """Put the client first among the member's recent ones."""
    if actor.membership_id is None:
        return
    Recent.objects.bulk_create(
        [
            Recent(
                id=new_id(),
                practice_id=actor.practice_id,
                member_id=actor.membership_id,
                client_id=client_id,
                at=actor.at,
            )
        ],
        update_conflicts=True,
        unique_fields=["practice", "member", "client"],
        update_fields=["at"],
    )
