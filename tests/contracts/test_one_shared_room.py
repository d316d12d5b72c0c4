"""Twenty practices want one shared room at one time, ten times each: one of them gets it (B2, B6, BK-1, BK-4).

They want it by page, API, public booking page, recurrence and import, all at the same moment.
"""

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse

from kollega.online.operations.settings import change_page
from kollega.online.rules.settings import PageSettings
from kollega.platform.tenancy import tenant
from kollega.practices.operations.tokens import create_token
from kollega.scheduling.errors import SlotTaken
from kollega.scheduling.models import Service
from kollega.scheduling.operations.booking import Booked
from kollega.scheduling.queries.imports import ImportReport
from tests.api.test_frame import Client
from tests.communities.making import House, make_community, make_house
from tests.communities.overlapping import overlaps_among
from tests.factories import unique
from tests.online.making import open_clinician
from tests.pages import browser, slug_of
from tests.scheduling.factories import tomorrow_at
from tests.scheduling.rules.test_ics import calendar
from tests.scheduling.test_importing import bring_in
from tests.scheduling.test_races import at_once

PROVE = bool(os.environ.get("KOLLEGA_PROVE"))
PRACTICES, REQUESTS, IMPORTING = 20, 10, 2
ROUNDS = 50 if PROVE else 2
# A web server has so many threads; the other clients wait in its queue.
THREADS = threading.Semaphore(16)
PANEL = {"headers": {"HX-Request": "true", "HX-Target": "panel-host"}}

pytestmark = pytest.mark.race


class Practice:
    """One of those who race; `number` is its network and says whether it brings in a calendar file meanwhile."""

    def __init__(self, house: House, number: int) -> None:
        self.house = house
        self.number = number
        self.public = opened(house)
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

    def by_public_page(self, start: Any) -> Any:
        query = f"?service={self.house.service_id}&place=in_person"
        visitor = Client(REMOTE_ADDR=f"10.{self.number}.{os.urandom(1)[0]}.{os.urandom(1)[0]}")
        with THREADS:
            return visitor.post(f"/book/{self.public}/time/{query}", {"at": start.isoformat()})

    def by_recurrence(self, start: Any) -> Any:
        """Two weeks in a row: both or none."""
        local = start.astimezone(self.house.actor.timezone)
        rule = {
            "every": "week",
            "first": local.date().isoformat(),
            "starts": f"{local:%H:%M}",
            "weekdays": [local.weekday()],
            "count": 2,
        }
        room = str(self.house.room_id)
        dates = [local + timedelta(weeks=number) for number in range(2)]
        body = {
            "rule": rule,
            "clinician_id": str(self.house.actor.own_membership),
            "service_id": str(self.house.service_id),
            "room_id": room,
            "client_id": str(self.house.client_id),
            "choices": [
                {"day": one.date().isoformat(), "starts_at": one.isoformat(), "room_id": room} for one in dates
            ],
        }
        client = Client(headers={"Authorization": f"Bearer {self.token}"})
        with THREADS:
            return client.post("/api/v1/repeats", body, content_type="application/json")

    def by_import(self, start: Any) -> Any:
        """A file never takes a room, and comes in without blocking where its clinician is busy."""
        local = start.astimezone(self.house.actor.timezone)
        event = f"UID:{unique('event')}\nDTSTART:{local:%Y%m%dT%H%M%S}\nDURATION:PT30M\nSUMMARY:Busy"
        with THREADS:
            return bring_in(self.house.actor, calendar(event))


def opened(house: House) -> str:
    """Open the public booking page of a practice and return its address."""
    slug = unique("race")
    with tenant(house.actor.practice_id), transaction.atomic():
        Service.objects.filter(id=house.service_id).update(bookable_online=True)
    change_page(house.actor, wanted=PageSettings(slug=slug, is_on=True, notice_minutes=0, step_minutes=15))
    open_clinician(house.actor)
    return slug


def test_B2_twenty_practices_on_one_shared_room_have_one_winner_each_round() -> None:
    creator = make_house()
    houses = [creator, *(make_house() for _ in range(PRACTICES - 1))]
    make_community(creator, *houses[1:])
    practices = [Practice(house, number) for number, house in enumerate(houses)]
    for number in range(ROUNDS):
        start = tomorrow_at(creator.actor, 8, days=1 + number // 18) + timedelta(minutes=30 * (number % 18))
        answers = at_once([work for one in practices for work in works(one, start)])
        brought = [answer for answer in answers if isinstance(answer, ImportReport)]
        assert len(brought) == IMPORTING, brought
        won = [answer for answer in answers if not lost(answer) and answer not in brought]
        assert len(won) == 1, [told(answer) for answer in won]
        assert isinstance(won[0], Booked) or won[0].status_code in {201, 204, 302}, told(won[0])
        for answer in answers:
            if lost(answer):
                assert_alternatives(answer)
        assert overlaps_among([house.actor.practice_id for house in houses]) == 0


def works(one: Practice, start: Any) -> list[Callable[[], Any]]:
    ways = [one.by_operation, one.by_page, one.by_api, one.by_public_page, one.by_recurrence]
    wanted = [ways[n % len(ways)] for n in range(REQUESTS)]
    if one.number < IMPORTING:
        wanted[0] = one.by_import
    return [lambda way=way: way(start) for way in wanted]  # type: ignore[misc]


def lost(answer: Any) -> bool:
    return isinstance(answer, SlotTaken) or getattr(answer, "status_code", 0) == 409


def told(answer: Any) -> Any:
    return (answer.status_code, answer.content[:200]) if isinstance(answer, HttpResponse) else answer


def assert_alternatives(answer: Any) -> None:
    """The loser is offered three other times, and is not told whose this one is."""
    if isinstance(answer, SlotTaken):
        assert len(answer.alternatives) == 3
    elif answer.headers["Content-Type"].startswith("application/problem"):
        detail = answer.json()["detail"]
        assert len(detail["alternatives"] if "alternatives" in detail else detail["dates"][0]["alternatives"]) == 3
    else:
        html = answer.content.decode()
        assert html.count('name="slot"') == 3 or ("just been taken" in html and html.count('name="at"') >= 3)
