"""Clients the way the product makes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from kollega.clients.operations.registering import create_client
from kollega.clients.rules.contact import ContactData
from kollega.kernel.actor import Actor
from kollega.platform.tenancy import tenant


def contact(given_name: str = "Anna", family_name: str = "Berg", **more: Any) -> ContactData:
    return ContactData(given_name, family_name, **{"language": "sv", **more})


def make_client(
    actor: Actor,
    given_name: str = "Anna",
    family_name: str = "Berg",
    *,
    responsible_id: UUID | None = None,
    **more: Any,
) -> UUID:
    """Add a client by the actor, also when somebody looks alike."""
    return create_client(
        actor,
        contact=contact(given_name, family_name, **more),
        responsible_id=responsible_id,
        despite_duplicates=True,
    )


@contextmanager
def inside(actor: Actor) -> Iterator[None]:
    """The scope and transaction in which operations and queries of the actor run."""
    with tenant(actor.practice_id, actor.person_id), transaction.atomic():
        yield


BORN = date(1984, 5, 2)
