"""Who comes to an appointment together: a couple, a family, a group. A single client is no party."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from kollega.scheduling.enums import Status

MOST_TOGETHER = 6
"""How many clients share an appointment whose service is no group."""

ABSENT = frozenset({Status.NO_SHOW, Status.LATE_CANCELLED, Status.CANCELLED})
"""What one of several can be on their own while the others come."""


class Attending(NamedTuple):
    """One client of several; `status` is their own where it differs from the appointment's."""

    client_id: UUID
    status: Status | None = None


Party = tuple[Attending, ...]


def party_of(first: UUID | None, others: Iterable[UUID], before: Party = ()) -> Party:
    """Return the party of these clients, each once, the first one in front; empty for a single client.

    Who was in it before keeps the own status.
    """
    known = {one.client_id: one for one in before}
    ids = dict.fromkeys([first, *others] if first is not None else [])
    return tuple(known.get(id_, Attending(id_)) for id_ in ids) if len(ids) > 1 else ()


def others_in(party: Party, first: UUID | None) -> tuple[UUID, ...]:
    return tuple(one.client_id for one in party if one.client_id != first)


def with_status(party: Party, client_id: UUID, status: Status | None) -> Party | None:
    """Return the party after one client got an own status; None when nobody would be left who comes."""
    changed = tuple(one._replace(status=status) if one.client_id == client_id else one for one in party)
    return changed if any(one.status not in ABSENT for one in changed) else None


def attending(party: Party, first: UUID | None) -> tuple[UUID, ...]:
    """Return the clients who are not absent on their own: of whom a note is expected."""
    if not party:
        return (first,) if first is not None else ()
    return tuple(one.client_id for one in party if one.status not in ABSENT)


def most_clients(group_size: int | None) -> int:
    return group_size if group_size is not None else MOST_TOGETHER
