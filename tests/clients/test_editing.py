"""Changing contact data, the active switch, and two people at once."""

import threading
from dataclasses import replace

import pytest
from django.db import connections

from kollega.audit.models import LogEntry
from kollega.clients.models import Client
from kollega.clients.operations.activity import activate_for_booking, set_active
from kollega.clients.operations.editing import edit_contact
from kollega.clients.queries.access import require_readable
from kollega.clients.queries.search import client_choices
from kollega.kernel.errors import Changed, NotFound
from kollega.kernel.permissions import Area, Role
from tests.clients.factories import BORN, contact, inside, make_client
from tests.factories import make_member, make_practice


def test_edited_contact_data_is_stored_found_and_sorted() -> None:
    anna = make_practice()
    client = make_client(anna, "Anna", "Berg", phone="0701234567")
    new = contact("Anna", "Öman", born_on=BORN, email="o@example.test")
    assert edit_contact(anna, client_id=client, version=1, contact=new) == 2
    assert client_choices(anna, text="berg") == []
    assert client_choices(anna, text="0701234567") == []
    assert [c.id for c in client_choices(anna, text="oman 1984-05-02")] == [client]
    with inside(anna):
        head = require_readable(anna, client)
        entry = LogEntry.objects.filter(action="change", client_id=client).get()
    assert (head.name.family_name, head.version) == ("Öman", 2)
    assert sorted(entry.detail["fields"]) == ["born_on", "email", "family_name", "phone"]
    assert "Öman" not in str(entry.detail)


def test_an_edit_over_an_old_version_is_refused_and_offers_the_newer_one() -> None:
    anna = make_practice()
    client = make_client(anna)
    edit_contact(anna, client_id=client, version=1, contact=contact("Eva"))
    with pytest.raises(Changed) as refused:
        edit_contact(anna, client_id=client, version=1, contact=contact("Ida"))
    assert refused.value.details["version"] == 2
    assert refused.value.details["current"]["given_name"] == "Eva"


@pytest.mark.race
def test_two_edits_at_once_give_one_success_and_one_changed() -> None:
    anna = make_practice()
    client = make_client(anna)
    barrier, results = threading.Barrier(2), []

    def edit(given: str) -> None:
        try:
            barrier.wait()
            edit_contact(anna, client_id=client, version=1, contact=contact(given))
            results.append(given)
        except Changed:
            results.append("changed")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=edit, args=(name,)) for name in ("Eva", "Ida")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count("changed") == 1
    with inside(anna):
        head = require_readable(anna, client)
    assert head.version == 2
    assert head.name.given_name in results


def test_TI3_no_edit_reaches_a_client_that_the_actor_may_not_see() -> None:
    anna, other = make_practice(), make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    client = make_client(anna)
    for outsider in (kari, other):
        with pytest.raises(NotFound):
            edit_contact(outsider, client_id=client, version=1, contact=contact("Eva"))
        with pytest.raises(NotFound):
            set_active(outsider, client_id=client, is_active=False)
    with inside(anna):
        row = Client.objects.get(id=client)
        assert (row.given_name, row.is_active, row.version) == ("Anna", True, 1)


def test_AZ4_office_staff_edit_contact_data() -> None:
    anna = make_practice()
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    client = make_client(anna)
    assert edit_contact(office, client_id=client, version=1, contact=contact("Eva")) == 2


def test_C2_the_switch_keeps_everything_and_a_booking_turns_it_on_again() -> None:
    anna = make_practice()
    client = make_client(anna, phone="0701234567")
    assert set_active(anna, client_id=client, is_active=False) is True
    with inside(anna):
        assert require_readable(anna, client).phone == "0701234567"
        activate_for_booking(anna, client)
        assert require_readable(anna, client).is_active


def test_a_denied_edit_leaves_one_denial_and_no_change_row() -> None:
    anna = make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    client = make_client(anna)
    with pytest.raises(NotFound):
        edit_contact(replace(kari), client_id=client, version=1, contact=contact("Eva"))
    with inside(anna):
        rows = LogEntry.objects.filter(person_id=kari.person_id)
        assert [(row.outcome, row.detail["refusal"]) for row in rows] == [("denied", "not_found")]
