"""The waiting list as staff see it, and an offer as the one sees it whom it was made to (B13)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kollega.clients.queries.access import met_names, names_of
from kollega.clients.queries.contacts import contacts_of
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.online.enums import OfferState, PartOfDay, WaitingState
from kollega.online.models import Offer, WaitingEntry
from kollega.online.queries.pages import Policy, newest_policy
from kollega.online.rules.details import Details, read
from kollega.platform.crypto import open_sealed
from kollega.platform.operations import Action, Entry, query
from kollega.practices.queries.columns import calendar_members
from kollega.practices.queries.profile import profile_of
from kollega.practices.rules.tokens import digest
from kollega.scheduling.enums import Place
from kollega.scheduling.queries.offers import services_of

MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One entry. `client_id` is None for a visitor who is not matched before they accept. Empty lists mean any."""

    id: UUID
    client_id: UUID | None
    name: str
    by_visitor: bool
    service: str
    clinician_id: UUID | None
    clinician_name: str
    place: Place
    weekdays: tuple[int, ...]
    parts: tuple[PartOfDay, ...]
    until: date
    state: WaitingState
    added_at: datetime
    offered_at: datetime | None
    offer_until: datetime | None
    can_be_mailed: bool


@dataclass(frozen=True, slots=True)
class OwnOffer:
    """An offered time as its receiver sees it. `is_open` while it can be accepted."""

    practice_name: str
    service: str
    clinician: str
    place: Place
    starts_at: datetime
    ends_at: datetime
    until: datetime
    state: OfferState
    is_open: bool
    policy: Policy | None


def _entry(actor: Actor, result: list[WaitingRow], given: dict[str, Any]) -> Entry | None:
    return Entry(Action.READ, "waiting_list", detail={"entries": len(result)}) if result else None


@query(requires=Permission.APPOINTMENT_BOOK, logs=_entry)
def waiting_list(actor: Actor) -> list[WaitingRow]:
    """Return who waits or has an open offer, the longest first: one's own column's and anybody's, or all of them."""
    today = actor.at.astimezone(actor.timezone).date()
    found = WaitingEntry.objects.filter(
        practice_id=actor.practice_id, state__in=(WaitingState.WAITING, WaitingState.OFFERED), until__gte=today
    )
    rows = [row for row in found.order_by("added_at", "id")[: MOST_ENTRIES * 2] if _sees(actor, row)][:MOST_ENTRIES]
    offers = {
        one.entry_id: one
        for one in Offer.objects.filter(
            practice_id=actor.practice_id, entry_id__in=[row.id for row in rows], state=OfferState.OPEN
        )
    }
    ids = {row.client_id for row in rows if row.client_id}
    # Whoever may offer them a time is told their name, as with a visit in the own column.
    names = met_names(actor, ids) | names_of(actor, ids)
    contacts = contacts_of(actor.practice_id, list(ids)) if ids else {}
    services = {one.id: one.name for one in services_of(actor, archived=True)}
    people = {one.id: one.name for one in calendar_members(actor.practice_id)}
    made = []
    for row in rows:
        details = details_of_entry(actor, row)
        offer = offers.get(row.id)
        name = names[row.client_id].full if row.client_id in names else ""
        made.append(
            WaitingRow(
                id=row.id,
                client_id=row.client_id,
                name=f"{details.given_name} {details.family_name}" if details else name,
                by_visitor=row.added_by_id is None,
                service=services.get(row.service_id, ""),
                clinician_id=row.clinician_id,
                clinician_name=people.get(row.clinician_id, "") if row.clinician_id else "",
                place=Place(row.place),
                weekdays=tuple(row.weekdays),
                parts=tuple(PartOfDay(part) for part in row.parts),
                until=row.until,
                state=WaitingState(row.state),
                added_at=row.added_at,
                offered_at=offer.starts_at if offer else None,
                offer_until=offer.until if offer else None,
                can_be_mailed=bool(details and details.email)
                or bool(row.client_id in contacts and contacts[row.client_id].email),
            )
        )
    return made


def _sees(actor: Actor, row: WaitingEntry) -> bool:
    return actor.may(Permission.APPOINTMENT_BOOK_ANY) or row.clinician_id in (None, actor.membership_id)


def _own_entry(actor: Actor, result: OwnOffer, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "waiting_offer")


@query(requires=Permission.BOOKING_ONLINE, logs=_own_entry)
def own_offer(actor: Actor, *, secret: str) -> OwnOffer:
    """Return the offer behind a secret. NotFound for a wrong one."""
    row = Offer.objects.select_related("entry").filter(practice_id=actor.practice_id, digest=digest(secret)).first()
    if row is None:
        raise NotFound
    profile = profile_of(actor)
    services = {one.id: one.name for one in services_of(actor, archived=True)}
    people = {one.id: one.name for one in calendar_members(actor.practice_id)}
    return OwnOffer(
        practice_name=profile.name,
        service=services.get(row.entry.service_id, ""),
        clinician=people.get(row.clinician_id, ""),
        place=Place(row.entry.place),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        until=row.until,
        state=OfferState(row.state),
        is_open=row.state == OfferState.OPEN and actor.at < row.until,
        policy=newest_policy(actor, profile.language),
    )


def details_of_entry(actor: Actor, row: WaitingEntry) -> Details | None:
    """Return what a visitor typed, None for a client's entry. Inside a query or operation."""
    if row.contact_sealed is None:
        return None
    return read(open_sealed(actor.practice_id, bytes(row.contact_sealed), context=details_context(row.id)))


def details_context(entry_id: UUID) -> bytes:
    return b"waiting contact|" + entry_id.bytes


def mail_of(actor: Actor, row: WaitingEntry) -> str:
    """Return the address an offer goes to, empty when there is none. Inside an operation or handler."""
    details = details_of_entry(actor, row)
    if details is not None:
        return details.email
    if row.client_id is None:
        return ""
    contact = contacts_of(actor.practice_id, [row.client_id]).get(row.client_id)
    return contact.email if contact else ""


def due_offers(at: datetime, most: int = 100) -> list[tuple[UUID, UUID]]:
    """Return practice and id of open offers whose time ran out, of all practices; ids only."""
    with connection.cursor() as cursor:
        cursor.execute("select practice_id, id from online_due_offers(%s, %s)", [at, most])
        return [(row[0], row[1]) for row in cursor.fetchall()]
