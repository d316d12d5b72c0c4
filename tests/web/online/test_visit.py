"""A client's own visit by the secret of its link: see, move, cancel (BK-9)."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from icalendar import Calendar

from kollega.notices.models import Notice
from kollega.online.errors import TimeChosenGone, TooLateToChange
from kollega.online.operations.changing import cancel_own, move_own
from kollega.online.operations.confirming import confirm
from kollega.platform.tenancy import tenant
from kollega.scheduling.models import Appointment
from tests.factories import at
from tests.online.making import House, hour_tomorrow, make_house, ready, visits_in, walk


@pytest.fixture
def house() -> House:
    return make_house(change_hours=24)


def booked(house: House, hour: int = 10, *, days: int = 3) -> str:
    """Book for a time and return the secret of the visit's link."""
    secret = ready(house, hour_tomorrow(house, hour, days=days))
    return confirm(house.visitor, secret=secret, policy_version=None).secret


def test_BK9_only_the_secret_opens_a_visit_and_looking_changes_nothing(house: House) -> None:
    secret = booked(house)
    visit = visits_in(house)[0]
    browser = Client()
    for step in ("", "cancel/", "move/", "appointment.ics"):
        assert browser.get(f"/visit/{secret}/{step}").status_code == 200
        assert browser.get(f"/visit/{visit.id}/{step}").status_code == 404
        assert browser.get(f"/visit/{secret[:-1]}x/{step}").status_code == 404
    assert browser.post(f"/visit/{visit.id}/cancel/").status_code == 404
    assert visits_in(house)[0].version == visit.version
    page = browser.get(f"/visit/{secret}/").content.decode()
    for word in ("Eva", "Lund", "client.example", str(visit.client_id), str(visit.id)):
        assert word not in page


def test_B11_a_client_cancels_and_the_time_is_free_at_once(house: House) -> None:
    secret = booked(house)
    browser = Client()
    page = browser.post(f"/visit/{secret}/cancel/", follow=True).content.decode()
    assert "This appointment is cancelled" in page
    assert visits_in(house)[0].status == "cancelled"
    assert browser.post(f"/visit/{secret}/cancel/").status_code == 302
    walk(house, hour_tomorrow(house, 10, days=3))


def test_B11_a_client_moves_to_an_offered_time_and_to_no_other(house: House) -> None:
    secret = booked(house)
    browser = Client()
    page = browser.get(f"/visit/{secret}/move/").content.decode()
    offered = re.findall(r'name="at" value="([^"]+)"', page)
    assert hour_tomorrow(house, 10, days=3).isoformat() not in offered
    assert (
        browser.post(f"/visit/{secret}/move/", {"at": hour_tomorrow(house, 22, days=3).isoformat()}).status_code == 409
    )
    assert browser.post(f"/visit/{secret}/move/", {"at": "soon"}).status_code == 422
    wanted = hour_tomorrow(house, 15, days=3)
    assert browser.post(f"/visit/{secret}/move/", {"at": wanted.isoformat()}).status_code == 302
    assert visits_in(house)[0].starts_at == wanted


def test_B11_the_limit_in_hours_ends_moving_and_cancelling_to_the_second(house: House) -> None:
    secret = booked(house)
    start = hour_tomorrow(house, 10, days=3)
    limit = start - timedelta(hours=24)
    late = at(house.visitor, limit + timedelta(seconds=1))
    with pytest.raises(TooLateToChange):
        cancel_own(late, secret=secret)
    with pytest.raises(TooLateToChange):
        move_own(late, secret=secret, starts_at=start + timedelta(hours=3))
    with pytest.raises(TimeChosenGone):
        move_own(house.visitor, secret=secret, starts_at=hour_tomorrow(house, 23, days=3))
    cancel_own(at(house.visitor, limit), secret=secret)
    assert visits_in(house)[0].status == "cancelled"


def test_B11_a_late_client_reads_why_and_is_told_to_call() -> None:
    house = make_house(change_hours=336)
    secret = booked(house)
    browser = Client()
    page = browser.get(f"/visit/{secret}/").content.decode()
    assert "too late" in page
    assert "/cancel/" not in page
    assert browser.get(f"/visit/{secret}/cancel/").status_code == 302
    answer = browser.post(f"/visit/{secret}/cancel/")
    assert answer.status_code == 409
    assert "too late" in answer.content.decode()
    assert visits_in(house)[0].status == "booked"


def test_B12_what_is_booked_online_invites_its_client(house: House) -> None:
    booked(house)
    with tenant(house.owner.practice_id), transaction.atomic():
        notice = Notice.objects.get()
        assert notice.kind == "invitation"
        assert Appointment.objects.get(id=notice.appointment_id).status == "booked"


def test_B11_the_calendar_file_holds_the_time_and_no_name(house: House) -> None:
    secret = booked(house)
    text = Client().get(f"/visit/{secret}/appointment.ics").content.decode()
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event.decoded("dtstart") == visits_in(house)[0].starts_at
    assert "attendee" not in event
    assert "Eva" not in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
