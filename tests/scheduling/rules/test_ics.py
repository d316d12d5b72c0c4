"""Calendar files from other systems: recurrence, zones, whole days, and what cannot be read (BK-5, BK-6)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kollega.scheduling.enums import Outcome
from kollega.scheduling.errors import FileNotReadable
from kollega.scheduling.rules.ics import LARGEST_BYTES, MOST_OCCURRENCES, Occurrence, read

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
CUSTOM_ZONE = """BEGIN:VTIMEZONE
TZID:Our own
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(*events: str, head: str = "") -> bytes:
    text = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    whole = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//\n{head}{text}END:VCALENDAR\n"
    return whole.replace("\n", "\r\n").encode()


def found(*events: str, head: str = "") -> list[Occurrence]:
    return read(calendar(*events, head=head), STOCKHOLM, FIRST, LAST)


def local(one: Occurrence) -> str:
    assert one.starts_at is not None
    return f"{one.starts_at.astimezone(STOCKHOLM):%m-%d %H:%M}"


def test_BK5_a_weekly_event_with_an_exception_and_a_moved_date_stays_at_nine_across_the_change() -> None:
    series = """
UID:a
DTSTART;TZID=Europe/Stockholm:20270315T090000
DTEND;TZID=Europe/Stockholm:20270315T100000
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=Europe/Stockholm:20270322T090000
SUMMARY:Supervision"""
    moved = """
UID:a
RECURRENCE-ID;TZID=Europe/Stockholm:20270405T090000
DTSTART;TZID=Europe/Stockholm:20270406T113000
DTEND;TZID=Europe/Stockholm:20270406T120000
SUMMARY:Supervision moved"""
    dates = found(series, moved)
    assert [local(one) for one in dates] == ["03-15 09:00", "03-29 09:00", "04-06 11:30"]
    assert dates[0].starts_at == datetime(2027, 3, 15, 8, tzinfo=UTC)
    assert dates[1].starts_at == datetime(2027, 3, 29, 7, tzinfo=UTC)
    unmoved = found(series)
    assert dates[2].key == unmoved[2].key, "a moved date is known again by its original start"
    assert len({one.key for one in dates}) == 3


@pytest.mark.parametrize("zone", ["Europe/Stockholm", "W. Europe Standard Time", "Our own", "Nobody/Knows", None])
def test_B17_zones_by_name_of_windows_of_the_file_and_none_at_all(zone: str | None) -> None:
    start = f"DTSTART;TZID={zone}:20270601T090000" if zone else "DTSTART:20270601T090000"
    (one,) = found(f"UID:a\n{start}\nDURATION:PT30M", head=CUSTOM_ZONE)
    assert one.starts_at == datetime(2027, 6, 1, 7, tzinfo=UTC)
    assert one.ends_at == datetime(2027, 6, 1, 7, 30, tzinfo=UTC)


def test_B17_another_zone_is_converted() -> None:
    (one,) = found("UID:a\nDTSTART;TZID=America/New_York:20270601T090000\nDURATION:PT30M")
    assert local(one) == "06-01 15:00"


def test_BK7_a_whole_day_is_23_hours_when_it_is() -> None:
    (one,) = found("UID:a\nDTSTART;VALUE=DATE:20270328\nSUMMARY:Conference")
    assert one.all_day
    assert one.starts_at
    assert one.ends_at
    assert one.ends_at - one.starts_at == timedelta(hours=23)


def test_BK6_a_time_that_does_not_exist_is_refused_here_too() -> None:
    dates = found("UID:a\nDTSTART;TZID=Europe/Stockholm:20270327T023000\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=3")
    assert [one.problem for one in dates] == [None, Outcome.MISSING_TIME, None]


def test_BK6_a_time_that_exists_twice_is_the_first() -> None:
    (one,) = found("UID:a\nDTSTART:20271031T023000\nDURATION:PT30M")
    assert one.starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_B2_cancelled_and_free_events_are_marked() -> None:
    cancelled, free = found(
        "UID:a\nDTSTART:20270601T090000\nDURATION:PT30M\nSTATUS:CANCELLED",
        "UID:b\nDTSTART:20270602T090000\nDURATION:PT30M\nTRANSP:TRANSPARENT",
    )
    assert cancelled.problem is Outcome.CANCELLED
    assert free.free


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        ("UID:a\nDTSTART:2027xx\nSUMMARY:Bad", Outcome.UNREADABLE),
        ("UID:a\nSUMMARY:No start", Outcome.UNREADABLE),
        ("UID:a\nDTSTART:20270601T090000\nDURATION:PT1M\nRRULE:FREQ=SECONDLY", Outcome.TOO_OFTEN),
        (
            "UID:a\nDTSTART:20270601T090000\nDURATION:PT1M\nRRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5,6",
            Outcome.TOO_OFTEN,
        ),
        ("UID:a\nDTSTART;VALUE=DATE:20270601\nDTEND;VALUE=DATE:20290601", Outcome.TOO_LONG),
        ("UID:a\nDTSTART:20270601T090000\nDTEND:20270601T090000", Outcome.UNREADABLE),
    ],
)
def test_B2_what_cannot_be_stored_is_named_and_the_rest_is_read(event: str, problem: Outcome) -> None:
    other = "UID:z\nDTSTART:20270701T090000\nDURATION:PT30M"
    dates = found(event, other)
    assert [one.problem for one in dates] == [problem, None]


def test_B2_a_series_without_end_is_read_to_the_horizon_and_no_further() -> None:
    dates = found("UID:a\nDTSTART:20200101T090000\nDURATION:PT30M\nRRULE:FREQ=DAILY")
    assert len(dates) == 365
    often = found("UID:a\nDTSTART:20200101T000000\nDURATION:PT30M\nRRULE:FREQ=DAILY;BYHOUR=1,5,9,13,17,21")
    assert len(often) == MOST_OCCURRENCES + 1
    assert often[0].problem is Outcome.TOO_OFTEN


def test_AL7_titles_are_one_line_of_bounded_length() -> None:
    (one,) = found("UID:a\nDTSTART:20270601T090000\nDURATION:PT30M\nSUMMARY:a\\nb\\tc" + "x" * 400)
    assert "\n" not in one.title
    assert len(one.title) == 200


@pytest.mark.parametrize("data", [b"", b"hello", b"BEGIN:VCARD\r\nEND:VCARD\r\n", b"x" * (LARGEST_BYTES + 1)])
def test_UE1_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(FileNotReadable):
        read(data, STOCKHOLM, FIRST, LAST)


def test_B2_events_without_a_uid_are_known_again() -> None:
    event = "DTSTART:20270601T090000\nDURATION:PT30M\nSUMMARY:x"
    assert found(event)[0].key == found(event)[0].key
