"""Whether a client has a national identity number on file, and showing it (each showing is logged)."""

from typing import Any
from uuid import UUID

from kollega.clients.models import NationalId
from kollega.clients.queries.access import require_record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import open_sealed
from kollega.platform.operations import Action, Entry, query


def _shown(actor: Actor, result: str, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "national_id", given["client_id"], client_id=given["client_id"])


@query(requires=Permission.CLIENT_INFORMATION, logs=_shown)
def national_id(actor: Actor, *, client_id: UUID) -> str:
    """Return the number in full. NotFound outside the care or when there is none."""
    require_record(actor, client_id)
    row = _rows(actor, client_id).first()
    if row is None:
        raise NotFound
    return open_sealed(actor.practice_id, bytes(row.sealed), context=sealing_context(client_id)).decode()


def national_id_kind(actor: Actor, client_id: UUID) -> str:
    """Return the kind of the number on file, empty without one; inside a query that has checked the care."""
    return _rows(actor, client_id).values_list("kind", flat=True).first() or ""


def sealing_context(client_id: UUID) -> bytes:
    return f"national-id|{client_id}".encode()


def _rows(actor: Actor, client_id: UUID) -> Any:
    return NationalId.objects.filter(practice_id=actor.practice_id, client_id=client_id)
