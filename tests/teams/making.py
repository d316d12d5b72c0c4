"""Teams, invitations and what is behind them, made the way the product makes them."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kollega.accounts.models import Person
from kollega.catalogue.models import PracticePlan, Seat
from kollega.catalogue.operations.seats import start_seat
from kollega.catalogue.queries.seats import HeldSeat, running_seats_of
from kollega.catalogue.rules.offers import Offer
from kollega.kernel.actor import Actor, Source
from kollega.kernel.clock import now, real_now
from kollega.kernel.permissions import Permission, Role
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership, Practice
from kollega.teams.models import Invitation
from kollega.teams.operations.inviting import invite
from kollega.teams.operations.issuing import issue
from tests.factories import make_person, make_practice, unique


def make_team(*, plan: str | None = None, language: str = "en", trial_ends_at: datetime | None = None) -> Actor:
    """Return the owner of a practice that is a team, on this plan if given."""
    owner = make_practice(language=language)
    become_team(owner)
    with tenant(owner.practice_id), transaction.atomic():
        if plan is not None:
            PracticePlan.objects.create(
                practice_id=owner.practice_id,
                plan=plan,
                begins_at=owner.at - timedelta(days=90),
                decided_at=owner.at,
                trial_ends_at=trial_ends_at,
            )
    return replace(owner, at=real_now())


def become_team(owner: Actor) -> None:
    """Make the owner's practice a team; it may be one already."""
    with tenant(owner.practice_id), transaction.atomic():
        Practice.objects.filter(id=owner.practice_id, team_since=None).update(team_since=owner.at)


def invited(
    by: Actor,
    email: str | None = None,
    *,
    plan: str = "clinician",
    offer: Offer = Offer.THEMSELVES,
    roles: tuple[Role, ...] = (Role.CLINICIAN,),
) -> tuple[str, str]:
    """Invite one address and return it with the token, as the mail carries it."""
    address = email or f"{unique('invited')}@example.test"
    [outcome] = invite(by, emails=[address], plan_id=plan, offer=offer, roles=roles)
    assert outcome.invitation_id is not None
    return address, token_of(by, outcome.invitation_id)


def token_of(by: Actor, invitation_id: UUID) -> str:
    """Make the token as the job does that writes the mail."""
    with tenant(by.practice_id), transaction.atomic():
        issued = issue(invitation_id, at=by.at)
    assert issued is not None
    return issued.token


def guest(of: Actor, person: Person, *, at: datetime | None = None) -> Actor:
    """The actor of somebody who holds a token of the practice."""
    return Actor(
        person_id=person.pk,
        practice_id=of.practice_id,
        membership_id=None,
        roles=frozenset(),
        areas=frozenset(),
        permissions=frozenset({Permission.TEAM_JOIN}),
        at=at or now(),
        zone=of.zone,
        language="en",
        source=Source.PAGE,
    )


def invitation_of(by: Actor, email: str) -> Invitation:
    """The newest invitation of the address."""
    with tenant(by.practice_id), transaction.atomic():
        return Invitation.objects.filter(email=email).latest("id")


def membership_of(practice: Actor, person: Person) -> Membership | None:
    with tenant(practice.practice_id), transaction.atomic():
        return Membership.objects.filter(practice_id=practice.practice_id, person_id=person.pk, ended_at=None).first()


def seats_of(person: Person) -> list[HeldSeat]:
    """The person's running seats, as the person sees them."""
    with tenant(None, person.pk), transaction.atomic():
        return running_seats_of(person.pk)


def give_own_seat(person: Person, plan: str, *, trial_ends_at: datetime | None = None) -> UUID:
    """Let the person have a seat that they pay themselves."""
    with tenant(None, person.pk), transaction.atomic():
        return start_seat(
            person.pk, plan_id=plan, payer_id=None, at=real_now(), by=person.pk, trial_ends_at=trial_ends_at
        )


def seat_row(seat_id: UUID, person: Person) -> Seat:
    with tenant(None, person.pk), transaction.atomic():
        return Seat.objects.get(id=seat_id)


def make_person_at(address: str, *, language: str = "en") -> Person:
    return make_person(name="Kari Dahl", email=address, language=language)
