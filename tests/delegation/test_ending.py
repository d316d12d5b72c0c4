"""When a grant ends: at its second, by its owner's leaving or plan, for pages, polls and tokens (B8, AZ-8)."""

from datetime import timedelta

import pytest
from django.test import Client

from kollega.delegation.queries.running import grants_of
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission, Role
from kollega.practices.operations.tokens import create_token
from tests.delegation.making import again, grant, secretary_of
from tests.factories import make_member, make_practice
from tests.scheduling.factories import make_hours


@pytest.fixture
def anna() -> Actor:
    actor = make_practice()
    make_hours(actor)
    return actor


def test_B8_a_grant_ends_at_its_second(anna: Actor) -> None:
    sol = secretary_of(anna)
    (held,) = sol.grants

    def running(moment: object) -> int:
        return len(grants_of(sol.practice_id, sol.person_id, sol.own_membership, moment))  # type: ignore[arg-type]

    assert running(held.until - timedelta(microseconds=1)) == 1
    assert running(held.until) == 0
    assert not held.runs_at(held.until)
    assert held.runs_at(held.starts_at)


def test_AZ8_a_token_ends_with_the_grant(anna: Actor) -> None:
    from kollega.delegation.operations.ending import revoke

    sol = make_member(anna, Role.ASSISTANT)
    grant_id = grant(anna, sol)
    sol = again(sol)
    token = create_token(sol, name="t", scopes=[Permission.CALENDAR_SEE], days=3)
    program = Client(headers={"Authorization": f"Bearer {token}"})
    where = f"/api/v1/calendar?first={anna.at:%Y-%m-%d}&last={anna.at:%Y-%m-%d}"
    assert program.get(where).status_code == 200
    revoke(anna, grant_id=grant_id)
    assert program.get(where).status_code == 403
