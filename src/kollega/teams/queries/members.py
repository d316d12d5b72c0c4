"""The members of a practice as its team page shows them (T8)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.plans import PlanInForce, plan_of
from kollega.catalogue.queries.seats import HeldSeat, seats_for
from kollega.catalogue.rules.plans import Catalogue, Plan
from kollega.catalogue.rules.seats import plan_at
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Area, Permission, Role
from kollega.platform.operations import query
from kollega.practices.queries.practices import Member, members
from kollega.teams.models import Invitation, OwnershipOffer


class Payer(StrEnum):
    """Who pays for a member's seat. `nobody` is a trial that nobody has promised to pay for."""

    PRACTICE = "practice"
    THEMSELVES = "themselves"
    FREE = "free"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class MemberSeat:
    """The seat that counts here. `trial_ends_at` is set while a trial runs; `is_own` says the person holds it."""

    plan: Plan
    payer: Payer
    trial_ends_at: datetime | None
    is_own: bool


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
    known, in_force = catalogue(), plan_of(actor.practice_id, actor.at)
    rows = members(actor)
    seats = seats_for(actor.practice_id, [row.person_id for row in rows])
    offered = _offered_to(actor)
    manages = actor.may(Permission.INVITATION_MANAGE)
    return Team(
        members=[_member(actor, known, row, seats.get(row.person_id), offered) for row in rows],
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


def _member(actor: Actor, known: Catalogue, row: Member, seat: HeldSeat | None, offered: set[UUID]) -> TeamMember:
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
        since=row.since,
        is_me=is_me,
        ownership_offered=row.id in offered and sees_offer,
        seat=_seat(actor, known, seat) if knows else None,
    )


def _seat(actor: Actor, known: Catalogue, held: HeldSeat | None) -> MemberSeat:
    if held is None:
        return MemberSeat(known.plans[known.first_seat], Payer.FREE, None, is_own=False)
    state, plan = held.state, plan_at(known, held.state, actor.at)
    on_trial = state.on_trial(actor.at)
    return MemberSeat(
        plan=plan,
        payer=_payer(actor, held, plan, on_trial=on_trial),
        trial_ends_at=state.trial_ends_at if on_trial else None,
        is_own=state.payer_id is None,
    )


def _payer(actor: Actor, held: HeldSeat, plan: Plan, *, on_trial: bool) -> Payer:
    if not plan.is_paid:
        return Payer.FREE
    if on_trial and not held.state.pays_after_trial:
        return Payer.NOBODY
    return Payer.PRACTICE if held.state.payer_id == actor.practice_id else Payer.THEMSELVES


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
