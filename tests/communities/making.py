"""Practices that share rooms, made the way the product makes them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kollega.communities.operations.creating import add_shared_room, create_community, new_joining_code
from kollega.communities.operations.joining import approve, ask_to_join
from kollega.kernel.actor import Actor
from kollega.scheduling.operations.booking import Booked, book
from kollega.scheduling.operations.mapping import map_room
from kollega.scheduling.queries.sharing import community
from tests.factories import make_practice
from tests.scheduling.factories import make_client, make_hours, make_room, make_service


@dataclass
class House:
    """A practice with one own room, a service of 30 minutes and a client."""

    actor: Actor
    room_id: UUID
    service_id: UUID
    client_id: UUID

    def book(self, starts_at: datetime, **more: Any) -> Booked:
        wanted = {"room_id": self.room_id, "service_id": self.service_id, "client_id": self.client_id, **more}
        return book(self.actor, clinician_id=self.actor.own_membership, starts_at=starts_at, **wanted)


def make_house(**more: Any) -> House:
    actor = make_practice(**more)
    make_hours(actor)
    return House(actor, make_room(actor), make_service(actor, minutes=30), make_client(actor))


def make_community(creator: House, *partners: House, name: str = "Strandgatan 4") -> tuple[UUID, UUID]:
    """Let these practices share one room that each maps to its own; return community and shared room."""
    community_id = create_community(creator.actor, name=name, room="The quiet room")
    shared_room_id = shared_rooms(creator, community_id)[0]
    map_room(creator.actor, shared_room_id=shared_room_id, room_id=creator.room_id)
    for partner in partners:
        join(creator, partner, community_id)
        map_room(partner.actor, shared_room_id=shared_room_id, room_id=partner.room_id)
    return community_id, shared_room_id


def join(creator: House, partner: House, community_id: UUID) -> UUID:
    """Let a practice in by a code and return its partner's id."""
    ask_to_join(partner.actor, code=new_joining_code(creator.actor, community_id=community_id))
    waiting = community(creator.actor, community_id=community_id).asking[0]
    approve(creator.actor, partner_id=waiting.id)
    return waiting.id


def second_room(creator: House, community_id: UUID) -> UUID:
    return add_shared_room(creator.actor, community_id=community_id, name="The large room")


def shared_rooms(house: House, community_id: UUID) -> list[UUID]:
    return [one.shared.id for one in community(house.actor, community_id=community_id).rooms]
