"""What the booking and editing forms offer: services, people, rooms."""

from dataclasses import dataclass
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.practices.queries.columns import CalendarMember
from kollega.scheduling.queries.calendar import may_read_line_in
from kollega.scheduling.queries.offers import RoomRow, ServiceRow, clinicians, rooms, services
from kollega.web.calendar.columns import bookable


@dataclass(frozen=True, slots=True)
class Offers:
    """`people` are those whose time the viewer may book; `has_line` says that they have an internal line there."""

    services: list[ServiceRow]
    people: list[CalendarMember]
    rooms: list[RoomRow]
    has_line: bool = True

    def person_name(self, id_: UUID) -> str:
        return next((one.name for one in self.people if one.id == id_), "")

    def room_name(self, id_: UUID | None) -> str:
        return next((one.name for one in self.rooms if one.id == id_), "")


def offers_for(actor: Actor, column: UUID | None = None) -> Offers:
    """What a new visit can be, or what becomes of one in this column, which is then among the people in any case."""
    everyone = clinicians(actor)
    allowed = bookable(actor, everyone)
    people = [one for one in everyone if one.id in allowed or one.id == column]
    own = [one.id for one in people if one.id == actor.membership_id and column in (None, one.id)]
    has_line = may_read_line_in(actor) or bool(own)
    return Offers(services(actor), people, rooms(actor), has_line)
