"""The people around a client: relatives, guardians, payers, whom to call."""

from datetime import date
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut, VersionOut
from kollega.clients.operations import contact_people as operations
from kollega.clients.queries.contact_people import PersonAround, contact_people
from kollega.clients.rules.contact_people import FIELDS, ContactPersonData, Relation
from kollega.kernel.permissions import Permission

router = Router()
TAG = "Clients"
ALL = "/clients/{uuid:client_id}/contacts"
ONE = "/clients/{uuid:client_id}/contacts/{uuid:contact_person_id}"


class ContactPersonIn(Schema):
    relation: Relation
    name: str = Field("", description="A name or an organisation is needed")
    organisation: str = ""
    phone: str = ""
    email: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    may_be_told: str = Field("", description="What the client has agreed to")
    in_emergency: bool = False
    pays_invoices: bool = False
    is_guardian: bool = False
    guardian_from: date | None = None
    guardian_until: date | None = None

    def person(self) -> ContactPersonData:
        return ContactPersonData(**self.dict(include=set(FIELDS)))


class ContactPersonChangeIn(ContactPersonIn):
    version: int = Field(description="The version that was read")


class ContactPersonOut(ContactPersonIn):
    id: UUID
    guards_today: bool = Field(description="Legal guardian today")
    version: int


class ContactPersonRemovedOut(Schema):
    id: UUID


@endpoint(router, "GET", ALL, requires=Permission.CLIENT_OPEN, answer=list[ContactPersonOut], tag=TAG)
def read_contacts(request: ApiRequest, client_id: UUID) -> list[dict[str, object]]:
    """The people around the client, whom to call in an emergency first."""
    return [_out(each) for each in contact_people(request.actor, client_id=client_id)]


@endpoint(router, "POST", ALL, requires=Permission.CLIENT_EDIT, answer=CreatedOut, status=201, tag=TAG)
def add_contact(request: ApiRequest, client_id: UUID, body: ContactPersonIn) -> CreatedOut:
    """Add somebody; the same name and organisation twice is refused with `known_contact`."""
    added = operations.add_contact_person(request.actor, client_id=client_id, person=body.person())
    return CreatedOut(id=added)


@endpoint(router, "PUT", ONE, requires=Permission.CLIENT_EDIT, answer=VersionOut, tag=TAG)
def change_contact(
    request: ApiRequest, client_id: UUID, contact_person_id: UUID, body: ContactPersonChangeIn
) -> VersionOut:
    """Store what is written about the person as a whole."""
    stored = operations.edit_contact_person(
        request.actor,
        client_id=client_id,
        contact_person_id=contact_person_id,
        version=body.version,
        person=body.person(),
    )
    return VersionOut(version=stored)


@endpoint(router, "DELETE", ONE, requires=Permission.CLIENT_EDIT, answer=ContactPersonRemovedOut, tag=TAG)
def remove_contact(request: ApiRequest, client_id: UUID, contact_person_id: UUID) -> ContactPersonRemovedOut:
    """Remove somebody from the people around the client."""
    operations.remove_contact_person(request.actor, client_id=client_id, contact_person_id=contact_person_id)
    return ContactPersonRemovedOut(id=contact_person_id)


def _out(found: PersonAround) -> dict[str, object]:
    data = {name: getattr(found.data, name) for name in FIELDS}
    return {**data, "id": found.id, "guards_today": found.guards_today, "version": found.version}
