"""Which shared rooms rest because the practice's plan shares fewer than are mapped (B7)."""

from uuid import UUID

from kollega.catalogue.queries.plans import practice_allowance
from kollega.catalogue.rules.allowances import is_enough
from kollega.catalogue.rules.plans import Entitlement
from kollega.kernel.actor import Actor
from kollega.scheduling.models import Room


def resting_rooms(actor: Actor) -> frozenset[UUID]:
    """Return the own rooms past what the plan allows, the last mapped first to rest; inside a query or operation.

    They keep what is booked and go on being judged across practices, and take no new bookings.
    """
    mapped = mapped_rooms(actor)
    if not is_enough(practice_allowance(actor.practice_id, actor.at, Entitlement.CALENDAR_COMMUNITY)):
        return frozenset(mapped)
    allowed = practice_allowance(actor.practice_id, actor.at, Entitlement.ROOMS)
    return frozenset(room for number, room in enumerate(mapped, 1) if not is_enough(allowed, number))


def mapped_rooms(actor: Actor) -> list[UUID]:
    """Return the own rooms that are shared, the first mapped first."""
    rows = Room.objects.filter(practice_id=actor.practice_id, shared_room__isnull=False)
    return list(rows.order_by("shared_since", "id").values_list("id", flat=True))
