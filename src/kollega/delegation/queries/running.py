"""The grants by which a member may be in other calendars; read on each request (AZ-8)."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kollega.catalogue.queries.plans import practice_allowance
from kollega.catalogue.rules.allowances import is_enough
from kollega.catalogue.rules.plans import Entitlement
from kollega.kernel.grants import Deed, Grant
from kollega.kernel.permissions import ClientFields, Role
from kollega.platform.tenancy import tenant

# An owner who left, or sees no clients any more, has no calendar to be in.
_STATEMENT = """
    select g.id, g.owner_id, owner.person_id, owner.display_name, g.deeds, g.fields, g.starts_at, g.ends_at
    from delegation_grant g
    join practices_membership owner on owner.practice_id = g.practice_id and owner.id = g.owner_id
    where g.practice_id = %s and g.delegate_id = %s and g.revoked_at is null and g.ends_at > %s
      and owner.ended_at is null and %s = any(owner.roles)
    order by owner.display_name, g.ends_at, g.id
"""


def grants_of(practice_id: UUID, person_id: UUID, membership_id: UUID, at: datetime) -> tuple[Grant, ...]:
    """Return a member's grants that run at this moment or begin later, by the name of the calendar's owner.

    None at all while the practice's plan does not include them: the plan of the calendar's owner counts (B8).
    """
    with tenant(practice_id, person_id), _open_transaction():
        with connection.cursor() as cursor:
            cursor.execute(_STATEMENT, [practice_id, membership_id, at, Role.CLINICIAN.value])
            rows = cursor.fetchall()
        if not rows or not is_enough(practice_allowance(practice_id, at, Entitlement.DELEGATION)):
            return ()
    return tuple(_grant(row) for row in rows)


def _grant(row: tuple[Any, ...]) -> Grant:
    id_, owner_id, owner_person_id, owner_name, deeds, fields, starts_at, until = row
    return Grant(
        id=id_,
        owner_id=owner_id,
        owner_person_id=owner_person_id,
        owner_name=owner_name,
        deeds=frozenset(map(Deed, deeds)),
        fields=ClientFields(fields),
        starts_at=starts_at,
        until=until,
    )


def _open_transaction() -> AbstractContextManager[None]:
    return nullcontext() if connection.in_atomic_block else transaction.atomic()
