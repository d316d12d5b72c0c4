"""Who acts when a command line says `--as`: a member with the rights they have in the product."""

from django.db import transaction

from kollega.accounts.models import Person
from kollega.accounts.rules.addresses import normalised
from kollega.edge.actors import actor_of
from kollega.kernel.actor import Actor, Source
from kollega.platform.tenancy import tenant
from kollega.practices.queries.memberships import membership_in


def member_actor(practice: str, email: str) -> Actor | None:
    """Return the member's actor in the practice with this address word, or None when there is no such member."""
    person = Person.objects.filter(email=normalised(email), is_active=True).first()
    if person is None:
        return None
    with tenant(None, person.pk), transaction.atomic():
        membership = membership_in(person.pk, practice)
    return actor_of(membership, language=person.language, source=Source.CONSOLE) if membership else None
