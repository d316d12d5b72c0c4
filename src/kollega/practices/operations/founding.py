"""Starting a practice: the one change that has no practice to act in yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor, Source
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Role, permissions_of
from kollega.platform.crypto import create_data_key
from kollega.platform.operations import Action
from kollega.platform.tenancy import tenant
from kollega.practices.errors import SlugTaken
from kollega.practices.models import Membership, Practice
from kollega.practices.operations.settings import check_practice_facts


@contextmanager
def _slug_refusals() -> Iterator[None]:
    """Founding has no actor yet, so the frame of operations does not translate the constraint."""
    try:
        yield
    except IntegrityError as error:
        raise SlugTaken from error


def found_practice(
    *,
    person_id: UUID,
    display_name: str,
    name: str,
    slug: str,
    country: str,
    zone: str,
    currency: str,
    language: str,
    sees_clients: bool,
    at: datetime,
    source: Source = Source.PAGE,
) -> UUID:
    """Create a practice with its data key and its owner (owner, admin, and clinician if they see clients).

    Returns the practice's id. Refuses with BadInput and SlugTaken.
    """
    check_practice_facts(name=name, country=country, zone=zone, currency=currency, language=language)
    practice_id, membership_id = new_id(), new_id()
    roles = {Role.OWNER, Role.ADMIN} | ({Role.CLINICIAN} if sees_clients else set())
    with tenant(practice_id, person_id), transaction.atomic(), _slug_refusals():
        Practice.objects.create(
            id=practice_id,
            slug=slug,
            name=name.strip(),
            country=country,
            zone=zone,
            currency=currency,
            language=language,
            created_at=at,
        )
        create_data_key(practice_id)
        Membership.objects.create(
            id=membership_id,
            practice_id=practice_id,
            person_id=person_id,
            display_name=display_name,
            roles=sorted(roles),
            areas=[],
            since=at,
        )
        actor = Actor(
            person_id=person_id,
            practice_id=practice_id,
            membership_id=membership_id,
            roles=frozenset(roles),
            areas=frozenset(),
            permissions=permissions_of(roles, ()),
            at=at,
            zone=zone,
            language=language,
            source=source,
        )
        record(actor, Action.CREATE, "practice", practice_id)
    return practice_id
