"""Log rows about another person's calendar: they name both, and its owner reads them (BK-11, AZ-10).

Undecorated: for use inside a query or operation.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.platform.operations import Action, Entry
from kollega.practices.queries.columns import person_of


def principals_of(actor: Actor, columns: Collection[UUID]) -> list[UUID | None]:
    """Return the people in whose columns the actor acts; a single None when all of it is in the own one."""
    found = dict.fromkeys(_principal(actor, column) for column in columns)
    found.pop(None, None)
    return list(found) or [None]


def _principal(actor: Actor, column: UUID) -> UUID | None:
    if actor.membership_id is None or column == actor.membership_id:
        return None
    granted = next((grant.owner_person_id for grant in actor.grants if grant.owner_id == column), None)
    return granted or person_of(actor.practice_id, column)


def seeing_for(actor: Actor, column: UUID) -> UUID | None:
    """Return whose calendar is seen by a grant; what one sees by the own role is nobody's use of a grant."""
    grants = actor.grants_on(column)
    return grants[0].owner_person_id if grants else None


def seen_entries(
    actor: Actor, columns: Collection[UUID], meetings: Iterable[tuple[UUID, UUID]], detail: dict[str, Any]
) -> list[Entry]:
    """Return the rows of having seen columns: one for each that was granted, one for all others that named a client.

    `meetings` are pairs of column and client that were shown.
    """
    granted = (seeing_for(actor, column) for column in columns)
    named: dict[UUID | None, set[UUID]] = {principal: set() for principal in granted if principal}
    for column, client_id in meetings:
        named.setdefault(seeing_for(actor, column), set()).add(client_id)
    return [
        Entry(Action.READ, "calendar", detail={**detail, "clients": len(clients)}, on_behalf_of=principal)
        for principal, clients in named.items()
    ]
