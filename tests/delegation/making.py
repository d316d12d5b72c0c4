"""Grants, made the way the product makes them."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from kollega.accounts.models import Person
from kollega.delegation.operations.accepting import accept_grant
from kollega.delegation.operations.giving import give_to_member, offer_by_mail
from kollega.delegation.operations.issuing import issue
from kollega.kernel.actor import Actor
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import ClientFields, Role
from kollega.platform.tenancy import tenant
from tests.factories import actor_in, make_member, make_person
from tests.teams.making import guest

ALL = tuple(Deed)


def grant(
    owner: Actor,
    to: Actor,
    *deeds: Deed,
    fields: ClientFields = ClientFields.INITIALS,
    hours: int = 24,
    begins: timedelta = timedelta(0),
) -> UUID:
    """Grant a member of the practice, as of now, something in the owner's column."""
    return give_to_member(
        owner,
        membership_id=to.own_membership,
        deeds=deeds or ALL,
        fields=fields,
        reason="Holidays",
        starts_at=owner.at + begins,
        ends_at=owner.at + timedelta(hours=hours),
    )


def again(actor: Actor) -> Actor:
    """The same person as the next request knows them."""
    person = Person.objects.get(id=actor.person_id)
    return replace(actor_in(actor.practice_id, person), authenticated_at=actor.authenticated_at)


def secretary_of(
    owner: Actor,
    *deeds: Deed,
    fields: ClientFields = ClientFields.INITIALS,
    role: Role = Role.ASSISTANT,
    hours: int = 24,
) -> Actor:
    """A colleague without a calendar right of their own, who was granted something in the owner's column."""
    member = make_member(owner, role, name="Sol Secretary")
    grant(owner, member, *deeds, fields=fields, hours=hours)
    return again(member)


def offer_to(owner: Actor, email: str, *deeds: Deed, fields: ClientFields = ClientFields.INITIALS) -> str:
    """Offer somebody outside the use of the calendar and return the secret that their mail would hold."""
    grant_id = offer_by_mail(
        owner,
        email=email,
        deeds=deeds or ALL,
        fields=fields,
        reason="Holidays",
        ends_at=owner.at + timedelta(hours=24),
    )
    return secret_of(owner, grant_id)


def secret_of(owner: Actor, grant_id: UUID) -> str:
    with tenant(owner.practice_id), transaction.atomic():
        issued = issue(owner.practice_id, grant_id, owner.at)
    assert issued is not None
    return issued.token


def guest_of(owner: Actor, *deeds: Deed, fields: ClientFields = ClientFields.INITIALS) -> Actor:
    """A person of no practice who accepted a grant, as the next request knows them."""
    person = make_person(name="Gunnar Guest")
    token = offer_to(owner, person.email, *deeds, fields=fields)
    accept_grant(guest(owner, person), token=token)
    return actor_in(owner.practice_id, person)
