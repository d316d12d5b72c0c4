"""Where a client is reached. Undecorated: for those who write to clients on the practice's behalf; the caller logs."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from kollega.clients.models import Client


@dataclass(frozen=True, slots=True)
class ClientContact:
    """`country` is the client's, else the practice's."""

    id: UUID
    given_name: str
    family_name: str
    email: str
    phone: str
    country: str
    language: str

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


def contacts_of(practice_id: UUID, client_ids: Collection[UUID]) -> dict[UUID, ClientContact]:
    """Return the contact data of these clients; ids that are nobody's are missing from the answer."""
    columns = ("id", "given_name", "family_name", "email", "phone", "country", "language", "practice__country")
    found = Client.objects.filter(practice_id=practice_id, id__in=client_ids).values_list(*columns)
    return {row[0]: ClientContact(*row[:5], row[5] or row[7], row[6]) for row in found}
