"""What stands in the way of somebody's leaving (T10), or of seeing no clients any more (T7)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.clients.queries.access import met_names, names_of
from kollega.clients.queries.responsible import clients_of
from kollega.journal.queries.authors import saved_unsigned_of
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden, NotFound
from kollega.kernel.permissions import Permission, Role
from kollega.platform.operations import Action, Entry, query
from kollega.practices.queries.memberships import running_membership
from kollega.practices.queries.profile import Colleague, clinicians_of
from kollega.scheduling.queries.coming import ComingVisit, coming_visits


@dataclass(frozen=True, slots=True)
class WaitingVisit:
    """A coming visit. `client_name` is empty where the viewer may not know the client."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    client_name: str


@dataclass(frozen=True, slots=True)
class WaitingClient:
    """A client without a responsible clinician once the member has left; `name` is empty where it may not be known."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What a member leaves behind. `unsigned` counts saved notes without a signature, which only they could sign.

    `colleagues` are the clinicians to whom things can be handed over.
    """

    membership_id: UUID
    name: str
    is_owner: bool
    visits: list[WaitingVisit]
    clients: list[WaitingClient]
    unsigned: list[datetime]
    colleagues: list[Colleague]

    @property
    def are_none(self) -> bool:
        return not self.visits and not self.clients and not self.is_owner


def _logged(actor: Actor, result: Obstacles, given: object) -> Entry | None:
    shown = sum(bool(visit.client_name) for visit in result.visits) + sum(bool(each.name) for each in result.clients)
    return Entry(Action.READ, "member_obstacles", result.membership_id, detail={"shown": shown}) if shown else None


@query(requires=Permission.MEMBERSHIP_LEAVE, logs=_logged)
def obstacles(actor: Actor, *, membership_id: UUID) -> Obstacles:
    """Return what stands in the way of the member's leaving: one's own, or anybody's for administrators.

    Refuses with NotFound and Forbidden.
    """
    known = running_membership(actor.practice_id, membership_id)
    if known is None:
        raise NotFound
    require_say(actor, membership_id)
    visits = coming_visits(actor, membership_id)
    client_ids = clients_of(actor, membership_id)
    names = _names(actor, membership_id, visits, client_ids)
    return Obstacles(
        membership_id=membership_id,
        name=known.display_name,
        is_owner=Role.OWNER in known.roles,
        visits=[_visit(visit, names) for visit in visits],
        clients=[WaitingClient(each, names.get(each, "")) for each in client_ids],
        unsigned=[note.occurred_at for note in saved_unsigned_of(actor, membership_id)],
        colleagues=[each for each in clinicians_of(actor) if each.id != membership_id],
    )


def require_say(actor: Actor, membership_id: UUID) -> None:
    """Let members decide about themselves and administrators about everybody. Refuses with Forbidden."""
    if membership_id != actor.membership_id and not actor.may(Permission.MEMBER_MANAGE):
        raise Forbidden


def _names(actor: Actor, membership_id: UUID, visits: list[ComingVisit], client_ids: list[UUID]) -> dict[UUID, str]:
    """An administrator learns no names by removing somebody; one's own clients and visits are known anyway."""
    wanted = {visit.client_id for visit in visits if visit.client_id} | set(client_ids)
    found = names_of(actor, wanted)
    if membership_id == actor.membership_id:
        found |= met_names(actor, wanted)
    return {client_id: name.full for client_id, name in found.items()}


def _visit(visit: ComingVisit, names: dict[UUID, str]) -> WaitingVisit:
    name = names.get(visit.client_id, "") if visit.client_id else ""
    return WaitingVisit(visit.id, visit.starts_at, visit.ends_at, name)
