"""What the other domains need to know of the actor's practice and of who works in it; inside an operation or query."""

from dataclasses import dataclass
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Role
from kollega.practices.models import Membership, Practice


@dataclass(frozen=True, slots=True)
class PracticeProfile:
    id: UUID
    slug: str
    name: str
    country: str
    zone: str
    currency: str
    language: str
    records: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """A membership of the practice; `is_clinician` is false for one that has ended."""

    id: UUID
    name: str
    is_clinician: bool


def profile_of(actor: Actor) -> PracticeProfile:
    """Return the actor's practice."""
    row = Practice.objects.get(id=actor.practice_id)
    return PracticeProfile(row.id, row.slug, row.name, row.country, row.zone, row.currency, row.language, row.records)


def clinicians_of(actor: Actor) -> list[Colleague]:
    """Return the clinicians who work in the practice now, by name."""
    rows = Membership.objects.filter(
        practice_id=actor.practice_id, ended_at=None, roles__contains=[Role.CLINICIAN]
    ).order_by("display_name", "id")
    return [Colleague(row.id, row.display_name, True) for row in rows]


def colleague(actor: Actor, membership_id: UUID) -> Colleague | None:
    """Return this membership of the practice (also an ended one), or None."""
    row = Membership.objects.filter(practice_id=actor.practice_id, id=membership_id).first()
    if row is None:
        return None
    return Colleague(row.id, row.display_name, row.ended_at is None and Role.CLINICIAN in row.roles)


def names_of_people(actor: Actor) -> dict[UUID, str]:
    """Return the names of all who work or worked in the practice, by person; for the log."""
    rows = Membership.objects.filter(practice_id=actor.practice_id).order_by("since", "id")
    return dict(rows.values_list("person_id", "display_name"))
