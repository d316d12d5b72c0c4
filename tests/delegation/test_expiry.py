"""At the expiry second everything that a grant opened is shut: pages, fragments, polls, programs (B8, AZ-8)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from kollega.catalogue.operations.practice_plans import choose_plan
from kollega.delegation.queries.grants import State, given
from kollega.feeds.enums import Shows, Way
from kollega.feeds.operations.feeds import create_feed
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now, write_offset
from kollega.kernel.errors import Forbidden
from kollega.kernel.permissions import Role
from kollega.practices.operations.tokens import create_token
from tests.delegation.making import again, grant, guest_of, secretary_of
from tests.factories import make_member, make_practice
from tests.pages import slug_of
from tests.scheduling.factories import make_hours
from tests.signing_in import client_of

FRAGMENT = {"HX-Request": "true", "HX-Target": "panel-host"}
POLL = {"X-Poll": "1"}


@pytest.fixture
def anna() -> Actor:
    actor = make_practice()
    make_hours(actor)
    return actor


@pytest.fixture
def business_time() -> Iterator[Callable[[datetime], None]]:
    """Sets the moment that pages and programs take for now; whole seconds, never before the given one."""
    file = Path(settings.CLOCK_FILE)

    def move_to(moment: datetime) -> None:
        write_offset(file, timedelta(seconds=(moment - real_now()) // timedelta(seconds=1) + 1))

    yield move_to
    write_offset(file, timedelta(0))


@pytest.mark.parametrize("who", ["assistant", "guest"])
def test_B8_AZ8_at_the_expiry_second_page_fragment_poll_and_program_are_refused(
    anna: Actor, business_time: Callable[[datetime], None], who: str
) -> None:
    actor = secretary_of(anna) if who == "assistant" else guest_of(anna)
    (held,) = actor.grants
    browser, slug = client_of(actor), slug_of(anna)
    ways: list[Callable[[], int]] = [
        lambda: browser.get(f"/p/{slug}/calendar/").status_code,
        lambda: browser.get(f"/p/{slug}/calendar/", headers=POLL).status_code,
        lambda: browser.get(f"/p/{slug}/calendar/new/", headers=FRAGMENT).status_code,
        lambda: browser.get(f"/p/{slug}/calendar/new/clients/?q=AB", headers=FRAGMENT).status_code,
    ]
    if who == "assistant":
        token = create_token(actor, name="t", scopes=actor.permissions, days=3)
        program, day = Client(headers={"Authorization": f"Bearer {token}"}), held.until.date()
        ways += [
            lambda: program.get(f"/api/v1/calendar?first={day}&last={day}").status_code,
            lambda: program.get("/api/v1/clients-to-book?text=AB").status_code,
        ]
    business_time(held.until - timedelta(minutes=1))
    assert {way() for way in ways} == {200}
    business_time(held.until)
    assert {way() for way in ways} == {403 if who == "assistant" else 404}


def test_B8_a_delegate_has_no_feed_that_could_outlive_the_grant(anna: Actor) -> None:
    for actor in (secretary_of(anna), guest_of(anna)):
        with pytest.raises(Forbidden):
            create_feed(actor, way=Way.ADDRESS, name="Phone", shows=Shows.BUSY, with_blocks=False)


def test_B8_the_strip_says_in_how_many_milliseconds_the_next_access_ends(anna: Actor) -> None:
    sol = secretary_of(anna, hours=2)
    kari = make_member(anna, Role.CLINICIAN, name="Kari")
    grant(kari, sol, hours=48)
    html = client_of(again(sol)).get(f"/p/{slug_of(anna)}/calendar/").content.decode()
    left = int(html.split('data-ends-in="')[1].split('"')[0])
    assert 3600_000 < left <= 7200_000
    assert "data-whole" in html
    assert "Your access to the calendar of Anna Berg has ended" in html
    grant(anna, kari)
    assert "data-whole" not in client_of(again(kari)).get(f"/p/{slug_of(anna)}/calendar/").content.decode()


def test_B8_below_the_plan_grants_sleep_and_nothing_is_deleted(anna: Actor) -> None:
    with override_settings(CATALOGUE="kollega"):
        choose_plan(anna, plan_id="practice")
        sol = secretary_of(anna)
        browser, slug = client_of(sol), slug_of(anna)
        assert browser.get(f"/p/{slug}/calendar/").status_code == 200
        choose_plan(anna, plan_id="free")
        assert browser.get(f"/p/{slug}/calendar/").status_code == 403
        assert [row.state for row in given(anna)] == [State.ASLEEP]
        for who in (anna, sol):
            assert "Delegations are asleep" in client_of(who).get(f"/p/{slug}/delegations/").content.decode()
        choose_plan(anna, plan_id="practice")
        assert browser.get(f"/p/{slug}/calendar/").status_code == 200
