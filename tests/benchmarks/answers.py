"""Whether the answers were right: one winner for one slot, and nothing booked twice afterwards."""

import threading
import time
from collections import Counter
from datetime import datetime

import psycopg

from tests.benchmarks.cases import booking, free_moments
from tests.benchmarks.house import House
from tests.benchmarks.load import CLIENTS, Connection
from tests.benchmarks.people import Asker

BUSY = """
    from scheduling_appointment where blocking and withdrawn_at is null
    and status in ('requested', 'booked', 'confirmed', 'arrived', 'completed')
"""
OVERLAPS = f"""
    with busy as (
        select clinician_id as resource, id, busy_from, busy_until {BUSY}
        union all
        select room_id, id, busy_from, busy_until {BUSY} and room_id is not null
    ), ordered as (
        select *, max(busy_until) over (partition by resource order by busy_from, id
            rows between unbounded preceding and 1 preceding) as latest from busy
    )
    select count(*) from ordered where busy_from < latest
"""


def race(house: House, people: list[Asker], *, rounds: int = 20) -> tuple[list[str], float]:
    """Let eight clients book one time at once, again and again; return what was wrong and the longest wait."""
    wrong, longest = [], 0.0
    moments = free_moments(people[0], CLIENTS + 1)
    for number in range(rounds):
        statuses, seconds = _one_round(house, people[0], next(moments), number)
        longest = max(longest, seconds)
        if statuses[201] != 1 or statuses[409] != CLIENTS - 1:
            wrong.append(f"round {number + 1} of one slot for all: {dict(statuses)}")
    return wrong, longest


def _one_round(house: House, asker: Asker, moment: datetime, number: int) -> tuple[Counter[int], float]:
    statuses, waits = Counter[int](), [0.0]
    barrier = threading.Barrier(CLIENTS)
    lock = threading.Lock()

    def run() -> None:
        connection = Connection(house.port)
        barrier.wait()
        began = time.monotonic()
        answer = connection.send(booking(asker, moment, number))
        with lock:
            statuses[answer.status] += 1
            waits.append(time.monotonic() - began)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses, max(waits)


def overlapping(owner_url: str) -> int:
    """Return how many appointments overlap another of the same clinician or room; as the owner, over all practices."""
    with psycopg.connect(owner_url) as connection:
        row = connection.execute(OVERLAPS).fetchone()
    assert row is not None
    return int(row[0])
