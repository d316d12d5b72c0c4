"""The pages of grants: giving, the strip, accepting as a guest, ending, and who used the calendar (B8, UI)."""

from datetime import timedelta

import pytest
from django.test import Client

from kollega.delegation.queries.grants import given
from kollega.kernel.actor import Actor
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import Role
from tests.delegation.making import again, guest_of, offer_to, secretary_of
from tests.factories import make_member, make_person, make_practice
from tests.pages import slug_of
from tests.scheduling.factories import make_hours
from tests.signing_in import client_of


@pytest.fixture
def anna() -> Actor:
    actor = make_practice()
    make_hours(actor)
    return actor


def test_B8_an_owner_gives_a_colleague_the_use_of_the_calendar_and_ends_it(anna: Actor) -> None:
    sol, browser, practice = make_member(anna, Role.ASSISTANT, name="Sol"), client_of(anna), slug_of(anna)
    form = {
        "member": str(sol.own_membership),
        "deeds": ["book"],
        "fields_shown": "initials",
        "reason": "Holidays",
        "ends_on": f"{anna.at + timedelta(days=3):%Y-%m-%d}",
        "ends_time": "17",
    }
    where = f"/p/{practice}/delegations/"
    assert browser.get(f"{where}new/").status_code == 200
    assert browser.post(f"{where}new/", {**form, "reason": ""}).status_code == 422
    refused = browser.post(f"{where}new/", {**form, "starts_time": "8"}).content.decode()
    assert "Enter the day of this time too." in refused
    shown = browser.post(f"{where}new/example/", form).content.decode()
    assert "Sol sees:" in shown
    assert "Tue 10:00 · A. S." in shown
    assert "And may: book." in shown
    assert browser.post(f"{where}new/", form).status_code == 302
    strip = client_of(again(sol)).get(f"/p/{practice}/calendar/").content.decode()
    assert "For Anna Berg: book, initials only, until" in strip
    assert client_of(again(sol)).get(f"/p/{practice}/calendar/today/").status_code == 200
    (row,) = given(anna)
    assert "Who used my calendar" in browser.get(f"{where}uses/").content.decode()
    assert browser.post(f"{where}{row.id}/revoke/").status_code == 302
    assert client_of(again(sol)).get(f"/p/{practice}/calendar/").status_code == 403


def test_B8_a_guest_gives_back_and_is_outside_at_once(anna: Actor) -> None:
    guest, practice = guest_of(anna, Deed.SEE), slug_of(anna)
    browser = client_of(guest)
    assert browser.get(f"/p/{practice}/delegations/").status_code == 200
    assert browser.get(f"/p/{practice}/team/").status_code == 403
    (row,) = given(anna)
    assert browser.post(f"/p/{practice}/delegations/{row.id}/give-back/").status_code == 302
    assert browser.get(f"/p/{practice}/delegations/").status_code == 404


def test_B8_an_offer_is_shown_to_whom_it_is_for_and_only_they_accept(anna: Actor) -> None:
    person = make_person(name="Gunnar")
    token = offer_to(anna, person.email, Deed.SEE)
    where = f"/delegation/{token}/"
    assert person.email in Client().get(where).content.decode()
    stranger = client_of(make_practice())
    assert stranger.post(where).status_code == 403
    assert Client().get("/delegation/nothing/").status_code == 410


def test_AZ8_a_revoked_secretary_is_refused_by_page_and_poll(anna: Actor) -> None:
    sol, practice = secretary_of(anna), slug_of(anna)
    browser = client_of(sol)
    assert browser.get(f"/p/{practice}/calendar/").status_code == 200
    (row,) = given(anna)
    client_of(anna).post(f"/p/{practice}/delegations/{row.id}/revoke/")
    for headers in ({}, {"X-Poll": "1", "HX-Request": "true"}):
        assert browser.get(f"/p/{practice}/calendar/", headers=headers).status_code == 403
