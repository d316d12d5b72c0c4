"""The members of a practice as its team page shows them (T8)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.catalogue.queries.plans import PlanInForce, plan_of
from kollega.catalogue.queries.seats import HeldSeat, running_seats_of_people
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Area, ClientFields, Permission, Role
from kollega.platform.operations import query
from kollega.practices.queries.practices import Member, members
from kollega.teams.models import Invitation, OwnershipOffer
from kollega.teams.queries.billing import MemberSeat, member_seat


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A running member. `seat` is empty for viewers without a say in billing, except on their own row."""

    id: UUID
    person_id: UUID
    name: str
    title: str
    email: str
    roles: tuple[Role, ...]
    areas: tuple[Area, ...]
    appointment_fields: ClientFields
    since: datetime
    is_me: bool
    ownership_offered: bool
    seat: MemberSeat | None

    @property
    def is_owner(self) -> bool:
        return Role.OWNER in self.roles


@dataclass(frozen=True, slots=True)
class ContactPerson:
    """Whom a practice with an agreement of its own asks (T12)."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Team:
    """`pending` counts open invitations, for those who manage them; `contact` is theirs too."""

    members: list[TeamMember]
    pending: int
    contact: ContactPerson | None


@query(requires=Permission.MEMBER_SEE)
def team(actor: Actor) -> Team:
    """Return the running members by name, with what the actor may know of them."""
    in_force, rows = plan_of(actor.practice_id, actor.at), members(actor)
    seats = running_seats_of_people([row.person_id for row in rows])
    offered = _offered_to(actor)
    manages = actor.may(Permission.INVITATION_MANAGE)
    return Team(
        members=[_member(actor, row, seats.get(row.person_id, []), in_force, offered) for row in rows],
        pending=_pending(actor) if manages else 0,
        contact=_contact(in_force) if manages else None,
    )


@query(requires=Permission.MEMBER_SEE)
def team_member(actor: Actor, *, membership_id: UUID) -> TeamMember:
    """Return one running member. Refuses with NotFound."""
    found = next((member for member in team(actor).members if member.id == membership_id), None)
    if found is None:
        raise NotFound
    return found


def _member(actor: Actor, row: Member, seats: list[HeldSeat], now: PlanInForce, offered: set[UUID]) -> TeamMember:
    is_me = row.id == actor.membership_id
    knows = is_me or actor.may(Permission.BILLING_MANAGE)
    sees_offer = is_me or actor.may(Permission.MEMBER_MANAGE)
    return TeamMember(
        id=row.id,
        person_id=row.person_id,
        name=row.display_name,
        title=row.title,
        email=row.email,
        roles=row.roles,
        areas=row.areas,
        appointment_fields=row.appointment_fields,
        since=row.since,
        is_me=is_me,
        ownership_offered=row.id in offered and sees_offer,
        seat=member_seat(actor, row, seats, now) if knows else None,
    )


def _offered_to(actor: Actor) -> set[UUID]:
    waiting = OwnershipOffer.objects.filter(practice_id=actor.practice_id, answered_at=None, expires_at__gt=actor.at)
    return set(waiting.values_list("to_member_id", flat=True))


def _pending(actor: Actor) -> int:
    waiting = Invitation.objects.filter(
        practice_id=actor.practice_id, accepted_at=None, ended_at=None, expires_at__gt=actor.at
    )
    return waiting.count()


def _contact(in_force: PlanInForce) -> ContactPerson | None:
    contract = in_force.contract
    if contract is None:
        return None
    return ContactPerson(contract.contact_name, contract.contact_email, contract.contact_phone)
