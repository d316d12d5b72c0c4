"""The sets of calendar columns a person has saved."""

from dataclasses import dataclass
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.scheduling.models import ColumnSet


@dataclass(frozen=True, slots=True)
class SavedColumns:
    """`people` and `rooms` in the order in which they were saved; who left or was archived is passed over."""

    id: UUID
    name: str
    people: tuple[UUID, ...]
    rooms: tuple[UUID, ...]


@query(requires=Permission.CALENDAR_SEE, by_grant=True)
def column_sets(actor: Actor) -> list[SavedColumns]:
    """Return the actor's own sets by name; empty for who has no membership."""
    if actor.membership_id is None:
        return []
    found = ColumnSet.objects.filter(practice_id=actor.practice_id, membership_id=actor.membership_id)
    return [
        SavedColumns(
            id=row.id,
            name=row.name,
            people=tuple(UUID(text) for text in row.columns["people"]),
            rooms=tuple(UUID(text) for text in row.columns["rooms"]),
        )
        for row in found.order_by("name")
    ]
