"""The grants that a person has given and received."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from kollega.catalogue.queries.plans import practice_allowance
from kollega.catalogue.rules.allowances import is_enough
from kollega.catalogue.rules.plans import Entitlement
from kollega.delegation.models import Grant
from kollega.delegation.queries.offered import offer_ends
from kollega.kernel.actor import Actor
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import ClientFields, Permission, Role
from kollega.platform.operations import query


class State(StrEnum):
    """How a grant stands: offered by mail and not accepted, still to begin, running, over, or revoked.

    One that would run or begin is asleep while the plan of the owner's practice has no delegation.
    """

    OFFERED = "offered"
    COMING = "coming"
    RUNNING = "running"
    ASLEEP = "asleep"
    OVER = "over"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One grant. `delegate_name` is the address while nobody has accepted; `is_guest` says: of another practice."""

    id: UUID
    owner_id: UUID
    owner_name: str
    delegate_id: UUID | None
    delegate_name: str
    is_guest: bool
    deeds: tuple[Deed, ...]
    fields: ClientFields
    reason: str
    starts_at: datetime
    ends_at: datetime
    made_at: datetime
    revoked_at: datetime | None
    state: State


@query(requires=Permission.DELEGATION_GIVE)
def given(actor: Actor) -> list[GrantRow]:
    """Return the grants of the actor's own calendar, newest first; those that are over too."""
    rows = Grant.objects.filter(practice_id=actor.practice_id, owner_id=actor.own_membership)
    return _rows(actor, rows.order_by("-made_at", "-id"))


@query(requires=Permission.DELEGATION_SEE)
def received(actor: Actor) -> list[GrantRow]:
    """Return the grants that the actor has in this practice and that run or begin later, the next to end first."""
    rows = Grant.objects.filter(
        practice_id=actor.practice_id,
        delegate_id=actor.own_membership,
        revoked_at=None,
        ends_at__gt=actor.at,
        owner__ended_at=None,
    )
    return _rows(actor, rows.order_by("ends_at", "id"))


@query(requires=Permission.DELEGATION_SEE)
def plan_has_delegation(actor: Actor) -> bool:
    """Say whether grants of this practice open anything: the plan of the calendar's owner counts (B8)."""
    return is_enough(practice_allowance(actor.practice_id, actor.at, Entitlement.DELEGATION))


def _rows(actor: Actor, rows: "QuerySet[Grant]") -> list[GrantRow]:
    awake = plan_has_delegation(actor)
    return [_row(row, actor.at, awake=awake) for row in rows.select_related("owner", "delegate")]


def _row(row: Grant, at: datetime, *, awake: bool) -> GrantRow:
    return GrantRow(
        id=row.id,
        owner_id=row.owner_id,
        owner_name=row.owner.display_name,
        delegate_id=row.delegate_id,
        delegate_name=row.delegate.display_name if row.delegate else row.email,
        is_guest=bool(row.email) and (row.delegate is None or Role.GUEST in row.delegate.roles),
        deeds=tuple(Deed(deed) for deed in row.deeds),
        fields=ClientFields(row.fields),
        reason=row.reason,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        made_at=row.made_at,
        revoked_at=row.revoked_at,
        state=_state(row, at, awake=awake),
    )


def _state(row: Grant, at: datetime, *, awake: bool) -> State:
    if row.revoked_at is not None:
        return State.REVOKED
    if row.accepted_at is None:
        return State.OFFERED if at < offer_ends(row) else State.OVER
    if row.ends_at <= at:
        return State.OVER
    if not awake:
        return State.ASLEEP
    return State.RUNNING if row.starts_at <= at else State.COMING
