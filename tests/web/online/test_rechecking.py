"""What a clinician takes elsewhere between the page and its submit is found before the booking is made (B11, B15)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client, override_settings

from kollega.feeds.models import Source
from kollega.feeds.operations.refreshing import OLD
from kollega.feeds.operations.sources import add_source
from kollega.feeds.queries.sources import own_sources
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.permissions import Role
from kollega.notices.operations.linking import link_for
from kollega.online.models import Draft
from kollega.platform.tenancy import tenant
from tests.factories import make_member
from tests.feeds.elsewhere import Elsewhere, calendar_with, elsewhere
from tests.jobs import run_jobs
from tests.online.making import FORM, House, hour_tomorrow, make_house, open_clinician, visits_in, walk
from tests.scheduling.factories import make_hours


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def other() -> Iterator[Elsewhere]:
    with override_settings(PRIVATE_CALENDARS=True), elsewhere(calendar_with()) as known:
        yield known


def with_calendar(clinician: Actor, other: Elsewhere) -> None:
    """The clinician's calendar elsewhere has been read, but not just now."""
    add_source(clinician, name="Private", address=other.address)
    run_jobs(clinician.practice_id)
    before = real_now() - OLD - timedelta(seconds=1)
    with tenant(clinician.practice_id), transaction.atomic():
        Source.objects.update(read_at=before, tried_at=before)


def fills(other: Elsewhere, starts_at: datetime) -> None:
    other.body = calendar_with((starts_at, starts_at + timedelta(hours=1)))


def test_B11_B15_what_was_taken_elsewhere_meanwhile_is_409_with_other_times(house: House, other: Elsewhere) -> None:
    with_calendar(house.owner, other)
    ten = hour_tomorrow(house, 10)
    browser, check = walk(house, ten)
    fills(other, ten)
    answer = browser.post(check)
    assert answer.status_code == 409
    assert answer.content.decode().count('name="at"') == 3
    assert ten.isoformat() not in answer.content.decode()
    assert visits_in(house) == []
    assert len(other.asked) == 2


def test_B11_who_wants_the_first_available_goes_to_another_clinician(house: House, other: Elsewhere) -> None:
    kari = make_member(house.owner, Role.CLINICIAN)
    make_hours(kari)
    open_clinician(kari)
    ten, browser = hour_tomorrow(house, 10), Client()
    query = f"?service={house.service_id}&place=in_person&who=any"
    details = browser.post(f"{house.start('time/')}{query}", {"at": ten.isoformat()})
    check = browser.post(details.url, FORM).url
    with tenant(house.owner.practice_id), transaction.atomic():
        held = Draft.objects.get().clinician_id
    one, another = sorted((house.owner, kari), key=lambda actor: actor.own_membership != held)
    with_calendar(one, other)
    fills(other, ten)
    assert browser.post(check).status_code == 302
    assert [visit.clinician_id for visit in visits_in(house)] == [another.own_membership]


def test_B11_B15_moving_by_the_link_looks_again_too(house: House, other: Elsewhere) -> None:
    ten, two, four = (hour_tomorrow(house, hour, days=3) for hour in (10, 14, 16))
    browser, check = walk(house, ten)
    browser.post(check)
    with_calendar(house.owner, other)
    move = f"/visit/{secret_of(house)}/move/"
    assert Client().get(move).status_code == 200
    fills(other, two)
    lost = Client().post(move, {"at": two.isoformat()})
    assert lost.status_code == 409
    assert lost.content.decode().count('name="at"') >= 3
    assert [visit.starts_at for visit in visits_in(house)] == [ten]
    assert Client().post(move, {"at": four.isoformat()}).status_code == 302


def secret_of(house: House) -> str:
    (visit,) = visits_in(house)
    client_id: UUID | None = visit.client_id
    assert client_id is not None
    with tenant(house.owner.practice_id), transaction.atomic():
        return link_for(house.owner, visit.id, client_id).secret


def test_B15_a_calendar_that_does_not_answer_keeps_nobody_from_booking(house: House, other: Elsewhere) -> None:
    nine = hour_tomorrow(house, 9)
    fills(other, nine)
    with_calendar(house.owner, other)
    other.status = 500
    browser, check = walk(house, hour_tomorrow(house, 10))
    assert browser.post(check).status_code == 302
    assert len(other.asked) == 2
    (source,) = own_sources(house.owner)
    assert source.failure == "unreachable"
    assert source.read_at is not None
    # What was known last counts on, and the next one within the minute does not ask again.
    other.asked.clear()
    answer = Client().post(
        f"{house.start('time/')}?service={house.service_id}&place=in_person", {"at": nine.isoformat()}
    )
    assert answer.status_code == 409
    browser, check = walk(house, hour_tomorrow(house, 13), email="karl@client.example")
    assert browser.post(check).status_code == 302
    assert other.asked == []
