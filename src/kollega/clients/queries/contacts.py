"""Where a client is reached. Undecorated: for those who write to clients on the practice's behalf; the caller logs."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf

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
    columns = ("id", "given_name", "family_name", "email", "phone", "home", "language")
    home = Coalesce(NullIf("country", Value("")), "practice__country")
    found = Client.objects.filter(practice_id=practice_id, id__in=client_ids).annotate(home=home).values_list(*columns)
    return {row[0]: ClientContact(*row) for row in found}
