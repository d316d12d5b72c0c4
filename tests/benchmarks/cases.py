"""What is asked: each case makes the next request of one of the eight people."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlencode

from tests.benchmarks.booking_page import MOST, page_of_times
from tests.benchmarks.load import Answer, Ask, Next
from tests.benchmarks.people import Asker
from tests.factories import PASSWORD

NAMES = ("and", "jo", "mül", "ber", "li", "han", "kar", "sch", "ma", "per")
HOURS = (8, 9, 10, 11, 13, 14, 15, 16)
WEEKS = 8
# People book on days of their own, as they do all over a year: a booking locks the rooms of its day.
DAYS_APART = 120
# Where six times of seven are taken, so many lie in three to four weeks.
FREE_TIMES = 20
# The most dates that one recurrence may have.
REPEATED = 500


@dataclass(frozen=True)
class Case:
    """`right` are the statuses that are right answers; `most` bounds the number of requests."""

    name: str
    title: str
    next_of: Next
    right: frozenset[int] = frozenset({200})
    most: int = 5000
    clients: int = 8


def cases(people: list[Asker]) -> list[Case]:
    """Return the cases in the order in which they are measured: reads first, then what changes data."""
    return [
        Case("week", "Week of one clinician, API", _week(people)),
        Case("team", "Week of all 20 clinicians, API", _team(people), most=300),
        Case("week_page", "Week of one clinician, page", _week_page(people)),
        Case("search", "Client search, API", _search(people)),
        Case("search_page", "Client search, page", _search_page(people)),
        Case("card", "Client card, API", _card(people)),
        Case("free", "Next 20 free times (3 to 4 weeks), API", _free(people)),
        Case("public", "Booking page, a week of one clinician", page_of_times(people, "clinician-0"), most=MOST),
        Case("public_any", "Booking page, first of 20, with rooms", page_of_times(people, "any"), most=MOST),
        Case("book", "Book, API", _book(people), right=frozenset({201})),
        Case(
            "repeat",
            "Book 500 dates at once, API, 1 client",
            _repeat(people),
            right=frozenset({201}),
            most=5,
            clients=1,
        ),
        Case("note", "Save a note, API", _note(people)),
        # Two hashes at a time and one waiting in each web process; more at once are told to wait.
        Case("login", "Sign in, page, 3 clients", _login(people), right=frozenset({302}), most=12, clients=3),
    ]


def _monday(asker: Asker, turn: int) -> datetime:
    today = asker.actor.at
    return today - timedelta(days=today.weekday() + 7 * (turn % WEEKS))


def _week(people: list[Asker]) -> Next:
    def ask(number: int, turn: int, before: Answer | None) -> Ask:
        asker = people[number]
        first = _monday(asker, turn).date()
        asked = {"first": first, "last": first + timedelta(days=6), "clinician_id": asker.actor.membership_id}
        return Ask("GET", f"/api/v1/calendar?{urlencode(asked)}", headers=asker.api)

    return ask


def _team(people: list[Asker]) -> Next:
    def ask(number: int, turn: int, before: Answer | None) -> Ask:
        asker = people[number]
        first = _monday(asker, turn).date()
        asked = {"first": first, "last": first + timedelta(days=6)}
        return Ask("GET", f"/api/v1/calendar?{urlencode(asked)}", headers=asker.api)

    return ask


def _week_page(people: list[Asker]) -> Next:
    def ask(number: int, turn: int, before: Answer | None) -> Ask:
        asker = people[number]
        asked = {
            "view": "week",
            "date": _monday(asker, turn).date(),
            "columns": f"p-{asker.actor.membership_id}",
        }
        return Ask("GET", f"/p/{asker.slug}/calendar/?{urlencode(asked)}", headers=asker.browser)

    return ask


def _search(people: list[Asker]) -> Next:
    def ask(number: int, turn: int, before: Answer | None) -> Ask:
        text = NAMES[(number + turn) % len(NAMES)]
        return Ask("GET", f"/api/v1/clients?{urlencode({'text': text})}", headers=people[number].api)

    return ask


def _search_page(people: list[Asker]) -> Next:
    def ask(number: int, turn: int, before: Answer | None) -> Ask:
        asker = people[number]
        text = NAMES[(number + turn) % len(NAMES)]
        return Ask("GET", f"/p/{asker.slug}/clients/?{urlencode({'text': text})}", headers=asker.browser)

    return ask


def _card(people: list[Asker]) -> Next:
    def ask(number: int, turn: int, before: Answer | None) -> Ask:
        asker = people[number]
        return Ask("GET", f"/api/v1/clients/{asker.clients[turn % len(asker.clients)]}", headers=asker.api)

    return ask


def _free(people: list[Asker]) -> Next:
    def ask(number: int, turn: int, before: Answer | None) -> Ask:
        asker = people[number]
        since = asker.actor.at + timedelta(days=turn % 5)
        asked = {
            "clinician_id": asker.actor.membership_id,
            "service_id": asker.services[0],
            "since": since.isoformat(),
            "count": FREE_TIMES,
        }
        return Ask("GET", f"/api/v1/free-times?{urlencode(asked)}", headers=asker.api)

    return ask


def free_moments(asker: Asker, number: int) -> Iterator[datetime]:
    """Yield free times of the person, in working hours after everything that is booked; no two people's days meet."""
    day = (asker.free_from + timedelta(days=7 + number * DAYS_APART)).astimezone(asker.actor.timezone).date()
    while True:
        day += timedelta(days=1)
        if day.weekday() < 5:
            for hour in HOURS:
                local = datetime(day.year, day.month, day.day, hour, tzinfo=asker.actor.timezone)
                yield local.astimezone(UTC)


