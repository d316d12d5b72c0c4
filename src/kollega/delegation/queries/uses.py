"""Who used my calendar: what others did and saw in one's own column, as the log holds it (BK-11, AZ-10)."""

from dataclasses import dataclass
from uuid import UUID

from kollega.audit.queries.entries import Cursor, LogPage, log_on_behalf_of
from kollega.delegation.models import Grant
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.practices.queries.profile import names_of_people


@dataclass(frozen=True, slots=True)
class Uses:
    """Rows with the newest first, the names of all in the practice, and who of them ever had a grant of mine."""

    page: LogPage
    names: dict[UUID, str]
    delegates: tuple[UUID, ...] = ()


@query(requires=Permission.DELEGATION_GIVE)
def uses_of_my_calendar(
    actor: Actor, *, person_id: UUID | None = None, older_than: Cursor | None = None, newer_than: Cursor | None = None
) -> Uses:
    """Return 50 uses of the actor's own calendar by others, of one person when asked.

    Every member may know what was done in their calendar and with whom; the rows name clients by id only.
    """
    if actor.person_id is None:
        return Uses(LogPage(), {})
    page = log_on_behalf_of(
        actor, principal_id=actor.person_id, person_id=person_id, older_than=older_than, newer_than=newer_than
    )
    return Uses(page, names_of_people(actor), _delegates(actor))


def _delegates(actor: Actor) -> tuple[UUID, ...]:
    rows = Grant.objects.filter(practice_id=actor.practice_id, owner_id=actor.own_membership)
    people = rows.exclude(delegate=None).values_list("delegate__person_id", flat=True)
    return tuple(dict.fromkeys(people))
