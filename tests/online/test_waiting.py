"""The waiting list: a freed time goes to the first whom it suits and is kept; the first accept wins (B13)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from kollega.clients.models import Client as StoredClient
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Permission, Role
from kollega.messaging.models import Mail
from kollega.online.enums import OfferState, PartOfDay
from kollega.online.errors import OfferOver
from kollega.online.models import Offer, WaitingEntry
from kollega.online.operations.offering import Freed, accept_offer, decline_offer, expire_offer, offer_freed
from kollega.online.operations.waiting import add_waiting, ask_to_wait, remove_waiting
from kollega.online.queries.waiting import waiting_list
from kollega.online.rules.times import offer_until
from kollega.online.rules.waiting import Wish
from kollega.platform.jobs.reactions import actor_for
from kollega.platform.tenancy import tenant
from kollega.practices.rules.tokens import digest, new_token
from kollega.scheduling.enums import Place
from kollega.scheduling.errors import SlotTaken
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.cancelling_repeats import cancel_repeating
from kollega.scheduling.operations.moving import move
from kollega.scheduling.queries.integrity import overlaps, wrong_occupancy
from kollega.scheduling.queries.repeated import Scope
from kollega.scheduling.queries.repeating import Wish as RepeatWish
from kollega.scheduling.rules.overlap import Stretch
from tests.factories import at, make_member
from tests.jobs import run_jobs
from tests.online.making import FORM, House, details_of, hour_tomorrow, make_house, visits_in
from tests.pages import slug_of
from tests.scheduling.factories import make_client
from tests.scheduling.test_races import ROUNDS, at_once
from tests.scheduling.test_repeating import book_all, weekly
from tests.signing_in import client_of


@pytest.fixture
def house() -> House:
    return make_house(waiting_list=True)


def mailed_client(house: House) -> UUID:
    client_id = make_client(house.owner)
    with tenant(house.owner.practice_id), transaction.atomic():
        StoredClient.objects.filter(id=client_id).update(email="waits@client.example")
    return client_id


def wish_for(house: House, **more: Any) -> Wish:
    until = (house.owner.at + timedelta(days=60)).date()
    return replace(Wish(house.service_id, None, (), (), until), **more)


def waits(house: House, **more: Any) -> UUID:
    wish = wish_for(house, **more)
    return add_waiting(house.owner, client_id=mailed_client(house), wish=wish, place=Place.IN_PERSON)


def booked(house: House, starts_at: datetime) -> UUID:
    return book(
        house.owner,
        client_id=make_client(house.owner),
        service_id=house.service_id,
        clinician_id=house.owner.own_membership,
        starts_at=starts_at,
    ).appointment_id


def offers_in(house: House) -> list[Offer]:
    with tenant(house.owner.practice_id), transaction.atomic():
        return list(Offer.objects.order_by("made_at", "id"))


def secret_for(house: House, offer: Offer) -> str:
    """Give the offer a secret as its mail would."""
    secret = new_token(house.owner.practice_id)
    with tenant(house.owner.practice_id), transaction.atomic():
        Offer.objects.filter(id=offer.id).update(digest=digest(secret))
    return secret


def offered(house: House, hour: int = 10) -> tuple[Offer, str]:
    """Book, cancel, and let the jobs offer the time; return the newest offer and its secret."""
    cancel(house.owner, appointment_id=booked(house, hour_tomorrow(house, hour, days=3)))
    run_jobs(house.owner.practice_id)
    offer = offers_in(house)[-1]
    return offer, secret_for(house, offer)


def at_offer(house: House, offer: Offer) -> Actor:
    return at(house.visitor, offer.made_at)


def test_B13_a_cancelled_time_is_offered_to_the_first_and_kept_for_them(house: House) -> None:
    first, _second = waits(house), waits(house)
    offer, _ = offered(house)
    assert offer.entry_id == first
    assert offer.starts_at == hour_tomorrow(house, 10, days=3)
    assert offer.until <= offer.starts_at
    with pytest.raises(SlotTaken):
        booked(house, offer.starts_at)
    with tenant(house.owner.practice_id), transaction.atomic():
        assert Mail.objects.filter(kind="waiting_offer").count() == 1


def test_B13_a_moved_visit_frees_its_old_time(house: House) -> None:
    waits(house)
    moved = booked(house, hour_tomorrow(house, 10))
    move(house.owner, appointment_id=moved, starts_at=hour_tomorrow(house, 14))
    run_jobs(house.owner.practice_id)
    assert [offer.starts_at for offer in offers_in(house)] == [hour_tomorrow(house, 10)]


def test_B13_dates_of_a_repeated_visit_that_are_cancelled_together_are_offered_in_order(house: House) -> None:
    first, second = waits(house), waits(house)
    starts_at = hour_tomorrow(house, 10, days=3)
    day = starts_at.astimezone(house.owner.timezone).date()
    rule = weekly(2, first=day, starts=time(10), weekdays=[day.weekday()])
    wish = RepeatWish(house.owner.own_membership, service_id=house.service_id)
    made = book_all(house.owner, rule, wish, client_id=make_client(house.owner))
    cancel_repeating(house.owner, appointment_id=made.appointment_ids[0], scope=Scope.ALL)
    run_jobs(house.owner.practice_id)
    found = [(offer.entry_id, offer.starts_at) for offer in offers_in(house)]
    assert found == [(first, starts_at), (second, starts_at + timedelta(days=7))]


@pytest.mark.parametrize("passed_over", ["day", "part", "clinician", "until", "mail"])
def test_B13_who_does_not_want_the_time_or_cannot_be_mailed_is_passed_over(house: House, passed_over: str) -> None:
    start = hour_tomorrow(house, 10, days=3)
    kari = make_member(house.owner, Role.CLINICIAN)
    wrong: dict[str, dict[str, Any]] = {
        "day": {"weekdays": ((start.weekday() + 1) % 7,)},
        "part": {"parts": (PartOfDay.EVENING,)},
        "until": {"until": start.date() - timedelta(days=1)},
        "clinician": {},
        "mail": {},
    }
    client_id = make_client(house.owner) if passed_over == "mail" else mailed_client(house)
    wish = wish_for(house, **wrong[passed_over])
    if passed_over == "clinician":
        wish = replace(wish, clinician_id=kari.own_membership)
        office = replace(house.owner, permissions=house.owner.permissions | {Permission.APPOINTMENT_BOOK_ANY})
        add_waiting(office, client_id=client_id, wish=wish, place=Place.IN_PERSON)
    else:
        add_waiting(house.owner, client_id=client_id, wish=wish, place=Place.IN_PERSON)
    right = waits(house, weekdays=(start.weekday(),), parts=(PartOfDay.MORNING,))
    cancel(house.owner, appointment_id=booked(house, start))
    run_jobs(house.owner.practice_id)
    assert [offer.entry_id for offer in offers_in(house)] == [right]


def test_B13_accepting_books_once_and_repeating_answers_the_same(house: House) -> None:
    waits(house)
    offer, secret = offered(house)
    visitor = at_offer(house, offer)
    first = accept_offer(visitor, secret=secret, policy_version=None)
    assert accept_offer(visitor, secret=secret, policy_version=None) == first
    assert [visit.status for visit in visits_in(house)] == ["cancelled", "booked"]
    assert waiting_list(house.owner) == []
    assert overlaps(house.owner) == []
    assert wrong_occupancy(house.owner) == []


def test_B13_from_the_second_it_ends_an_offer_goes_to_the_next(house: House) -> None:
    _first, second = waits(house), waits(house)
    offer, secret = offered(house)
    over = at(house.owner, offer.until)
    assert not expire_offer(at(house.owner, offer.until - timedelta(seconds=1)), offer_id=offer.id)
    with pytest.raises(OfferOver):
        accept_offer(at(house.visitor, offer.until), secret=secret, policy_version=None)
    job = replace(actor_for(house.owner.practice_id), at=over.at)
    ended = expire_offer(job, offer_id=offer.id)
    assert ended
    assert not expire_offer(job, offer_id=offer.id)
    made = offers_in(house)
    assert [one.entry_id for one in made][1:] == [second]
    assert made[0].state == OfferState.EXPIRED


def test_B13_declining_asks_the_next_and_leaving_ends_the_waiting(house: House) -> None:
    first, second = waits(house), waits(house)
    offer, secret = offered(house)
    decline_offer(at_offer(house, offer), secret=secret, leave=True)
    assert [one.entry_id for one in offers_in(house)] == [first, second]
    with tenant(house.owner.practice_id), transaction.atomic():
        assert WaitingEntry.objects.get(id=first).state == "removed"


@pytest.mark.race
def test_B13_of_two_who_accept_at_once_and_one_who_books_one_wins(house: House) -> None:
    for number in range(ROUNDS):
        waits(house)
        offer, secret = offered(house, 9 + number)
        visitor = at_offer(house, offer)
        works: list[Callable[[], Any]] = [partial(accept_offer, visitor, secret=secret, policy_version=None)] * 3
        works += [partial(booked, house, offer.starts_at)] * 3
        works += [partial(expire_offer, at(house.owner, offer.until), offer_id=offer.id)]
        results = at_once(works)
        assert all(isinstance(r, Refusal) for r in results if isinstance(r, Exception)), results
        standing = [v for v in visits_in(house) if v.status == "booked" and v.starts_at == offer.starts_at]
        assert len(standing) <= 1
        accepted = {r for r in results[:3] if isinstance(r, str)}
        assert len(accepted) <= 1
    assert overlaps(house.owner) == []
    assert wrong_occupancy(house.owner) == []


@pytest.mark.race
def test_B13_two_times_that_become_free_at_once_go_to_two_people(house: House) -> None:
    waits(house)
    waits(house)
    member = house.owner.own_membership
    times = [Stretch(hour_tomorrow(house, hour), hour_tomorrow(house, hour, 45)) for hour in (9, 15)]
    at_once([partial(offer_freed, house.owner, freed=Freed(member, time)) for time in times * 2])
    made = [offer for offer in offers_in(house) if offer.state == OfferState.OPEN]
    assert len(made) == 2
    assert len({offer.entry_id for offer in made}) == 2
    assert overlaps(house.owner) == []


def test_B13_a_visitor_waits_accepts_and_becomes_a_client_only_then(house: House) -> None:
    browser = Client()
    address = f"{house.start('waiting/')}?service={house.service_id}&place=in_person"
    until = (house.owner.at + timedelta(days=30)).date().isoformat()
    typed = {**FORM, "until": until, "weekdays": [], "parts": ["morning"]}
    assert browser.post(address, {**typed, "email": ""}).status_code == 422
    assert browser.post(address, typed).status_code == 302
    assert browser.post(address, typed).status_code == 302
    shown = waiting_list(house.owner)
    assert [(row.name, row.client_id, row.by_visitor) for row in shown] == [("Eva Lund", None, True)]
    offer, secret = offered(house)
    page = browser.get(f"/offer/{secret}/")
    assert page.status_code == 200
    assert "Eva" not in page.content.decode()
    assert browser.get(f"/offer/{secret}x/").status_code == 404
    done = browser.post(f"/offer/{secret}/", {"answer": "accept"})
    assert done.status_code == 302
    assert "booked" in browser.get(done.url).content.decode()
    with tenant(house.owner.practice_id), transaction.atomic():
        assert StoredClient.objects.filter(email=FORM["email"]).count() == 1
        assert WaitingEntry.objects.get(id=offer.entry_id).contact_sealed is None


def test_B13_staff_see_put_on_and_take_off_the_list(house: House) -> None:
    browser = client_of(house.owner)
    client_id = mailed_client(house)
    slug = slug_of(house.owner)
    until = (house.owner.at + timedelta(days=30)).date().isoformat()
    typed = {"client": str(client_id), "service": str(house.service_id), "place": "in_person", "until": until}
    assert browser.get(f"/p/{slug}/online/waiting/new/").status_code == 200
    assert browser.post(f"/p/{slug}/online/waiting/new/", typed).status_code == 302
    entry = waiting_list(house.owner)[0]
    assert "Take off" in browser.get(f"/p/{slug}/online/waiting/").content.decode()
    assert browser.post(f"/p/{slug}/online/waiting/{entry.id}/remove/").status_code == 302
    assert waiting_list(house.owner) == []


def test_B13_a_colleague_sees_neither_my_entries_nor_takes_them_off(house: House) -> None:
    entry = waits(house, clinician_id=house.owner.own_membership)
    kari = make_member(house.owner, Role.CLINICIAN)
    assert waiting_list(kari) == []
    with pytest.raises(NotFound):
        remove_waiting(kari, entry_id=entry)


def test_RL1_the_same_wish_is_kept_once_and_answers_the_same(house: House) -> None:
    details = details_of("again@client.example")
    for _ in range(2):
        ask_to_wait(house.visitor, wish=wish_for(house), place=Place.IN_PERSON, details=details)
    assert len(waiting_list(house.owner)) == 1


def test_B13_two_hours_are_counted_by_day_and_end_before_the_notice_time(house: House) -> None:
    zone = house.owner.timezone
    day = datetime(2027, 5, 3, tzinfo=zone)
    far = day + timedelta(days=3)

    def until(hour: int, minute: int = 0, starts_at: datetime = far, notice: int = 0) -> datetime | None:
        return offer_until(day.replace(hour=hour, minute=minute), starts_at, notice, zone)

    assert until(10) == day.replace(hour=12)
    assert until(19) == day.replace(day=4, hour=9)
    assert until(23) == day.replace(day=4, hour=10)
    assert until(5) == day.replace(hour=10)
    assert until(10, starts_at=day.replace(hour=12), notice=60) == day.replace(hour=11)
    assert until(10, starts_at=day.replace(hour=11), notice=45) is None
