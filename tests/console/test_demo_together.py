"""The demo shows at once what repeats, and who comes together; made again, nothing doubles (B10)."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from kollega.console.demo.founding import Place
from kollega.console.demo.together import bring_together
from kollega.console.demo.words import WORDS
from kollega.kernel import clock
from kollega.scheduling.enums import Place as Where
from kollega.scheduling.enums import Status
from kollega.scheduling.queries.calendar import CalendarEvent, calendar_range
from kollega.scheduling.queries.repeat_dates import Standing, repeat_dates
from kollega.web.demo.cast import PRACTICES
from tests.communities.making import make_house
from tests.scheduling.factories import make_client


def test_B10_the_demo_repeats_with_a_moved_and_a_cancelled_date_a_couple_a_group_and_a_video_call() -> None:
    now = clock.now().replace(second=0, microsecond=0)
    actor = replace(make_house().actor, at=now - timedelta(days=100))
    for _ in range(8):
        make_client(actor)
    place = Place(PRACTICES[0], WORDS["sv"], actor, [actor])
    for _ in range(2):
        bring_together(place, now)
    first = now.date() - timedelta(days=20)
    seen = replace(actor, at=now)
    events = calendar_range(seen, first=first, last=first + timedelta(days=61), cancelled=True).events
    (couple,) = [one for one in events if one.client_count == 2]
    (group,) = [one for one in events if one.client_count == 5]
    (video,) = [one for one in events if one.place is Where.VIDEO]
    assert all(one.starts_at > now for one in (couple, group, video))
    dates = repeat_dates(seen, appointment_id=_one_that_repeats(events)).dates
    found = [one.standing for one in dates]
    assert [found.count(one) for one in (Standing.MOVED, Standing.CANCELLED)] == [1, 1]
    assert {one.status for one in dates if one.starts_at and one.starts_at < now} <= {Status.COMPLETED}


def _one_that_repeats(events: list[CalendarEvent]) -> UUID:
    return next(one.id for one in events if one.recurrence_id is not None and one.id is not None)
