"""Who belongs to which practice."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from kollega.kernel.permissions import Area, Role
from kollega.practices.models import Membership
from kollega.practices.rules.team_settings import Viewing, may_view


@dataclass(frozen=True, slots=True)
class MembershipOfPerson:
    """A person's own running membership with what every request needs of its practice.

    `views_colleagues` says that the practice lets their roles read colleagues' signed notes, `second_factor_for_all`
    that it asks everybody for a second factor (T11).
    """

    id: UUID
    person_id: UUID
    practice_id: UUID
    practice_slug: str
    practice_name: str
    display_name: str
    zone: str
    roles: frozenset[Role]
    areas: frozenset[Area]
    second_factor_for_all: bool
    views_colleagues: bool


def membership_in(person_id: UUID, slug: str) -> MembershipOfPerson | None:
    """Return the person's running membership in the practice with this address, or None."""
    return next((_row(m) for m in _running(person_id).filter(practice__slug=slug)), None)


def membership_in_practice(person_id: UUID, practice_id: UUID) -> MembershipOfPerson | None:
    """Return the person's running membership in this practice, or None."""
    return next((_row(m) for m in _running(person_id).filter(practice_id=practice_id)), None)


def memberships_of(person_id: UUID) -> list[MembershipOfPerson]:
    """Return the person's running memberships by name of practice; needs the person's own scope."""
    return [_row(m) for m in _running(person_id).order_by("practice__name")]


def running_membership(practice_id: UUID, membership_id: UUID) -> MembershipOfPerson | None:
    """Return this running membership of the practice, or None; in the practice's scope, for jobs of a member."""
    rows = Membership.objects.filter(practice_id=practice_id, id=membership_id, ended_at=None)
    return next((_row(m) for m in rows.select_related("practice")), None)


def _running(person_id: UUID) -> "QuerySet[Membership]":
    return Membership.objects.filter(person_id=person_id, ended_at=None).select_related("practice")


def _row(membership: Membership) -> MembershipOfPerson:
    practice = membership.practice
    roles = frozenset(Role(role) for role in membership.roles)
    return MembershipOfPerson(
        id=membership.id,
        person_id=membership.person_id,
        practice_id=practice.id,
        practice_slug=practice.slug,
        practice_name=practice.name,
        display_name=membership.display_name,
        zone=practice.zone,
        roles=roles,
        areas=frozenset(Area(area) for area in membership.areas),
        second_factor_for_all=practice.second_factor_for_all,
        views_colleagues=may_view(Viewing(practice.viewing), roles),
    )
