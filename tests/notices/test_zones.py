"""A client who takes part from another time zone reads both times (BK-6, B12)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from kollega.clients.queries.contacts import ClientContact
from kollega.notices.enums import NoticeKind
from kollega.notices.queries.letters import Matter, letter_of
from kollega.notices.rules.facts import Facts
from kollega.notices.rules.settings import DEFAULTS

NOBODY = UUID(int=0)


def facts_of(start: datetime, *, place: str, own_zone: str) -> dict[str, str]:
    facts = Facts(start, start + timedelta(minutes=45), place, NOBODY, video="https://video.example/room", gone=False)
    client = ClientContact(NOBODY, "Kim", "", "kim@client.example", "", "SE", "en")
    matter = Matter(
        NoticeKind.INVITATION, facts, None, "Europe/Stockholm", own_zone, client, "Ekens", "", {}, settings=DEFAULTS
    )
    return dict(letter_of(matter).facts)


@pytest.mark.parametrize(
    ("day", "theirs"),
    [
        # Europe has changed its clocks, America has not yet: five hours apart instead of six.
        (datetime(2027, 3, 10, 15, tzinfo=UTC), "10:00–10:45"),
        (datetime(2027, 3, 17, 15, tzinfo=UTC), "11:00–11:45"),
        (datetime(2027, 4, 7, 14, tzinfo=UTC), "10:00–10:45"),
    ],
)
def test_BK7_a_video_appointment_is_told_in_both_zones_across_both_clock_changes(day: datetime, theirs: str) -> None:
    told = facts_of(day, place="video", own_zone="America/New_York")
    assert "16:00–16:45 (Central European" in told["When"]
    assert theirs in told["In your time zone"]
    assert told["Where"] == "Video call\nhttps://video.example/room"


@pytest.mark.parametrize(
    ("place", "own_zone"), [("in_person", "America/New_York"), ("video", "Europe/Oslo"), ("video", "")]
)
def test_one_time_is_enough_on_site_or_at_the_same_hour(place: str, own_zone: str) -> None:
    assert "In your time zone" not in facts_of(datetime(2027, 3, 10, 15, tzinfo=UTC), place=place, own_zone=own_zone)
