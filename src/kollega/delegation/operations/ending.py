"""Ending grants: the owner revokes, the delegate gives back; a guest's membership ends with the last one (B8)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kollega.audit.operations.recording import record
from kollega.delegation.errors import GrantOver
from kollega.delegation.models import Grant
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission, Role
from kollega.platform.jobs.reactions import actor_for
from kollega.platform.operations import Action, operation
from kollega.platform.tenancy import tenant
from kollega.practices.operations.governing import end_membership
from kollega.practices.queries.guests import guest_memberships
from kollega.practices.queries.installation import all_practice_ids


@operation(requires=Permission.DELEGATION_GIVE)
def revoke(actor: Actor, *, grant_id: UUID) -> None:
    """End a grant of one's own calendar at this moment. Refuses with NotFound, GrantOver."""
    _end(actor, Grant.objects.filter(owner_id=actor.own_membership), grant_id)


@operation(requires=Permission.DELEGATION_SEE)
def give_back(actor: Actor, *, grant_id: UUID) -> None:
    """Give up what one was granted. Refuses with NotFound, GrantOver."""
    _end(actor, Grant.objects.filter(delegate_id=actor.own_membership), grant_id)


def _end(actor: Actor, own: "QuerySet[Grant]", grant_id: UUID) -> None:
    row = own.select_for_update(of=("self",)).filter(practice_id=actor.practice_id, id=grant_id).first()
    if row is None:
        raise NotFound
    if row.revoked_at is not None or row.ends_at <= actor.at:
        raise GrantOver
    Grant.objects.filter(id=row.id).update(revoked_at=actor.at, revoked_by_id=actor.membership_id, digest=None)
    record(actor, Action.CANCEL, "calendar_grant", row.id)
    if row.delegate_id is not None:
        _end_empty(actor, guest_memberships(actor.practice_id, [row.delegate_id]))


@operation(requires=Permission.MEMBER_MANAGE)
def end_empty_guests(actor: Actor) -> int:
    """End the memberships of guests whose grants are all over, and return how many."""
    ended = _end_empty(actor, guest_memberships(actor.practice_id))
    record(actor, Action.CANCEL, "guest_memberships", count=ended)
    return ended


def end_guests(at: datetime) -> None:
    """A duty: what the last grant left open is closed; until then the edge lets nobody in anyway."""
    for practice_id in all_practice_ids():
        with tenant(practice_id), transaction.atomic():
            due = _empty(practice_id, guest_memberships(practice_id), at)
        if due:
            end_empty_guests(actor_for(practice_id))


def _end_empty(actor: Actor, guests: list[UUID]) -> int:
    empty = _empty(actor.practice_id, guests, actor.at)
    for membership_id in empty:
        end_membership(actor, membership_id)
        record(actor, Action.CANCEL, "membership", membership_id, roles=[Role.GUEST])
    return len(empty)


def _empty(practice_id: UUID, guests: list[UUID], at: datetime) -> list[UUID]:
    held = Grant.objects.filter(
        practice_id=practice_id, delegate_id__in=guests, revoked_at=None, ends_at__gt=at, owner__ended_at=None
    )
    still = set(held.values_list("delegate_id", flat=True))
    return [guest for guest in guests if guest not in still]
