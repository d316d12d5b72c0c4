"""The people around a client."""

import threading
from datetime import date
from uuid import UUID

import pytest
from django.db import connections

from kollega.audit.models import LogEntry
from kollega.clients.errors import KnownContact
from kollega.clients.models import ContactPerson
from kollega.clients.operations.care import share_client
from kollega.clients.operations.contact_people import (
    add_contact_person,
    edit_contact_person,
    remove_contact_person,
)
from kollega.clients.queries.contact_people import contact_people, contact_person
from kollega.clients.rules.contact_people import ContactPersonData, Relation, checked_person, guards_on, key_of
from kollega.kernel.errors import BadInput, Changed, NotFound
from kollega.kernel.permissions import Area, Role
from tests.clients.factories import inside, make_client
from tests.factories import make_member, make_practice

EVA = ContactPersonData(Relation.PARENT, "Eva Berg", phone="070-123 45 67", in_emergency=True)


@pytest.mark.parametrize(
    ("person", "field"),
    [
        (ContactPersonData("cousin", "Eva"), "relation"),
        (ContactPersonData("parent"), "name"),
        (ContactPersonData("parent", "Eva", email="eva"), "email"),
        (ContactPersonData("parent", "Eva", phone="call me"), "phone"),
        (ContactPersonData("parent", "Eva", guardian_from=date(2026, 1, 1)), "guardian_from"),
        (
            ContactPersonData(
                "parent",
                "Eva",
                is_guardian=True,
                guardian_from=date(2026, 2, 1),
                guardian_until=date(2026, 1, 31),
            ),
            "guardian_until",
        ),
    ],
)
def test_C1_wrong_contacts_are_refused_by_field(person: ContactPersonData, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        checked_person(person)
    assert set(refused.value.fields) == {field}


def test_a_guardian_guards_on_both_days_of_the_time() -> None:
    guardian = ContactPersonData(
        "guardian", "Eva", is_guardian=True, guardian_from=date(2026, 2, 1), guardian_until=date(2026, 3, 1)
    )
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 2)]
    assert [guards_on(guardian, day) for day in days] == [False, True, True, False]
    assert not guards_on(EVA, days[1])


def test_C1_contacts_are_kept_once_and_each_change_is_logged() -> None:
    anna = make_practice()
    client = make_client(anna)
    eva = add_contact_person(anna, client_id=client, person=EVA)
    with pytest.raises(KnownContact):
        add_contact_person(anna, client_id=client, person=ContactPersonData(Relation.OTHER, "BERG  eva"))
    clinic = add_contact_person(anna, client_id=client, person=ContactPersonData("doctor", organisation="Kliniken"))
    with pytest.raises(KnownContact):
        edit_contact_person(anna, client_id=client, contact_person_id=clinic, version=1, person=EVA)
    newer = ContactPersonData("parent", "Eva Berg", pays_invoices=True)
    assert edit_contact_person(anna, client_id=client, contact_person_id=eva, version=1, person=newer) == 2
    with pytest.raises(Changed):
        edit_contact_person(anna, client_id=client, contact_person_id=eva, version=1, person=EVA)
    assert next(each.data for each in contact_people(anna, client_id=client)).name == "Eva Berg"
    remove_contact_person(anna, client_id=client, contact_person_id=eva)
    with pytest.raises(NotFound):
        contact_person(anna, client_id=client, contact_person_id=eva)
    with inside(anna):
        rows = LogEntry.objects.filter(object_type="contact_person", client_id=client)
        assert sorted(rows.values_list("action", flat=True)) == ["change", "create", "create", "delete", "read"]


def test_C7_a_colleague_with_a_share_and_the_office_edit_contacts_and_nobody_else() -> None:
    anna, other = make_practice(), make_practice()
    kari, office = make_member(anna, Role.CLINICIAN), make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    client = make_client(anna)
    for stranger in (kari, other):
        with pytest.raises(NotFound):
            add_contact_person(stranger, client_id=client, person=EVA)
    share_client(anna, client_id=client, clinician_id=kari.own_membership)
    eva = add_contact_person(kari, client_id=client, person=EVA)
    remove_contact_person(office, client_id=client, contact_person_id=eva)
    assert contact_people(anna, client_id=client) == []


def test_C1_two_who_add_the_same_person_at_once_leave_one() -> None:
    anna = make_practice()
    client = make_client(anna)
    results: list[UUID | str] = []
    start = threading.Barrier(2)

    def add() -> None:
        start.wait()
        try:
            results.append(add_contact_person(anna, client_id=client, person=EVA))
        except KnownContact as refusal:
            results.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count("known_contact") == 1
    with inside(anna):
        assert ContactPerson.objects.get(client_id=client).key == key_of(EVA)
