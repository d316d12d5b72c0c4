"""Twenty practices want one shared room at one time, ten times each: one of them gets it (B2, B6, BK-1, BK-4)."""

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from kollega.practices.operations.tokens import create_token
from kollega.scheduling.errors import SlotTaken
from tests.api.test_frame import Client
from tests.communities.making import House, make_community, make_house
from tests.communities.overlapping import overlaps_among
from tests.pages import browser, slug_of
from tests.scheduling.factories import tomorrow_at
from tests.scheduling.test_races import at_once

PROVE = bool(os.environ.get("KOLLEGA_PROVE"))
PRACTICES, REQUESTS = 20, 10
ROUNDS = 50 if PROVE else 2
# A web server has so many threads; the other clients wait in its queue.
THREADS = threading.Semaphore(16)
PANEL = {"headers": {"HX-Request": "true", "HX-Target": "panel-host"}}

pytestmark = pytest.mark.race


class Practice:
    """One of those who race: it books by operation, by page and by API."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.page = browser(house.actor)
        self.base = f"/p/{slug_of(house.actor)}/calendar/new/"
        self.token = create_token(house.actor, name="race", scopes=house.actor.permissions, days=1)

    def by_operation(self, start: Any) -> Any:
        with THREADS:
            return self.house.book(start)

    def by_page(self, start: Any) -> Any:
        local = start.astimezone(self.house.actor.timezone)
        form = {
            "client": str(self.house.client_id),
            "service": str(self.house.service_id),
            "date": local.date().isoformat(),
            "start": f"{local:%H:%M}",
            "minutes": "30",
            "clinician": str(self.house.actor.own_membership),
            "room": str(self.house.room_id),
            "place": "in_person",
            "idempotency_key": os.urandom(8).hex(),
        }
        with THREADS:
            return self.page.post(self.base, form, **PANEL)  # type: ignore[arg-type]

    def by_api(self, start: Any) -> Any:
        body = {
            "client_id": str(self.house.client_id),
            "service_id": str(self.house.service_id),
            "clinician_id": str(self.house.actor.own_membership),
            "room_id": str(self.house.room_id),
            "starts_at": start.isoformat(),
        }
        client = Client(headers={"Authorization": f"Bearer {self.token}"})
        with THREADS:
            return client.post("/api/v1/appointments", body, content_type="application/json")


def test_B2_twenty_practices_on_one_shared_room_have_one_winner_each_round() -> None:
    creator = make_house()
    houses = [creator, *(make_house() for _ in range(PRACTICES - 1))]
    make_community(creator, *houses[1:])
    practices = [Practice(house) for house in houses]
    for number in range(ROUNDS):
        start = tomorrow_at(creator.actor, 8, days=1 + number // 18) + timedelta(minutes=30 * (number % 18))
        answers = at_once([work for one in practices for work in works(one, start)])
        won = [answer for answer in answers if not isinstance(answer, SlotTaken) and not lost(answer)]
        assert len(won) == 1, [told(answer) for answer in won]
        for answer in answers:
            if lost(answer):
                assert_alternatives(answer)
        assert overlaps_among([house.actor.practice_id for house in houses]) == 0


def works(one: Practice, start: Any) -> list[Callable[[], Any]]:
    ways = (one.by_operation, one.by_page, one.by_api)
    return [lambda way=ways[n % 3]: way(start) for n in range(REQUESTS)]  # type: ignore[misc]


def lost(answer: Any) -> bool:
    return isinstance(answer, SlotTaken) or getattr(answer, "status_code", 0) == 409


def told(answer: Any) -> Any:
    return (answer.status_code, answer.content[:200]) if isinstance(answer, HttpResponse) else answer


def assert_alternatives(answer: Any) -> None:
    """The loser is offered three other times, and is not told whose this one is."""
    if isinstance(answer, SlotTaken):
        assert len(answer.alternatives) == 3
    elif answer.headers["Content-Type"].startswith("application/problem"):
        assert len(answer.json()["detail"]["alternatives"]) == 3
    else:
        assert answer.content.decode().count('name="slot"') == 3
