"""Fifty clients on one time, by page and API at once: one of them gets it, nobody sees an error (B2, BK-4)."""

import os
import threading

import pytest
from django.http import HttpResponse

from kollega.kernel.permissions import Area, Role
from kollega.practices.operations.tokens import create_token
from tests.api.test_frame import Client
from tests.factories import make_member
from tests.pages import browser
from tests.scheduling.test_races import at_once, overlaps
from tests.web.calendar.calendars import make_calendar

ROUNDS = 20 if os.environ.get("KOLLEGA_PROVE") else 2
CLIENTS = 50
# A web server has so many threads; the other clients wait in its queue.
THREADS = threading.Semaphore(16)
PANEL = {"headers": {"HX-Request": "true", "HX-Target": "panel-host"}}

pytestmark = pytest.mark.race


def test_B2_page_and_api_at_once_have_one_winner_each_round() -> None:
    calendar = make_calendar()
    secretary = make_member(calendar.actor, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    people = [calendar.actor, secretary]
    pages = [browser(actor) for actor in people]
    tokens = [create_token(actor, name="race", scopes=actor.permissions, days=1) for actor in people]
    for number in range(ROUNDS):
        start = f"{8 + number // 2 % 9:02d}:{number % 2 * 30:02d}"
        form = calendar.form(start, minutes="30")
        body = {
            "client_id": str(calendar.client_id),
            "service_id": str(calendar.service_id),
            "clinician_id": str(calendar.actor.membership_id),
            "starts_at": f"{calendar.day}T{start}:00",
            "minutes": 30,
        }

        def by_page(who: int, form: dict[str, str] = form) -> HttpResponse:
            mine = {**form, "idempotency_key": os.urandom(8).hex()}
            with THREADS:
                return pages[who].post(f"{calendar.base}new/", mine, **PANEL)  # type: ignore[return-value, arg-type]

        def by_api(who: int, body: dict[str, object] = body) -> HttpResponse:
            client = Client(headers={"Authorization": f"Bearer {tokens[who]}"})
            with THREADS:
                return client.post("/api/v1/appointments", body, content_type="application/json")  # type: ignore[return-value]

        works = [
            (lambda n=n: by_page(n // 2 % 2)) if n % 2 else (lambda n=n: by_api(n // 2 % 2))  # type: ignore[misc]
            for n in range(CLIENTS)
        ]
        answers = at_once(works)
        statuses = [getattr(answer, "status_code", answer) for answer in answers]
        assert sum(status in {200, 201, 204, 302} for status in statuses) == 1, statuses
        assert statuses.count(409) == CLIENTS - 1, statuses
        for status, answer in zip(statuses, answers, strict=True):
            if status == 409 and answer.headers["Content-Type"].startswith("application/problem"):
                assert len(answer.json()["detail"]["alternatives"]) == 3
            elif status == 409:
                assert answer.content.decode().count('name="slot"') == 3
    assert overlaps(calendar.actor) == 0
