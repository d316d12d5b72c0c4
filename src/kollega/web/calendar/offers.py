"""What the booking and editing forms offer: services, people, rooms."""

from dataclasses import dataclass
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.practices.queries.columns import CalendarMember
from kollega.scheduling.queries.offers import RoomRow, ServiceRow, clinicians, rooms, services
from kollega.web.calendar.columns import bookable


@dataclass(frozen=True, slots=True)
class Offers:
    """`people` are those whose time the viewer may book."""

    services: list[ServiceRow]
    people: list[CalendarMember]
    rooms: list[RoomRow]

    def person_name(self, id_: UUID) -> str:
        return next((one.name for one in self.people if one.id == id_), "")

    def room_name(self, id_: UUID | None) -> str:
        return next((one.name for one in self.rooms if one.id == id_), "")


def offers_for(actor: Actor) -> Offers:
    everyone = clinicians(actor)
    allowed = bookable(actor, everyone)
    return Offers(services(actor), [one for one in everyone if one.id in allowed], rooms(actor))
