"""Letting others use one's calendar: grants given and received, and who used it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.log import log_cursor
from kollega.api.v1.paging import Page, encode_cursor
from kollega.api.v1.shapes import CreatedOut
from kollega.audit.queries.entries import LoggedAction
from kollega.delegation.operations.ending import give_back, revoke
from kollega.delegation.operations.giving import give_to_member, offer_by_mail
from kollega.delegation.queries.grants import GrantRow, State, given, received
from kollega.delegation.queries.uses import uses_of_my_calendar
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import ClientFields, Permission
from kollega.scheduling.operations.registering import register_to_book
from kollega.scheduling.queries.finding import ClientToBook, clients_to_book

router = Router()
TAG = "Delegation"


class GrantOut(Schema):
    """`fields` is how much of clients is shown; each level holds the ones before it: code, initials, name, contact."""

    id: UUID
    owner_id: UUID
    owner_name: str
    delegate_id: UUID | None
    delegate_name: str
    is_guest: bool
    deeds: list[Deed]
    fields: ClientFields
    reason: str
    starts_at: datetime
    ends_at: datetime
    made_at: datetime
    revoked_at: datetime | None
    state: State


class GrantIn(Schema):
    """Either `membership_id`, of a colleague, or `email`, of a person of another practice, who accepts by mail."""

    membership_id: UUID | None = None
    email: str = ""
    deeds: list[Deed] = Field(description="Seeing is part of each")
    fields: ClientFields
    reason: str
    starts_at: datetime | None = Field(None, description="At once when left out")
    ends_at: datetime = Field(description="At most a year away; at this moment the access ends")


class CalendarUseOut(Schema):
    """What somebody saw or did in the calendar. `detail` holds values before and after, as ids, times and codes."""

    id: UUID
    at: datetime
    person_id: UUID | None
    name: str
    action: str
    object_type: str
    object_id: UUID | None
    client_id: UUID | None
    is_denied: bool
    source: str
    detail: dict[str, Any]


class ClientToBookOut(Schema):
    """`name` holds a code, initials or a name, as `fields` says; `phone` only with contact data."""

    id: UUID
    name: str
    fields: ClientFields
    phone: str
    is_active: bool
    clinician_id: UUID | None = Field(description="Whose client it is; null for the office")


@endpoint(router, "GET", "/delegations", requires=Permission.DELEGATION_GIVE, answer=list[GrantOut], tag=TAG)
def list_given_delegations(request: ApiRequest) -> list[GrantRow]:
    """Who may use one's own calendar, and who could; the newest first."""
    return given(request.actor)


@endpoint(router, "GET", "/delegations/received", requires=Permission.DELEGATION_SEE, answer=list[GrantOut], tag=TAG)
def list_received_delegations(request: ApiRequest) -> list[GrantRow]:
    """Whose calendars one may use now or later."""
    return received(request.actor)


@endpoint(router, "POST", "/delegations", requires=Permission.DELEGATION_GIVE, answer=CreatedOut, status=201, tag=TAG)
def give_delegation(request: ApiRequest, body: GrantIn) -> CreatedOut:
    """Let somebody use one's own calendar: a colleague at once, a person of another practice when they accept."""
    terms: dict[str, Any] = {
        "deeds": body.deeds,
        "fields": body.fields,
        "reason": body.reason,
        "starts_at": _aware("starts_at", body.starts_at),
        "ends_at": _aware("ends_at", body.ends_at),
    }
    if body.membership_id is not None:
        return CreatedOut(id=give_to_member(request.actor, membership_id=body.membership_id, **terms))
    return CreatedOut(id=offer_by_mail(request.actor, email=body.email, **terms))


@endpoint(
    router,
    "DELETE",
    "/delegations/{uuid:grant_id}",
    requires=Permission.DELEGATION_GIVE,
    answer=CreatedOut,
    tag=TAG,
)
def revoke_delegation(request: ApiRequest, grant_id: UUID) -> CreatedOut:
    """End a grant of one's own calendar; the other's next request is refused."""
    revoke(request.actor, grant_id=grant_id)
    return CreatedOut(id=grant_id)


@endpoint(
    router,
    "DELETE",
    "/delegations/received/{uuid:grant_id}",
    requires=Permission.DELEGATION_SEE,
    answer=CreatedOut,
    tag=TAG,
)
def give_back_delegation(request: ApiRequest, grant_id: UUID) -> CreatedOut:
    """Give up the use of somebody's calendar."""
    give_back(request.actor, grant_id=grant_id)
    return CreatedOut(id=grant_id)


@endpoint(router, "GET", "/delegations/uses", requires=Permission.DELEGATION_GIVE, answer=Page[CalendarUseOut], tag=TAG)
def list_calendar_uses(request: ApiRequest, person_id: UUID | None = None, cursor: str | None = None) -> dict[str, Any]:
    """What others saw and did in one's own calendar, the newest first, 50 a page; of one person when asked."""
    found = uses_of_my_calendar(request.actor, person_id=person_id, older_than=log_cursor(cursor))
    older = found.page.older
    return {
        "items": [_use(row, found.names) for row in found.page.rows],
        "next": encode_cursor(older.at.isoformat(), older.id) if older else None,
    }


@endpoint(
    router, "GET", "/clients-to-book", requires=Permission.APPOINTMENT_BOOK, answer=list[ClientToBookOut], tag=TAG
)
def find_clients_to_book(
    request: ApiRequest, text: Annotated[str, Query(min_length=1, max_length=100)]
) -> list[ClientToBookOut]:
    """Clients whom one books for somebody else and may not open, found by no more than is shown of them."""
    return [_client(found) for found in clients_to_book(request.actor, text=text, limit=20)]


class ClientToAdd(Schema):
    """Name and contact data, as the owner of the calendar lets one add them."""

    clinician_id: UUID = Field(description="The owner of the calendar, who becomes responsible")
    family_name: str
    given_name: str = ""
    phone: str = ""
    email: str = ""


@endpoint(
    router,
    "POST",
    "/clients-to-book",
    requires=Permission.APPOINTMENT_BOOK,
    answer=CreatedOut,
    status=201,
    tag=TAG,
)
def add_client_to_book(request: ApiRequest, body: ClientToAdd) -> CreatedOut:
    """Add a client whom one books for the owner of a calendar; it takes a grant to book with contact data."""
    return CreatedOut(id=register_to_book(request.actor, **body.dict()))


def _client(found: ClientToBook) -> ClientToBookOut:
    return ClientToBookOut(
        id=found.client.id,
        name=found.client.name,
        fields=found.client.fields,
        phone=found.phone,
        is_active=found.is_active,
        clinician_id=found.column,
    )


def _use(row: LoggedAction, names: dict[UUID, str]) -> CalendarUseOut:
    return CalendarUseOut(
        id=row.id,
        at=row.at,
        person_id=row.person_id,
        name=names.get(row.person_id, "") if row.person_id else "",
        action=row.action,
        object_type=row.object_type,
        object_id=row.object_id,
        client_id=row.client_id,
        is_denied=row.is_denied,
        source=row.source,
        detail=row.detail,
    )


def _aware(name: str, moment: datetime | None) -> datetime | None:
    if moment is not None and moment.tzinfo is None:
        raise BadInput(fields={name: N_("Send a moment with its offset, like 2026-06-30T17:00:00+02:00.")})
    return moment
