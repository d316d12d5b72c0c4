"""The two nights on which the clocks change, by page, API, mail and calendar file (B17, BK-5, BK-6, BK-7)."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kollega.kernel.actor import Actor
from kollega.notices.operations.deciding import send_now
from kollega.notices.operations.inviting import invite
from kollega.scheduling.operations.editing import edit
from kollega.scheduling.queries.appointments import appointment
from tests.api.test_calendar import post
from tests.api.test_frame import caller
from tests.factories import make_practice, utc
from tests.notices.making import booked, event_of, mails, make_reachable
from tests.scheduling.factories import make_client, make_hours
from tests.web.calendar.calendars import PANEL, make_calendar
from tests.web.repeats.test_pages import listed

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
FIRST, SECOND = utc(2027, 10, 31, 0, 30), utc(2027, 10, 31, 1, 30)


def always(actor: Actor) -> Actor:
    make_hours(actor, starts=time(0), ends=time(0))
    return actor


def half_hours(actor: Actor, day: date) -> list[datetime]:
    """The free times of a local day that begin on the hour or half past, as the API gives them."""
    since = datetime.combine(day, time(), tzinfo=STOCKHOLM)
    asked = {"clinician_id": str(actor.own_membership), "minutes": 30, "since": since.isoformat(), "count": 200}
    answer = caller(actor).get("/api/v1/free-times", asked)
    assert answer.status_code == 200, answer.content
    found = [datetime.fromisoformat(one["starts_at"]).astimezone(STOCKHOLM) for one in answer.json()]
    return [local for local in found if local.date() == day and local.minute in {0, 30}]


def test_BK7_around_the_clock_there_are_46_half_hours_in_march_and_50_in_october() -> None:
    actor = always(make_practice())
    assert [len(half_hours(actor, day)) for day in (SPRING, AUTUMN, date(2027, 6, 6))] == [46, 50, 48]
    assert [f"{local:%H:%M}" for local in half_hours(actor, SPRING)][3:5] == ["01:30", "03:00"]


def test_B17_both_half_past_two_are_booked_as_offered_by_the_api_and_the_missing_one_is_refused() -> None:
    actor = always(make_practice())
    twice = [local for local in half_hours(actor, AUTUMN) if f"{local:%H:%M}" == "02:30"]
    assert twice[1].timestamp() - twice[0].timestamp() == 3600
    client = caller(actor)
    body = {"client_id": str(make_client(actor)), "clinician_id": str(actor.own_membership), "minutes": 30}
    answers = [post(client, "/appointments", body | {"starts_at": local.isoformat()}) for local in twice]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert [datetime.fromisoformat(answer.json()["starts_at"]) for answer in answers] == [FIRST, SECOND]
    refused = post(client, "/appointments", body | {"starts_at": "2027-03-28T02:30:00"})
    assert (refused.status_code, refused.json()["code"]) == (422, "local_time_missing")


def test_B17_the_page_takes_the_first_says_so_and_offers_the_second_by_its_name() -> None:
    calendar = make_calendar(always(make_practice()))
    form = calendar.form("02:30", minutes="30") | {"date": AUTUMN.isoformat()}
    first = calendar.browser.post(f"{calendar.base}new/", form, **PANEL)
    assert "02:30 summer time. This time comes twice that night" in first.headers["HX-Trigger"]
    taken = calendar.browser.post(f"{calendar.base}new/", form, **PANEL)
    assert taken.status_code == 409
    slots = dict(re.findall(r'name="slot" value="([^"]+)".*?<span class="num">(.*?)</span>', taken.content.decode()))
    assert any(words.startswith("Sun 31 Oct 02:00 winter time") for words in slots.values()), slots
    # An alternative as it is offered: the instant, the clinician, the room.
    value = f"{SECOND.isoformat()}|{calendar.actor.own_membership}|"
    second = calendar.browser.post(f"{calendar.base}new/", form | {"slot": value}, **PANEL)
    assert "Booked for Sun 31 Oct 02:30 winter time." in second.headers["HX-Trigger"]
    day = calendar.browser.get(f"{calendar.base}?view=day&date={AUTUMN}").content.decode()
    assert "02:30 summer time" in day
    assert "02:30 winter time" in day
    missing = calendar.browser.post(f"{calendar.base}new/", form | {"date": SPRING.isoformat()}, **PANEL)
    assert missing.status_code == 422
    assert "does not exist" in missing.content.decode()


def test_BK5_weekly_nine_in_the_page_is_eight_and_then_seven_in_utc() -> None:
    calendar = make_calendar()
    form = calendar.form("09:00", repeat="week1", times="2") | {"date": "2027-03-22"}
    sent = listed(calendar.browser.post(f"{calendar.base}new/", form, **PANEL).content.decode())
    assert sent["day-2027-03-22"].startswith("2027-03-22T08:00:00+00:00|")
    assert sent["day-2027-03-29"].startswith("2027-03-29T07:00:00+00:00|")


def test_BK6_an_edit_that_leaves_the_second_half_past_two_alone_does_not_move_it() -> None:
    actor = always(make_practice())
    visit = booked(actor, client_id=make_client(actor), starts_at=SECOND)
    typed = SECOND.astimezone(STOCKHOLM).replace(tzinfo=None, fold=0)
    edit(actor, appointment_id=visit.appointment_id, starts_at=typed, internal_line="brings the forms")
    assert appointment(actor, appointment_id=visit.appointment_id).event.starts_at == SECOND


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "02:30 summer time", "02:30 winter time"),
        ("sv", "02:30 sommartid", "02:30 vintertid"),
        ("de", "02:30 Sommerzeit", "02:30 Winterzeit"),
    ],
)
def test_BK6_mail_and_calendar_file_tell_the_two_apart(language: str, first: str, second: str) -> None:
    actor = always(make_practice())
    for start in (FIRST, SECOND):
        visit = booked(actor, client_id=make_reachable(actor, language=language), starts_at=start, minutes=15)
        (notice_id,) = invite(actor, appointment_id=visit.appointment_id).notice_ids
        send_now(actor, notice_id=notice_id)
    early, late = mails(actor)
    assert first in early["text"]
    assert second in late["text"]
    # What reads the file takes a local time for the first of two, so the second is written as an instant.
    assert "DTSTART;TZID=Europe/Stockholm:20271031T023000" in early["calendar"]["content"]
    assert "DTSTART:20271031T013000Z" in late["calendar"]["content"]
    assert event_of(late).start - event_of(early).start.astimezone(ZoneInfo("UTC")) == timedelta(hours=1)
