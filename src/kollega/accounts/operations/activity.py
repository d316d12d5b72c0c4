"""The account log: beside the change in its transaction, or on its own when the request is refused."""

from uuid import UUID

from kollega.accounts.models import AccountEvent
from kollega.accounts.visit import Visit

Kind = AccountEvent.Kind


def note(person_id: UUID, kind: Kind, visit: Visit) -> None:
    """Add a row to the open transaction."""
    _row(person_id, kind, visit).save(force_insert=True)


def note_failure(person_id: UUID, kind: Kind, visit: Visit) -> None:
    """Add a row on the second connection, which survives the refused request."""
    _row(person_id, kind, visit).save(force_insert=True, using="side")


def _row(person_id: UUID, kind: Kind, visit: Visit) -> AccountEvent:
    return AccountEvent(
        person_id=person_id,
        at=visit.at,
        kind=kind,
        address=visit.address,
        device=visit.device,
        request_id=visit.request_id,
    )
