"""Clients: list and search, card, contact data, client information, active switch, care."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest, expected_version
from kollega.api.v1.paging import Page, PageSize
from kollega.api.v1.shapes import CreatedOut, VersionOut
from kollega.clients.operations import activity, care, editing, information, national_ids, registering
from kollega.clients.queries import card, listing
from kollega.clients.queries.information import client_information
from kollega.clients.queries.national_ids import national_id
from kollega.clients.queries.places import Order
from kollega.clients.rules.contact import ContactData
from kollega.clients.rules.headings import Heading
from kollega.kernel.permissions import Permission

router = Router()
TAG = "Clients"


class ContactIn(Schema):
    given_name: str = ""
    family_name: str = ""
    language: str = Field("en", description="sv, nb, de, fr or en")
    pronoun: str = ""
    born_on: date | None = None
    email: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = Field("", description="Two letters (ISO 3166-1)")

    def contact(self) -> ContactData:
        return ContactData(**self.dict(include=set(ContactIn.model_fields)))


class NewClientIn(ContactIn):
    responsible_id: UUID | None = Field(
        None, description="Membership of the responsible clinician; one's own by default"
    )
    despite_duplicates: bool = False


class ClientRowOut(Schema):
    id: UUID
    given_name: str
    family_name: str
    born_on: date | None
    phone: str
    email: str
    is_active: bool
    responsible_id: UUID
    responsible_name: str
    created_at: datetime

    @staticmethod
    def resolve_given_name(row: listing.ClientRow) -> str:
        return row.name.given_name

    @staticmethod
    def resolve_family_name(row: listing.ClientRow) -> str:
        return row.name.family_name


class CaregiverOut(Schema):
    membership_id: UUID
    name: str
    since: datetime
    is_responsible: bool


class ClientOut(Schema):
    id: UUID
    given_name: str
    family_name: str
    pronoun: str
    born_on: date | None
    email: str
    phone: str
    street: str
    postcode: str
    city: str
    country: str
    language: str
    origin: str
    is_active: bool
    responsible_id: UUID
    version: int
    created_at: datetime
    may_read_record: bool
    alerts: list[str]
    caregivers: list[CaregiverOut]


class ActiveIn(Schema):
    is_active: bool


class InformationOut(Schema):
    heading: Heading
    version: int
    text: str
    author: str
    at: datetime | None


class InformationIn(Schema):
    text: str
    version: int = Field(description="The version that was read; 0 for an empty heading")


class NationalIdIn(Schema):
    number: str


class NationalIdOut(Schema):
    number: str


class ClinicianIn(Schema):
    clinician_id: UUID = Field(description="Membership of the clinician")


@endpoint(router, "GET", "/clients", requires=Permission.CLIENT_LIST, answer=Page[ClientRowOut], tag=TAG)
def list_clients(
    request: ApiRequest,
    text: str = "",
    status: listing.Status = listing.Status.ACTIVE,
    responsible_id: UUID | None = None,
    order: Order = Order.NAME,
    cursor: str = "",
    limit: PageSize = 50,
) -> dict[str, object]:
    """The clients one may see, a page at a time.

    `text` finds by the beginning of any word of a name, phone, e-mail or birth date. Every answer is logged.
    """
    page = listing.client_list(
        request.actor,
        text=text,
        status=status,
        responsible_id=responsible_id,
        order=order,
        cursor=cursor,
        limit=limit,
    )
    return {"items": page.rows, "next": page.next_cursor or None}


@endpoint(router, "POST", "/clients", requires=Permission.CLIENT_CREATE, answer=CreatedOut, status=201, tag=TAG)
def create_client(request: ApiRequest, body: NewClientIn) -> CreatedOut:
    """Add a client.

    Answers 409 `possible_duplicate` with the ids of look-alikes one may see; repeat with `despite_duplicates`.
    """
    client_id = registering.create_client(
        request.actor,
        contact=body.contact(),
        responsible_id=body.responsible_id,
        despite_duplicates=body.despite_duplicates,
    )
    return CreatedOut(id=client_id)


@endpoint(router, "GET", "/clients/{uuid:client_id}", requires=Permission.CLIENT_OPEN, answer=ClientOut, tag=TAG)
def read_client(request: ApiRequest, client_id: UUID) -> dict[str, object]:
    """The client card. Opening it is logged."""
    opened = card.client_card(request.actor, client_id=client_id)
    request.etag = str(opened.head.version)
    head = opened.head
    plain = {name: getattr(head, name) for name in ClientOut.model_fields if hasattr(head, name)}
    return {
        **plain,
        "given_name": head.name.given_name,
        "family_name": head.name.family_name,
        "alerts": list(head.alerts),
        "caregivers": opened.caregivers,
    }


@endpoint(router, "PUT", "/clients/{uuid:client_id}", requires=Permission.CLIENT_EDIT, answer=VersionOut, tag=TAG)
def edit_client(request: ApiRequest, client_id: UUID, body: ContactIn, version: int | None = None) -> VersionOut:
    """Store the contact data as a whole over the version in If-Match (or `version`)."""
    expected = expected_version(request)
    known = expected if expected is not None else version or 0
    stored = editing.edit_contact(request.actor, client_id=client_id, version=known, contact=body.contact())
    request.etag = str(stored)
    return VersionOut(version=stored)


@endpoint(router, "PUT", "/clients/{uuid:client_id}/active", requires=Permission.CLIENT_EDIT, answer=ActiveIn, tag=TAG)
def set_client_active(request: ApiRequest, client_id: UUID, body: ActiveIn) -> ActiveIn:
    """Make a client active or inactive. Nothing is deleted; a new booking makes the client active again."""
    activity.set_active(request.actor, client_id=client_id, is_active=body.is_active)
    return body


@endpoint(
    router,
    "GET",
    "/clients/{uuid:client_id}/information",
    requires=Permission.CLIENT_INFORMATION,
    answer=list[InformationOut],
    tag=TAG,
)
def read_information(request: ApiRequest, client_id: UUID) -> list[object]:
    """The client information under its fixed headings. It is printed with the record."""
    return list(client_information(request.actor, client_id=client_id))


@endpoint(
    router,
    "PUT",
    "/clients/{uuid:client_id}/information/{heading}",
    requires=Permission.CLIENT_INFORMATION,
    answer=VersionOut,
    tag=TAG,
)
def write_information(request: ApiRequest, client_id: UUID, heading: Heading, body: InformationIn) -> VersionOut:
    """Store a text under a heading; earlier versions stay."""
    stored = information.write_information(
        request.actor, client_id=client_id, heading=heading, text=body.text, version=body.version
    )
    return VersionOut(version=stored)


@endpoint(
    router,
    "GET",
    "/clients/{uuid:client_id}/national-id",
    requires=Permission.CLIENT_INFORMATION,
    answer=NationalIdOut,
    tag=TAG,
)
def read_national_id(request: ApiRequest, client_id: UUID) -> NationalIdOut:
    """The national id number in full; showing it is logged."""
    return NationalIdOut(number=national_id(request.actor, client_id=client_id))


@endpoint(
    router,
    "PUT",
    "/clients/{uuid:client_id}/national-id",
    requires=Permission.CLIENT_INFORMATION,
    answer=NationalIdOut,
    tag=TAG,
)
def write_national_id(request: ApiRequest, client_id: UUID, body: NationalIdIn) -> NationalIdOut:
    """Store the national id number (SE, NO checked), or remove it by empty text. Answers the masked form."""
    masked = national_ids.set_national_id(request.actor, client_id=client_id, number=body.number)
    return NationalIdOut(number=masked)


@endpoint(
    router,
    "POST",
    "/clients/{uuid:client_id}/care",
    requires=Permission.CLIENT_INFORMATION,
    answer=ClinicianIn,
    status=201,
    tag=TAG,
)
def share_client(request: ApiRequest, client_id: UUID, body: ClinicianIn) -> ClinicianIn:
    """Let a colleague take part in the care; only the responsible clinician can."""
    care.share_client(request.actor, client_id=client_id, clinician_id=body.clinician_id)
    return body


@endpoint(
    router,
    "DELETE",
    "/clients/{uuid:client_id}/care/{uuid:clinician_id}",
    requires=Permission.CLIENT_INFORMATION,
    answer=ClinicianIn,
    tag=TAG,
)
def end_share(request: ApiRequest, client_id: UUID, clinician_id: UUID) -> ClinicianIn:
    """End a colleague's part in the care."""
    care.end_share(request.actor, client_id=client_id, clinician_id=clinician_id)
    return ClinicianIn(clinician_id=clinician_id)


@endpoint(
    router,
    "PUT",
    "/clients/{uuid:client_id}/responsible",
    requires=Permission.CLIENT_INFORMATION,
    answer=ClinicianIn,
    tag=TAG,
)
def hand_over_client(request: ApiRequest, client_id: UUID, body: ClinicianIn) -> ClinicianIn:
    """Make another clinician responsible; only the responsible one can."""
    care.hand_over(request.actor, client_id=client_id, clinician_id=body.clinician_id)
    return body
