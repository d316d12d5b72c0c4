"""Which clients an actor may know about at all; the one place that decides it (C6, AZ-3, AZ-4)."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kollega.clients.models import Care, Client
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission, Role


def visible_clients(actor: Actor) -> "QuerySet[Client]":
    """Return the clients whose contact data the actor may see; for use inside this domain only."""
    clients = Client.objects.filter(practice_id=actor.practice_id)
    if actor.may(Permission.CLIENT_CONTACT_ANY) or actor.may(Permission.RECORD_CENTRAL):
        return clients
    if actor.membership_id is None or not actor.may(Permission.CLIENT_OPEN):
        return clients.none()
    return clients.filter(Exists(care_of(actor.practice_id, actor.membership_id).filter(client_id=OuterRef("id"))))


def listed_clients(actor: Actor) -> "QuerySet[Client]":
    """The same without the cards that stand behind another one: what lists and searches show."""
    return visible_clients(actor).filter(merged_into=None)


def knows_birth_dates(actor: Actor) -> bool:
    """Say whether birth dates are for the actor. Office staff are shown name and contact data, not the date (B9)."""
    others = {Role.CLINICIAN, Role.OWNER, Role.ADMIN}
    return Role.OFFICE_STAFF not in actor.roles or bool(actor.roles & others)


def care_of(practice_id: UUID, membership_id: UUID) -> "QuerySet[Care]":
    return Care.objects.filter(practice_id=practice_id, clinician_id=membership_id)
