"""Services, rooms and working hours from their pages."""

from datetime import date, time

from kollega.kernel.permissions import Role
from kollega.scheduling.operations.hours import set_week
from kollega.scheduling.queries.hours import hours
from kollega.scheduling.queries.offers import rooms, services
from kollega.scheduling.rules.offers import WeeklyEntry
from tests.factories import make_member, make_practice
from tests.pages import slug_of
from tests.signing_in import client_of
from tests.web.calendar.calendars import make_calendar

SERVICE = {
    "name_en": "Follow-up",
    "name_sv": "Uppföljning",
    "code": "fu",
    "minutes": "50",
    "mode": "both",
    "colour": "3",
    "buffer_before": "0",
    "buffer_after": "10",
    "notice_minutes": "60",
}


def test_B4_a_service_is_added_changed_and_archived() -> None:
    actor = make_practice()
    browser, base = client_of(actor), f"/p/{slug_of(actor)}/calendar/settings/services/"
    assert browser.post(f"{base}new/", SERVICE).status_code == 302
    (found,) = services(actor)
    assert (found.code, found.minutes, found.names["sv"], found.buffer_after) == ("FU", 50, "Uppföljning", 10)
    twice = browser.post(f"{base}new/", SERVICE)
    assert twice.status_code == 422
    assert "already has this code" in twice.content.decode()
    changed = SERVICE | {"minutes": "60", "version": str(found.version)}
    assert browser.post(f"{base}{found.id}/", changed).status_code == 302
    assert services(actor)[0].minutes == 60
    assert browser.post(f"{base}{found.id}/", changed).status_code == 422
    browser.post(f"{base}{found.id}/archive/", {"archived": "1"})
    assert services(actor) == []


def test_a_service_without_a_name_keeps_the_rest() -> None:
    actor = make_practice()
    browser, base = client_of(actor), f"/p/{slug_of(actor)}/calendar/settings/services/"
    answer = browser.post(f"{base}new/", SERVICE | {"name_en": ""})
    assert answer.status_code == 422
    assert 'value="50"' in answer.content.decode()


def test_a_room_that_is_still_booked_stays() -> None:
    calendar = make_calendar()
    base = f"{calendar.base}settings/rooms/{calendar.room_id}/"
    calendar.visit(10)
    assert calendar.browser.post(f"{base}archive/", {"archived": "1"}).status_code == 409
    assert calendar.browser.post(base, {"name": "Green room"}).status_code == 302
    assert [room.name for room in rooms(calendar.actor)] == ["Green room"]


def test_B5_the_week_is_typed_as_people_type() -> None:
    actor = make_practice()
    browser = client_of(actor)
    base = f"/p/{slug_of(actor)}/calendar/settings/hours/{actor.membership_id}/"
    typed = {
        "starts-0-0": "9",
        "ends-0-0": "12.30",
        "starts-0-1": "1330",
        "ends-0-1": "17",
        "starts-6-0": "20",
        "ends-6-0": "24",
    }
    assert browser.post(base, typed).status_code == 302
    weekly = hours(actor, membership_id=actor.membership_id or actor.practice_id).weekly
    assert [(one.weekday, f"{one.starts:%H:%M}", f"{one.ends:%H:%M}") for one in weekly] == [
        (0, "09:00", "12:30"),
        (0, "13:30", "17:00"),
        (6, "20:00", "00:00"),
    ]
    wrong = browser.post(base, typed | {"starts-0-1": "12"})
    assert wrong.status_code == 422
    assert "overlap" in wrong.content.decode()
    unread = browser.post(base, typed | {"ends-0-0": "noon"})
    assert unread.status_code == 422
    assert "noon" in unread.content.decode()


def test_B5_odd_and_even_weeks_and_what_the_page_does_not_ask_stay() -> None:
    actor = make_practice()
    membership_id = actor.own_membership
    begins = date(2027, 1, 4)
    four = [time(8), time(10), time(12), time(14)]
    stored = [WeeklyEntry(0, one, one.replace(minute=30), valid_from=begins, place="Cellar") for one in four]
    set_week(actor, membership_id=membership_id, entries=stored)
    browser = client_of(actor)
    base = f"/p/{slug_of(actor)}/calendar/settings/hours/{membership_id}/"
    assert "odd weeks" in browser.get(base).content.decode()
    typed = {
        "starts-0-0": "8",
        "ends-0-0": "9",
        "rhythm-0-0": "odd",
        "starts-0-1": "8.30",
        "ends-0-1": "9.30",
        "rhythm-0-1": "even",
        "starts-1-0": "9",
        "ends-1-0": "17",
    }
    assert browser.post(base, typed).status_code == 302
    weekly = hours(actor, membership_id=membership_id).weekly
    assert [(one.weekday, f"{one.starts:%H:%M}", one.rhythm.value, one.valid_from, one.place) for one in weekly] == [
        (0, "08:00", "odd", begins, "Cellar"),
        (0, "08:30", "even", begins, "Cellar"),
        (0, "14:00", "every", begins, "Cellar"),
        (1, "09:00", "every", None, ""),
    ]
    assert browser.post(base, typed | {"rhythm-0-1": "odd"}).status_code == 422


def test_B5_a_dated_exception_is_added_and_removed() -> None:
    actor = make_practice()
    browser = client_of(actor)
    base = f"/p/{slug_of(actor)}/calendar/settings/hours/{actor.membership_id}/"
    form = {"first_day": "2031-07-01", "last_day": "2031-07-14", "reason": "Summer"}
    assert browser.post(f"{base}exceptions/", form).status_code == 302
    (found,) = hours(actor, membership_id=actor.membership_id or actor.practice_id).exceptions
    assert "Summer" in browser.get(base).content.decode()
    browser.post(f"{base}exceptions/{found.id}/remove/")
    assert hours(actor, membership_id=actor.membership_id or actor.practice_id).exceptions == []


def test_T5_a_colleague_sees_hours_and_changes_none() -> None:
    calendar = make_calendar()
    colleague = client_of(make_member(calendar.actor, Role.CLINICIAN))
    base = f"{calendar.base}settings/hours/{calendar.actor.membership_id}/"
    assert colleague.get(base).status_code == 200
    assert colleague.post(base, {"starts-0-0": "9", "ends-0-0": "10"}).status_code == 403
    assert colleague.get(f"{calendar.base}settings/services/new/").status_code == 403
    assert colleague.get(f"{calendar.base}settings/rooms/new/").status_code == 403
