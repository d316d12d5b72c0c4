"""Putting somebody on the waiting list and taking them off (B13)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.queries.access import require_readable
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.online.enums import OfferState, WaitingState
from kollega.online.limits import WAITING_BY_CONTACT
from kollega.online.models import Offer, WaitingEntry
from kollega.online.operations.confirming import contact_hash
from kollega.online.queries.pages import open_page
from kollega.online.queries.times import choice_of
from kollega.online.queries.waiting import details_context
from kollega.online.rules.details import Details, checked_details, written
from kollega.online.rules.waiting import Wish, wish_faults
from kollega.platform.crypto import seal
from kollega.platform.limits import hit
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import Mode, Place
from kollega.scheduling.operations.holding import drop
from kollega.scheduling.operations.reaching import reach_clients, reach_column, reach_service

PLACE_WRONG = N_("The service is not offered this way.")


@operation(requires=Permission.APPOINTMENT_BOOK)
def add_waiting(actor: Actor, *, client_id: UUID, wish: Wish, place: Place) -> UUID:
    """Put a client on the list and return the entry's id.

    Refuses with BadInput; NotFound for a client or service the actor does not reach; Forbidden for a colleague's
    column without the right to book for everyone.
    """
    reach_clients(actor, [client_id])
    service = reach_service(actor, wish.service_id)
    if wish.clinician_id is not None:
        reach_column(actor, wish.clinician_id)
    _require(actor, wish, place, Mode(service.mode))
    language = require_readable(actor, client_id).language
    entry = _entry(actor, wish, place, language, client_id=client_id)
    record(actor, Action.CREATE, "waiting_entry", entry.id, client_id=client_id)
    return entry.id


@operation(requires=Permission.BOOKING_ONLINE)
def ask_to_wait(actor: Actor, *, wish: Wish, place: Place | None, details: Details) -> None:
    """A visitor asks to be put on the list; what they typed stays sealed until they accept a time.

    Refuses with BadInput by field, TooMany; NotFound while the page does not offer it. The same wish again is kept
    once, and the answer does not tell.
    """
    page = open_page(actor)
    if not page.settings.waiting_list:
        raise NotFound
    choice = choice_of(page, service_id=wish.service_id, clinician_id=wish.clinician_id, place=place)
    today = actor.at.astimezone(actor.timezone).date()
    details = checked_details(details, today=today, language=actor.language)
    _require(actor, wish, choice.place, choice.service.mode)
    contact = contact_hash(actor, details)
    hit(WAITING_BY_CONTACT, contact.hex())
    same = WaitingEntry.objects.filter(
        practice_id=actor.practice_id,
        contact=contact,
        service_id=wish.service_id,
        clinician_id=wish.clinician_id,
        state__in=(WaitingState.WAITING, WaitingState.OFFERED),
    ).first()
    entry = same or _entry(actor, wish, choice.place, actor.language, details=details, contact=contact)
    record(actor, Action.CREATE, "waiting_entry", entry.id)


@operation(requires=Permission.APPOINTMENT_BOOK)
def remove_waiting(actor: Actor, *, entry_id: UUID) -> None:
    """Take somebody off the list; an open offer ends and its time is free again. NotFound, Forbidden."""
    entry = WaitingEntry.objects.select_for_update(no_key=True).filter(practice_id=actor.practice_id, id=entry_id)
    found = entry.first()
    if found is None:
        raise NotFound
    if not may_see(actor, found.clinician_id):
        raise NotFound
    for offer in Offer.objects.filter(practice_id=actor.practice_id, entry_id=entry_id, state=OfferState.OPEN):
        drop(actor, offer.hold_id)
        Offer.objects.filter(practice_id=actor.practice_id, id=offer.id).update(state=OfferState.DECLINED)
    if found.state != WaitingState.BOOKED:
        entry.update(state=WaitingState.REMOVED, contact_sealed=None, version=found.version + 1)
    record(actor, Action.DELETE, "waiting_entry", entry_id, client_id=found.client_id)


def may_see(actor: Actor, clinician_id: UUID | None) -> bool:
    """Entries for one's own column or for any clinician; all of them with the right to book for everyone."""
    if actor.may(Permission.APPOINTMENT_BOOK_ANY):
        return True
    return actor.membership_id is not None and clinician_id in (None, actor.membership_id)


def _require(actor: Actor, wish: Wish, place: Place, mode: Mode) -> None:
    wrong = wish_faults(wish, actor.at.astimezone(actor.timezone).date())
    if mode is not Mode.BOTH and mode.value != place.value:
        wrong["place"] = PLACE_WRONG
    if wrong:
        raise BadInput(fields=wrong)


def _entry(
    actor: Actor,
    wish: Wish,
    place: Place,
    language: str,
    *,
    client_id: UUID | None = None,
    details: Details | None = None,
    contact: bytes = b"",
) -> WaitingEntry:
    entry_id = new_id()
    sealed = seal(actor.practice_id, written(details), context=details_context(entry_id)) if details else None
    entry = WaitingEntry(
        id=entry_id,
        practice_id=actor.practice_id,
        client_id=client_id,
        contact_sealed=sealed,
        contact=contact,
        service_id=wish.service_id,
        clinician_id=wish.clinician_id,
        place=place,
        weekdays=sorted(wish.weekdays),
        parts=[part.value for part in wish.parts],
        until=wish.until,
        language=language,
        added_by_id=actor.membership_id,
        added_at=actor.at,
    )
    entry.save(force_insert=True)
    return entry
