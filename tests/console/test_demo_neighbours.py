"""The demo's two practices in one house share a room; made again, nothing doubles (B6)."""

from dataclasses import replace
from datetime import timedelta

from kollega.console.demo.founding import Place
from kollega.console.demo.neighbours import TIMES, share
from kollega.console.demo.words import WORDS
from kollega.kernel import clock
from kollega.scheduling.queries.calendar import calendar_range
from kollega.scheduling.queries.integrity import overlaps_with_others, wrong_occupancy
from kollega.web.demo.cast import PRACTICES
from tests.communities.making import make_house


def test_B6_the_demo_shows_occupied_time_of_the_neighbour() -> None:
    now = clock.now().replace(second=0, microsecond=0)
    weber, krueger = (cast for cast in PRACTICES if cast.slug in {"praxis-weber", "praxis-krueger"})
    places = []
    for cast in (weber, krueger):
        actor = replace(make_house(zone="Europe/Berlin").actor, at=now)
        places.append(Place(cast, WORDS["de"], actor, [actor]))
    for _ in range(2):
        share(places[0], places[1], now)
    first = now.date() + timedelta(days=1)
    shown = calendar_range(places[0].owner, first=first, last=first + timedelta(days=6))
    assert len(shown.occupied) == len(TIMES)
    for place in places:
        assert overlaps_with_others(place.owner) == []
        assert wrong_occupancy(place.owner) == []
