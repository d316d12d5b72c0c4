"""The practice itself and its members."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Area, ClientFields, Permission, Role
from kollega.platform.operations import query
from kollega.practices.models import Membership, Practice
from kollega.practices.queries.teams import members_of
from kollega.practices.rules.areas import fields_of


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    id: UUID
    slug: str
    name: str
    country: str
    zone: str
    currency: str
    language: str
    records: str
    note_footer: str


@dataclass(frozen=True, slots=True)
class Member:
    id: UUID
    person_id: UUID
    display_name: str
    title: str
    email: str
    roles: tuple[Role, ...]
    areas: tuple[Area, ...]
    since: datetime
    appointment_fields: ClientFields


@query(requires=Permission.PRACTICE_SEE)
def practice(actor: Actor) -> PracticeFacts:
    """Return the facts of the actor's practice."""
    row = Practice.objects.get(id=actor.practice_id)
    return PracticeFacts(
        row.id, row.slug, row.name, row.country, row.zone, row.currency, row.language, row.records, row.note_footer
    )


@query(requires=Permission.MEMBER_SEE)
def members(actor: Actor) -> list[Member]:
    """Return the running members by name."""
    return running_members(actor)


def running_members(actor: Actor) -> list[Member]:
    """The same inside an operation or query."""
    rows = members_of(actor.practice_id).select_related("person")
    return [_member(row) for row in rows.order_by("display_name", "id")]


@query(requires=Permission.MEMBER_SEE)
def member(actor: Actor, *, membership_id: UUID) -> Member | None:
    """Return one running member, or None."""
    row = members_of(actor.practice_id).filter(id=membership_id).select_related("person").first()
    return _member(row) if row else None


def _member(row: Membership) -> Member:
    return Member(
        id=row.id,
        person_id=row.person_id,
        display_name=row.display_name,
        title=row.title,
        email=row.person.email,
        roles=tuple(Role(role) for role in row.roles),
        areas=tuple(Area(area) for area in row.areas),
        since=row.since,
        appointment_fields=fields_of(row.area_fields, Area.APPOINTMENTS),
    )