def booking(asker: Asker, moment: datetime, turn: int) -> Ask:
    body = {
        "client_id": str(asker.clients[turn % len(asker.clients)]),
        "clinician_id": str(asker.actor.membership_id),
        "service_id": str(asker.services[0]),
        "starts_at": moment.isoformat(),
    }
    return Ask("POST", "/api/v1/appointments", json.dumps(body).encode(), asker.api)


def _book(people: list[Asker]) -> Next:
    moments = [free_moments(asker, number) for number, asker in enumerate(people)]

    def ask(number: int, turn: int, before: Answer | None) -> Ask:
        return booking(people[number], next(moments[number]), turn)

    return ask


def _repeat(people: list[Asker]) -> Next:
    """Every working day for two years, in the evening, when nothing else is booked."""

    def ask(number: int, turn: int, before: Answer | None) -> Ask:
        asker = people[number]
        first = (asker.free_from + timedelta(days=7)).astimezone(asker.actor.timezone).date()
        first += timedelta(days=-first.weekday() % 7)
        days = [first + timedelta(days=7 * (count // 5) + count % 5) for count in range(REPEATED)]
        starts = time(18 + turn % 5)
        local = [datetime.combine(day, starts, tzinfo=asker.actor.timezone) for day in days]
        body = {
            "rule": {
                "every": "week",
                "first": first.isoformat(),
                "starts": f"{starts:%H:%M}",
                "weekdays": [0, 1, 2, 3, 4],
                "count": REPEATED,
            },
            "clinician_id": str(asker.actor.membership_id),
            "minutes": 45,
            "pick_room": False,
            "client_id": str(asker.clients[turn % len(asker.clients)]),
            "choices": [{"day": one.date().isoformat(), "starts_at": one.isoformat()} for one in local],
            "outside_hours_reason": "evening",
        }
        return Ask("POST", "/api/v1/repeats", json.dumps(body).encode(), asker.api)

    return ask


def _note(people: list[Asker]) -> Next:
    revisions = [asker.revision for asker in people]

    def ask(number: int, turn: int, before: Answer | None) -> Ask:
        asker = people[number]
        if before is not None and before.status == 200:
            revisions[number] = json.loads(before.body)["revision"]
        text = f"Text number {turn} of a long note. " * 40
        body = {"texts": {asker.sections[0]: text}, "base": revisions[number]}
        return Ask("PUT", f"/api/v1/notes/{asker.note_id}", json.dumps(body).encode(), asker.api)

    return ask


def _login(people: list[Asker]) -> Next:
    """The password alone: the token of the form comes from a cookie that the client chooses."""
    secret = "a" * 32

    def ask(number: int, turn: int, before: Answer | None) -> Ask:
        fields = {"address": people[number].person.email, "password": PASSWORD, "csrfmiddlewaretoken": secret}
        headers = {
            "Cookie": f"kollega_csrf={secret}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": "http://localhost",
        }
        return Ask("POST", "/signin/", urlencode(fields).encode(), headers)

    return ask
