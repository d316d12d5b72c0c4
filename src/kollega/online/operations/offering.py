"""A time that became free is offered to the first on the waiting list whom it suits, and kept for them (B13)."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.notices.operations.inviting import invite
from kollega.notices.operations.linking import link_for
from kollega.online.acting import as_practice
from kollega.online.enums import OfferState, PartOfDay, WaitingState
from kollega.online.errors import OfferOver
from kollega.online.models import Offer, WaitingEntry
from kollega.online.operations.confirming import client_for, contact_hash, require_policy, store_booking
from kollega.online.queries.pages import open_page_of, page_settings_of
from kollega.online.queries.waiting import details_of_entry, mail_of
from kollega.online.rules.details import Details
from kollega.online.rules.settings import PageSettings
from kollega.online.rules.times import offer_until
from kollega.online.rules.waiting import Wish, suits
from kollega.platform.holding import hold
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.rules.tokens import digest
from kollega.scheduling.enums import AUTO, Place
from kollega.scheduling.errors import FreeSlot, SlotTaken
from kollega.scheduling.models import Hold
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.claiming import Claim
from kollega.scheduling.operations.holding import drop, hold_time
from kollega.scheduling.queries.offers import ServiceRow, services_of
from kollega.scheduling.queries.openings import Asked, openings
from kollega.scheduling.rules.localtime import local_day
from kollega.scheduling.rules.overlap import Stretch, overlap

STEP = 5
FAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Freed:
    """A stretch of a clinician's time that may be free now."""

    clinician_id: UUID
    time: Stretch


@operation(requires=Permission.APPOINTMENT_BOOK)
def offer_freed(actor: Actor, *, freed: Freed) -> UUID | None:
    """Offer the time to the first whom it suits and who was not offered it before; return the offer, None if nobody.

    The time is kept for two hours of daytime. Whoever has no e-mail address is passed over.
    """
    _hold_list(actor)
    offer_id = _offer(actor, freed)
    record(actor, Action.CREATE, "waiting_offer", offer_id)
    return offer_id


@operation(requires=Permission.APPOINTMENT_BOOK)
def expire_offer(actor: Actor, *, offer_id: UUID) -> bool:
    """End an offer whose time ran out and make the next one; False when it is no longer open, or not yet over."""
    _hold_list(actor)
    found = _locked(actor, id=offer_id)
    is_over = found.state == OfferState.OPEN and found.until <= actor.at
    if is_over:
        _end(actor, found, OfferState.EXPIRED)
    record(actor, Action.CHANGE, "waiting_offer", offer_id, expired=is_over)
    return is_over


@operation(requires=Permission.BOOKING_ONLINE)
def decline_offer(actor: Actor, *, secret: str, leave: bool = False) -> None:
    """Say no: the next one is asked. `leave` also takes the entry off the list. Declining again changes nothing."""
    _hold_list(actor)
    found = _locked(actor, digest=digest(secret))
    if leave and found.state != OfferState.ACCEPTED:
        entries = WaitingEntry.objects.filter(practice_id=actor.practice_id, id=found.entry_id)
        entries.exclude(state=WaitingState.BOOKED).update(state=WaitingState.REMOVED, contact_sealed=None)
    if found.state == OfferState.OPEN:
        _end(actor, found, OfferState.DECLINED)
    record(actor, Action.CHANGE, "waiting_offer", found.id, left=leave)


@operation(requires=Permission.BOOKING_ONLINE)
def accept_offer(actor: Actor, *, secret: str, policy_version: int | None) -> str:
    """Book the offered time and return the secret of the visit's link; accepting again answers the same.

    Refuses with OfferOver, BadInput (`policy`), NotFound.
    """
    _hold_list(actor)
    offer = _locked(actor, digest=digest(secret))
    entry = WaitingEntry.objects.select_for_update(no_key=True).get(practice_id=actor.practice_id, id=offer.entry_id)
    if offer.state == OfferState.ACCEPTED and offer.appointment_id and entry.client_id:
        record(actor, Action.READ, "waiting_offer", offer.id)
        return link_for(actor, offer.appointment_id, entry.client_id).secret
    if offer.state != OfferState.OPEN or offer.until <= actor.at:
        raise OfferOver
    page = open_page_of(actor, page_settings_of(actor) or PageSettings(slug=""))
    require_policy(page, policy_version)
    details = details_of_entry(actor, entry)
    client_id, is_new = _client(actor, entry, offer, details)
    appointment_id = _book(actor, offer, entry, client_id)
    Offer.objects.filter(practice_id=actor.practice_id, id=offer.id).update(
        state=OfferState.ACCEPTED, appointment_id=appointment_id
    )
    WaitingEntry.objects.filter(practice_id=actor.practice_id, id=entry.id).update(
        state=WaitingState.BOOKED, client_id=client_id, contact_sealed=None, version=entry.version + 1
    )
    contact = contact_hash(actor, details) if details else b""
    store_booking(actor, page, appointment_id, client_id, contact=contact, is_new=is_new, answers=[])
    invite(as_practice(actor), appointment_id=appointment_id)
    record(actor, Action.CHANGE, "waiting_offer", offer.id, client_id=client_id, accepted=True)
    return link_for(actor, appointment_id, client_id).secret


def _client(actor: Actor, entry: WaitingEntry, offer: Offer, details: Details | None) -> tuple[UUID, bool]:
    if entry.client_id is not None:
        return entry.client_id, False
    if details is None:
        raise OfferOver
    return client_for(actor, details.contact(entry.language), offer.clinician_id)


