"""Who belongs to which practice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from kollega.kernel.permissions import Area, ClientFields, Role
from kollega.practices.models import Membership
from kollega.practices.queries.teams import members_of
from kollega.practices.rules.areas import fields_of
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
    area_fields: Mapping[str, str] = field(default_factory=dict)
    records: str = ""

    @property
    def holds_records(self) -> bool:
        """Say whether the practice is responsible for records, and this member answers for the practice (C6)."""
        return self.records == "central" and bool(self.roles & {Role.OWNER, Role.ADMIN})

    @property
    def office_fields(self) -> ClientFields:
        """How much of clients the area of appointments shows (B9)."""
        return fields_of(self.area_fields, Area.APPOINTMENTS)


def membership_in(person_id: UUID, slug: str) -> MembershipOfPerson | None:
    """Return the person's running membership in the practice with this address, or None."""
    return next((_row(m) for m in _running(person_id).filter(practice__slug=slug)), None)


def membership_in_practice(person_id: UUID, practice_id: UUID) -> MembershipOfPerson | None:
    """Return the person's running membership in this practice, or None."""
    return next((_row(m) for m in _running(person_id).filter(practice_id=practice_id)), None)


def is_member(person_id: UUID, practice_id: UUID) -> bool:
    """Say whether the person works in this practice now; a guest does not."""
    found = membership_in_practice(person_id, practice_id)
    return found is not None and Role.GUEST not in found.roles


def memberships_of(person_id: UUID) -> list[MembershipOfPerson]:
    """Return the person's running memberships by name of practice; needs the person's own scope."""
    return [_row(m) for m in _running(person_id).order_by("practice__name")]


def running_membership(practice_id: UUID, membership_id: UUID) -> MembershipOfPerson | None:
    """Return this running membership of the practice, or None, also for a guest; in its scope, for jobs of a member."""
    rows = members_of(practice_id).filter(id=membership_id)
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
        area_fields=membership.area_fields,
        records=practice.records,
    )
