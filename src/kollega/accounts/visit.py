"""Where a request about an account comes from, as far as accounts care."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Visit:
    """`at` is real time in UTC. `known_people` have signed in with this browser before, says its signed cookie."""

    at: datetime
    address: str
    network: str
    device: str
    request_id: str = ""
    device_id: str = ""
    known_people: frozenset[UUID] = frozenset()

    def knows(self, person_id: UUID | None) -> bool:
        return person_id in self.known_people