def _book(actor: Actor, offer: Offer, entry: WaitingEntry, client_id: UUID) -> UUID:
    kept = Hold.objects.filter(practice_id=actor.practice_id, id=offer.hold_id).first()
    place = Place(entry.place)
    try:
        with transaction.atomic():
            return book(
                as_practice(actor),
                client_id=client_id,
                service_id=entry.service_id,
                clinician_id=offer.clinician_id,
                starts_at=offer.starts_at,
                minutes=int((offer.ends_at - offer.starts_at).total_seconds() // 60),
                room_id=kept.room_id if kept and kept.room_id else AUTO,
                place=place,
                outside_hours_reason="",
                submit_key=f"offer:{offer.id}",
                hold_id=offer.hold_id,
            ).appointment_id
    except SlotTaken as refusal:
        raise OfferOver from refusal


def _hold_list(actor: Actor) -> None:
    hold([b"waiting list" + actor.practice_id.bytes])


def _locked(actor: Actor, **which: object) -> Offer:
    rows = Offer.objects.select_for_update(no_key=True).filter(practice_id=actor.practice_id, **which)
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def _end(actor: Actor, offer: Offer, state: OfferState) -> None:
    """Give the time back, let its entry wait on, and ask the next one."""
    drop(actor, offer.hold_id)
    Offer.objects.filter(practice_id=actor.practice_id, id=offer.id).update(state=state)
    waiting = WaitingEntry.objects.filter(practice_id=actor.practice_id, id=offer.entry_id, state=WaitingState.OFFERED)
    waiting.update(state=WaitingState.WAITING)
    _offer(actor, Freed(offer.clinician_id, Stretch(offer.starts_at, offer.ends_at)))


def _offer(actor: Actor, freed: Freed) -> UUID | None:
    if freed.time.ends_at <= actor.at:
        return None
    day = local_day(freed.time.starts_at, actor.timezone)
    entries = WaitingEntry.objects.select_for_update(no_key=True).filter(
        practice_id=actor.practice_id, state=WaitingState.WAITING, until__gte=day
    )
    services = {one.id: one for one in services_of(actor)}
    settings = page_settings_of(actor)
    for entry in entries.order_by("added_at", "id"):
        service = services.get(entry.service_id)
        if service is None or entry.clinician_id not in (None, freed.clinician_id) or not mail_of(actor, entry):
            continue
        notice = max(service.notice_minutes, settings.notice_minutes if settings else 0)
        for slot in _slots(actor, entry, service, freed, notice):
            offer_id = _keep(actor, entry, service, slot, notice)
            if offer_id is not None:
                return offer_id
    return None


def _slots(actor: Actor, entry: WaitingEntry, service: ServiceRow, freed: Freed, notice: int) -> list[FreeSlot]:
    """Return the free times inside the stretch that suit and were not offered to this entry, its own start first."""
    asked = Asked(
        clinicians=[freed.clinician_id],
        minutes=service.minutes,
        notice={freed.clinician_id: notice},
        until=actor.at + FAR,
        in_room=entry.place == Place.IN_PERSON,
        buffer_before=service.buffer_before,
        buffer_after=service.buffer_after,
        step=STEP,
    )
    day = local_day(freed.time.starts_at, actor.timezone)
    known = Offer.objects.filter(practice_id=actor.practice_id, entry_id=entry.id, clinician_id=freed.clinician_id)
    offered = [Stretch(*row) for row in known.values_list("starts_at", "ends_at")]
    wish = wish_of(entry)
    found = [
        slot
        for slot in openings(actor, asked, day, day)
        if overlap(time := Stretch(slot.starts_at, slot.ends_at), freed.time)
        and not any(overlap(time, one) for one in offered)
        and suits(wish, freed.clinician_id, slot.starts_at, actor.timezone)
    ]
    # One try for each entry and gap: its own start, else the earliest.
    return sorted(found, key=lambda slot: (slot.starts_at != freed.time.starts_at, slot.starts_at))[:1]


def _keep(actor: Actor, entry: WaitingEntry, service: ServiceRow, slot: FreeSlot, notice: int) -> UUID | None:
    until = offer_until(actor.at, slot.starts_at, notice, actor.timezone)
    if until is None:
        return None
    room = AUTO if entry.place == Place.IN_PERSON else None
    time = Stretch(slot.starts_at, slot.ends_at)
    wanted = Claim(slot.clinician_id, room, time, service.buffer_before, service.buffer_after)
    try:
        with transaction.atomic():
            kept = hold_time(actor, wanted, until=until)
    except SlotTaken:
        return None
    offer = Offer(
        id=new_id(),
        practice_id=actor.practice_id,
        entry_id=entry.id,
        hold_id=kept.id,
        clinician_id=slot.clinician_id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        until=until,
        made_at=actor.at,
    )
    offer.save(force_insert=True)
    WaitingEntry.objects.filter(practice_id=actor.practice_id, id=entry.id).update(state=WaitingState.OFFERED)
    emit("online.waiting_offered", practice_id=actor.practice_id, offer_id=str(offer.id))
    return offer.id


def wish_of(entry: WaitingEntry) -> Wish:
    return Wish(
        service_id=entry.service_id,
        clinician_id=entry.clinician_id,
        weekdays=tuple(entry.weekdays),
        parts=tuple(PartOfDay(part) for part in entry.parts),
        until=entry.until,
    )
