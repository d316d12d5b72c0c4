"""How long it takes to find, list and open one of 20,000 clients; prints, asserts nothing.

Run it alone by `python -m tests.benchmarks.clients`; it needs no database of yours.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

CLIENTS = 20_000
TIMES = 20
GIVEN = "Anna Eva Karin Maria Lars Anders Johan Per Åsa Jörgen Ingrid Olof Kari Bjørn Günther Amélie Zoë Nils Sara Liv"
FAMILY = "Andersson Johansson Karlsson Nilsson Öberg Åkerlund Ärlig Müller Strauß Berg Lund Dahl Holm Vik Moreau Weiß"
SEARCHES = ("an", "andersson", "öberg åsa", "müll", "070123", "1984-05-02", "person1234@", "zzz", "strauss g")


def main() -> None:
    from kollega.platform import postgres

    server = postgres.start(Path(tempfile.mkdtemp(prefix="kollega-bench-")), durable=False)
    try:
        from tests.conftest import _set_up_django

        _set_up_django(server.superuser_url, "kollega_bench")
        measure()
    finally:
        from django.db import connections

        connections.close_all()
        server.stop()


def measure() -> None:
    """Print p50 and p95 in milliseconds of each read, log row included."""
    from kollega.clients.queries.card import client_card
    from kollega.clients.queries.listing import client_list
    from kollega.clients.queries.search import client_choices
    from kollega.kernel.permissions import Area, Role
    from tests.factories import make_member, make_practice

    anna = make_practice(language="sv")
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    clients = fill(anna)
    for actor, who in ((anna, "clinician"), (office, "office staff")):
        for text in SEARCHES:
            _print(f"{who}: picker {text!r}", lambda a=actor, t=text: client_choices(a, text=t))
            _print(f"{who}: list {text!r}", lambda a=actor, t=text: client_list(a, text=t))
        first = client_list(actor)
        _print(f"{who}: list, first page", lambda a=actor: client_list(a))
        _print(f"{who}: list, next page", lambda a=actor, c=first.next_cursor: client_list(a, cursor=c))
        _print(f"{who}: card", lambda a=actor: client_card(a, client_id=random.choice(clients)))


def fill(actor: Any) -> list[Any]:
    """Store the clients in bulk by the product's own rules for keys and order; the same ones every time."""
    from kollega.clients.models import Care, Client, SearchKey
    from kollega.clients.operations.indexing import search_rows
    from kollega.clients.operations.registering import new_client
    from kollega.clients.rules.contact import ContactData
    from kollega.practices.queries.profile import profile_of
    from tests.clients.factories import inside

    chance = random.Random(1)
    with inside(actor):
        practice = profile_of(actor)
        clients = [
            new_client(
                actor,
                ContactData(
                    given_name=chance.choice(GIVEN.split()),
                    family_name=f"{chance.choice(FAMILY.split())}",
                    language="sv",
                    born_on=date(1940, 1, 1) + timedelta(days=chance.randrange(30_000)),
                    email=f"person{number}@example.test",
                    phone=f"070{chance.randrange(10**7):07}",
                ),
                actor.membership_id,
                practice,
            )
            for number in range(CLIENTS)
        ]
        Client.objects.bulk_create(clients, batch_size=2000)
        keys = [key for client in clients for key in search_rows(client, practice.country)]
        SearchKey.objects.bulk_create(keys, batch_size=5000)
        Care.objects.bulk_create(
            (
                Care(
                    practice_id=actor.practice_id, client_id=client.id, clinician_id=actor.membership_id, since=actor.at
                )
                for client in clients
            ),
            batch_size=5000,
        )
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")
    return [client.id for client in clients]


def _print(name: str, read: Callable[[], object]) -> None:
    read()
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        read()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    print(f"{name:<44} p50 {statistics.median(times):7.1f} ms   p95 {times[int(len(times) * 0.95)]:7.1f} ms")


if __name__ == "__main__":
    main()
