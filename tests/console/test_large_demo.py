"""The large demo, small: it adds up, and the verify commands find nothing in it."""

from uuid import UUID

import pytest
from django.db import connections, transaction

from kollega.accounts.models import Person
from kollega.console.demo.large import make_large
from kollega.console.demo.size import Size
from kollega.journal.queries.integrity import verify_practice
from kollega.platform.tenancy import tenant
from kollega.practices.queries.memberships import memberships_of
from kollega.scheduling.queries.integrity import overlaps
from tests.factories import actor_in, unique

SIZE = Size(practices=2, people=3, clients=21, visits=60, notes=70, log_rows=500)


def test_the_shares_of_the_practices_add_up() -> None:
    parts = list(Size().scaled(0.013).each())
    assert len(parts) == 1
    parts = list(SIZE.each())
    assert [sum(getattr(part, name) for part in parts) for name in ("people", "clients", "visits", "log_rows")] == [
        3,
        21,
        60,
        500,
    ]


@pytest.fixture(scope="module")
def prefix() -> str:
    name = unique("large")
    assert len(list(make_large(SIZE, prefix=name))) == 2
    return name


def _practice(prefix: str, number: int) -> tuple[UUID, Person]:
    person = Person.objects.get(email=f"{prefix}-{number:03}-1@demo.example")
    with tenant(None, person.pk), transaction.atomic():
        return memberships_of(person.pk)[0].practice_id, person


def test_it_holds_what_was_asked_for_and_verifies(prefix: str) -> None:
    totals = [0, 0, 0]
    for number in (1, 2):
        practice_id, person = _practice(prefix, number)
        actor = actor_in(practice_id, person)
        assert verify_practice(actor).findings == []
        assert overlaps(actor) == []
        with connections["owner"].cursor() as owner:
            for place, table in enumerate(("clients_client", "scheduling_appointment", "journal_signature")):
                owner.execute(f"select count(*) from {table} where practice_id = %s", [practice_id])
                totals[place] += owner.fetchone()[0]
    assert totals == [21, 60, 70]


def test_a_second_run_leaves_it_as_it_is(prefix: str) -> None:
    assert all(line.endswith("there already") for line in make_large(SIZE, prefix=prefix))
