"""Calendars from anywhere are read as the times that are taken (B15, BK-6)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from kollega.feeds.rules.busy_times import BusyTimes, busy_times
from kollega.feeds.rules.calendar_lines import MOST_ENTRIES, NotACalendar, calendar_lines
from kollega.scheduling.rules.ics import LARGEST_BYTES, MOST_OCCURRENCES
from tests.feeds.reference import REFERENCE

FILES = Path(__file__).resolve().parents[1] / "files"
STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST, LAST = (datetime(year, 1, 1, tzinfo=STOCKHOLM).astimezone(UTC) for year in (2027, 2028))


def read(data: bytes) -> BusyTimes:
    return busy_times(data, STOCKHOLM, FIRST, LAST)


def series(start: str, rule: str, zone: str = "") -> bytes:
    text = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART{zone}:{start}\nDURATION:PT15M\nRRULE:{rule}\nEND:VEVENT\n"
    return f"{text}END:VCALENDAR\n".encode()


@pytest.mark.parametrize("name", sorted(REFERENCE))
def test_B15_awkward_files_are_read_as_the_standard_says(name: str) -> None:
    result = read((FILES / f"{name}.ics").read_bytes())
    said = [f"{one.starts_at:%Y-%m-%dT%H:%M}/{one.ends_at:%Y-%m-%dT%H:%M}" for one in result.stretches]
    assert (said, result.left_out) == REFERENCE[name]


def test_every_file_has_a_reference() -> None:
    assert {path.stem for path in FILES.glob("*.ics")} == REFERENCE.keys() | {"web-page", "nothing"}
    assert len(REFERENCE) >= 40


@pytest.mark.parametrize("name", ["web-page", "nothing"])
def test_B15_what_is_no_calendar_is_said_to_be_none(name: str) -> None:
    with pytest.raises(NotACalendar):
        read((FILES / f"{name}.ics").read_bytes())


def test_B15_nothing_that_says_what_an_entry_is_about_passes() -> None:
    for path in FILES.glob("*.ics"):
        try:
            found = calendar_lines(path.read_bytes())
        except NotACalendar:
            continue
        assert not any("SUMMARY" in line.upper() or "private" in line for part in found.events for line in part)


def test_B15_zones_that_two_files_name_alike_stay_apart() -> None:
    """The library keeps a file's own zones for the whole process."""
    names = ("zone-of-the-file", "zone-of-another-file-with-the-same-name", "zone-of-the-file")
    starts = [read((FILES / f"{name}.ics").read_bytes()).stretches[0].starts_at.hour for name in names]
    assert starts == [3, 14, 3]


RULES = [
    "FREQ=DAILY;INTERVAL=3;COUNT=40",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH,SA;WKST=SU;COUNT=30",
    "FREQ=MONTHLY;BYDAY=2TU,-1FR;COUNT=20",
    "FREQ=MONTHLY;BYMONTHDAY=-1,13;COUNT=15",
    "FREQ=YEARLY;BYMONTH=1,6,11;BYDAY=1MO;COUNT=12",
    "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO,FR;COUNT=4",
    "FREQ=YEARLY;BYYEARDAY=1,100,-1;COUNT=6",
    "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;COUNT=50",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2,-2;COUNT=18",
]


@pytest.mark.parametrize("rule", RULES)
def test_B15_series_agree_with_another_expansion(rule: str) -> None:
    """dateutil expands in local time without a zone; the zone is laid over each date."""
    start = datetime(2027, 1, 5, 9, 0)  # noqa: DTZ001 - a local time
    expected = [
        one.replace(tzinfo=STOCKHOLM).astimezone(UTC)
        for one in rrulestr(rule, dtstart=start)
        if one.replace(tzinfo=STOCKHOLM).astimezone(UTC) < LAST
    ]
    found = read(series("20270105T090000", rule, ";TZID=Europe/Stockholm"))
    # Some rules leave their own first date out, which the standard does not define: it is taken here.
    assert [one.starts_at for one in found.stretches if one.starts_at in expected] == expected
    assert len(found.stretches) - len(expected) in (0, 1)
    assert all(one.ends_at - one.starts_at == timedelta(minutes=15) for one in found.stretches)


def test_B15_bounds_hold() -> None:
    with pytest.raises(NotACalendar):
        read(b"BEGIN:VCALENDAR\n" + b"x" * LARGEST_BYTES)
    entry = b"BEGIN:VEVENT\nDTSTART:20270101T080000Z\nEND:VEVENT\n"
    with pytest.raises(NotACalendar):
        read(b"BEGIN:VCALENDAR\n" + entry * (MOST_ENTRIES + 1))
    often = read(series("20270101T000000Z", "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24)))))
    assert len(often.stretches) == MOST_OCCURRENCES
    assert read(series("20270101T000000Z", "FREQ=DAILY;BYHOUR=1,2;BYMINUTE=" + ",".join(map(str, range(60))))).left_out


def test_B15_every_day_for_decades_is_read_for_the_window_only() -> None:
    found = read(series("19700101T080000Z", "FREQ=DAILY"))
    assert len(found.stretches) == 365
    assert (found.stretches[0].starts_at.date(), found.stretches[-1].starts_at.date()) == (
        FIRST.date() + timedelta(days=1),
        LAST.date(),
    )
