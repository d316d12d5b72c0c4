"""Practices as teams: how many work there, who manages them, and in which teams a person is."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership, Practice


@dataclass(frozen=True, slots=True)
class Manager:
    """A running administrator and where mail reaches them."""

    membership_id: UUID
    person_id: UUID
    name: str
    address: str
    language: str


def members_of(practice_id: UUID) -> "QuerySet[Membership]":
    """The running memberships of those who work in the practice: guests hold grants only and are not counted (B8).

    For use inside this domain only.
    """
    return Membership.objects.filter(practice_id=practice_id, ended_at=None).exclude(roles=[Role.GUEST])


def is_team(practice_id: UUID) -> bool:
    """Say whether the practice has become a team; inside its scope."""
    return Practice.objects.filter(id=practice_id, team_since__isnull=False).exists()


def member_count(practice_id: UUID) -> int:
    """Return how many running members the practice has; inside its scope."""
    return members_of(practice_id).count()


def member_addresses(practice_id: UUID) -> frozenset[str]:
    """Return the addresses of the running members in normal form; inside the practice's scope."""
    rows = members_of(practice_id)
    return frozenset(rows.values_list("person__email", flat=True))


def managers_of(practice_id: UUID) -> list[Manager]:
    """Return the running administrators by name (the owner is one); inside the practice's scope."""
    rows = Membership.objects.filter(practice_id=practice_id, ended_at=None, roles__contains=[Role.ADMIN])
    return [
        Manager(row.id, row.person_id, row.display_name, row.person.email, row.person.language)
        for row in rows.select_related("person").order_by("display_name", "id")
    ]


def other_teams_of(person_id: UUID, *, but: UUID) -> list[UUID]:
    """Return the practices, `but` one, in which the person works with others; a practice of one is no team.

    Reads in the scope of each of them; the present scope comes back.
    """
    with tenant(but, person_id):
        rows = Membership.objects.filter(person_id=person_id, ended_at=None, practice__team_since__isnull=False)
        rows = rows.exclude(roles=[Role.GUEST])
        found = list(rows.exclude(practice_id=but).values_list("practice_id", flat=True))
    return [practice_id for practice_id in found if _has_others(practice_id, person_id)]


def _has_others(practice_id: UUID, person_id: UUID) -> bool:
    with tenant(practice_id, person_id):
        return member_count(practice_id) > 1
