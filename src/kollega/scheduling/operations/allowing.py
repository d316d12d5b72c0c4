"""Keeping a clinician's visits within what their plan allows in a local month (BK-10). Undecorated parts of operations.

The month is held before any day (`claiming.lock`), and only where the plan sets a limit: a catalogue without limits
costs no statement. What is stored already is never touched.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.catalogue.operations.enforcing import require_within
from kollega.catalogue.rules.plans import Allowance
from kollega.kernel.actor import Actor
from kollega.platform.holding import hold
from kollega.scheduling.enums import Kind, Status
from kollega.scheduling.models import Appointment
from kollega.scheduling.queries.events import HIDDEN
from kollega.scheduling.queries.limits import LIMIT, allowed_to
from kollega.scheduling.queries.months import visits_in
from kollega.scheduling.rules.months import Month, month_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visit counts: a clinician and a local month."""

    clinician_id: UUID
    month: Month


def place_of(actor: Actor, clinician_id: UUID, starts_at: datetime) -> Place:
    return Place(clinician_id, month_of(starts_at, actor.timezone))


def counted(actor: Actor, appointment: Appointment) -> Place | None:
    """Return where a stored appointment counts, or None for private blocks and what is cancelled or withdrawn."""
    if appointment.kind != Kind.VISIT or appointment.withdrawn_at or Status(appointment.status) in HIDDEN:
        return None
    return place_of(actor, appointment.clinician_id, appointment.starts_at)


@dataclass(frozen=True, slots=True)
class Held:
    """A held place and how many visits the clinician's plan allows there."""

    place: Place
    allowed: Allowance

    def require_room(self, actor: Actor) -> None:
        """Pass when one more visit fits. Refuses with PlanLimitReached, HighestLimitReached, NotInPlan."""
        require_within(LIMIT, self.allowed, already=_used(actor, self.place))


def hold_month(actor: Actor, place: Place) -> Held | None:
    """Hold a place until the end of the transaction, so that nobody else counts there meanwhile.

    None, and no lock, where the clinician's plan sets no limit.
    """
    allowed = allowed_to(actor, place.clinician_id)
    if allowed is None:
        return None
    hold_months([place])
    return Held(place, allowed)


def hold_months(places: Iterable[Place]) -> None:
    """Hold several places in one fixed order."""
    hold(b"month" + one.clinician_id.bytes + one.month.starts_at.isoformat().encode() for one in places)


def room_left(actor: Actor, places: Iterable[Place], allowed: int) -> dict[Place, int]:
    """Return how many more visits fit into each place."""
    return {place: max(0, allowed - _used(actor, place)) for place in places}


def _used(actor: Actor, place: Place) -> int:
    return visits_in(actor, place.month).filter(clinician_id=place.clinician_id).count()


def require_when_new(actor: Actor, before: Place | None, after: Place | None) -> None:
    """Hold and check the place that a change takes up; one that it counted in before is free to it."""
    if after is None or after == before:
        return
    held = hold_month(actor, after)
    if held is not None:
        held.require_room(actor)
