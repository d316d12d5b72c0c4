"""The zone that a feed brings along gives the same instants as the system's zone data (BK-6)."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from kollega.scheduling.rules.vtimezone import vtimezone

ZONES = (
    "Europe/Stockholm",
    "Europe/London",
    "America/Montreal",
    "Europe/Lisbon",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
)


@pytest.mark.parametrize("zone", ZONES)
def test_BK6_the_written_zone_is_the_real_one_at_every_hour(zone: str) -> None:
    """dateutil reads the text and knows nothing of our zone data."""
    text = b"BEGIN:VCALENDAR\r\n" + vtimezone(zone, 2026, 2028).to_ical() + b"END:VCALENDAR\r\n"
    read = tzical(StringIO(text.decode().replace("\r\n", "\n"))).get()
    real = ZoneInfo(zone)
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    while moment < datetime(2028, 12, 30, tzinfo=UTC):
        local = moment.astimezone(real)
        if not local.fold and (local - timedelta(hours=2)).utcoffset() == (local + timedelta(hours=2)).utcoffset():
            assert local.replace(tzinfo=read).utcoffset() == local.utcoffset(), local
        moment += timedelta(hours=1)


def test_BK6_summer_time_begins_in_the_time_that_was_in_force_before() -> None:
    text = vtimezone("Europe/Stockholm", 2027, 2027).to_ical().decode()
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000" in text
    assert "BEGIN:STANDARD\r\nDTSTART:20271031T030000" in text
