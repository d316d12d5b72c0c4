"""Saving which columns of the calendar belong together, for oneself."""

from collections.abc import Sequence
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.models import ColumnSet, Room

MOST_SETS, MOST_COLUMNS = 12, 20


@operation(requires=Permission.CALENDAR_SEE)
def save_column_set(actor: Actor, *, name: str, people: Sequence[UUID] = (), rooms: Sequence[UUID] = ()) -> UUID:
    """Save columns under a name and return the set's id; the same name again is replaced.

    Refuses with BadInput (no or a long name, no or more than 20 columns, a thirteenth set), NotFound for unknown
    people and rooms.
    """
    membership_id = actor.own_membership
    text = " ".join(name.split())
    if not 1 <= len(text) <= 40:
        raise BadInput(fields={"name": N_("Enter a name of at most 40 characters.")})
    if not 1 <= len(people) + len(rooms) <= MOST_COLUMNS:
        raise BadInput(fields={"columns": N_("Choose between 1 and 20 columns.")})
    _reach(actor, people, rooms)
    own = ColumnSet.objects.filter(practice_id=actor.practice_id, membership_id=membership_id)
    own.filter(name=text).delete()
    if own.count() >= MOST_SETS:
        raise BadInput(fields={"name": N_("Remove a saved set first: there are twelve already.")})
    set_id = new_id()
    columns = {"people": [str(id_) for id_ in people], "rooms": [str(id_) for id_ in rooms]}
    ColumnSet(id=set_id, practice_id=actor.practice_id, membership_id=membership_id, name=text, columns=columns).save(
        force_insert=True
    )
    record(actor, Action.CREATE, "column_set", set_id, columns=len(people) + len(rooms))
    return set_id


@operation(requires=Permission.CALENDAR_SEE)
def remove_column_set(actor: Actor, *, set_id: UUID) -> None:
    """Remove one of the actor's own sets. Refuses with NotFound."""
    own = ColumnSet.objects.filter(practice_id=actor.practice_id, membership_id=actor.own_membership, id=set_id)
    if not own.delete()[0]:
        raise NotFound
    record(actor, Action.DELETE, "column_set", set_id)


def _reach(actor: Actor, people: Sequence[UUID], rooms: Sequence[UUID]) -> None:
    known = {member.id for member in calendar_members(actor.practice_id)}
    there = Room.objects.filter(practice_id=actor.practice_id, id__in=rooms, archived_at=None).count()
    if not known.issuperset(people) or there < len(set(rooms)):
        raise NotFound
