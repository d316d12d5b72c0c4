"""What teams change of a practice and its memberships. Undecorated parts of operations.

Whoever changes who works here, or as what, locks the practice first, so that of two such changes one is the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Area, Role
from kollega.practices.models import AccessToken, Membership, Practice
from kollega.practices.queries.teams import members_of

_HOLD = """
    select roles from practices_membership
    where practice_id = %s and id = %s and ended_at is null for key share
"""


@dataclass(frozen=True, slots=True)
class LockedPractice:
    """The practice's row, held until the transaction ends."""

    name: str
    records: str
    team_since: datetime | None


@dataclass(frozen=True, slots=True)
class LockedMember:
    """A running membership, held until the transaction ends."""

    id: UUID
    person_id: UUID
    name: str
    roles: frozenset[Role]
    areas: frozenset[Area]


def lock_practice(actor: Actor) -> LockedPractice:
    # Not against inserts: whoever books holds days that a hand-over waits for.
    row = Practice.objects.select_for_update(no_key=True).get(id=actor.practice_id)
    return LockedPractice(row.name, row.records, row.team_since)


def lock_member(actor: Actor, membership_id: UUID) -> LockedMember:
    """Hold a running membership; whoever books for it or makes it responsible waits. Refuses with NotFound."""
    row = members_of(actor.practice_id).select_for_update().filter(id=membership_id)
    found = row.first()
    if found is None:
        raise NotFound
    return LockedMember(
        found.id,
        found.person_id,
        found.display_name,
        frozenset(Role(role) for role in found.roles),
        frozenset(Area(area) for area in found.areas),
    )


def hold_clinician(actor: Actor, membership_id: UUID) -> bool:
    """Keep a clinician from ending until the transaction ends; False when they do not work as one (any more)."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [actor.practice_id, membership_id])
        row = cursor.fetchone()
    return row is not None and Role.CLINICIAN in row[0]


def other_admins(actor: Actor, membership_id: UUID) -> int:
    """Count the running administrators beside this member."""
    running = Membership.objects.filter(practice_id=actor.practice_id, ended_at=None, roles__contains=[Role.ADMIN])
    return running.exclude(id=membership_id).count()


def set_roles(actor: Actor, membership_id: UUID, roles: Iterable[Role]) -> None:
    Membership.objects.filter(practice_id=actor.practice_id, id=membership_id).update(roles=sorted(roles))


def end_membership(actor: Actor, membership_id: UUID) -> None:
    """End it at this moment, and its access tokens with it."""
    Membership.objects.filter(practice_id=actor.practice_id, id=membership_id).update(ended_at=actor.at)
    tokens = AccessToken.objects.filter(practice_id=actor.practice_id, membership_id=membership_id, revoked_at=None)
    tokens.update(revoked_at=actor.at)


def become_team(actor: Actor, *, name: str) -> None:
    Practice.objects.filter(id=actor.practice_id).update(name=name, team_since=actor.at)


def set_responsibility(actor: Actor, records: str) -> None:
    """Store who is responsible for records: `central` or `individual`."""
    Practice.objects.filter(id=actor.practice_id).update(records=records)
