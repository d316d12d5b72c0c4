"""Who may know about which client."""

from uuid import uuid4

import pytest

from kollega.clients.queries.access import (
    may_read_record,
    names_of,
    readable_client_ids,
    require_readable,
    require_record,
)
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Area, Role
from tests.clients.factories import BORN, inside, make_client
from tests.factories import make_member, make_practice


def test_C6_the_responsible_clinician_reads_the_card_and_the_record() -> None:
    anna = make_practice()
    client = make_client(anna, born_on=BORN)
    with inside(anna):
        head = require_readable(anna, client)
    assert head.name.family_first == "Berg, Anna"
    assert head.may_read_record
    assert head.responsible_id == anna.membership_id
    assert head.responsible_name == "Anna Berg"


def test_C6_a_colleague_outside_the_care_gets_not_found() -> None:
    anna = make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    client = make_client(anna)
    with inside(kari):
        with pytest.raises(NotFound):
            require_readable(kari, client)
        assert not may_read_record(kari, client)
        assert names_of(kari, [client]) == {}
        assert readable_client_ids(kari, [client]) == set()


def test_AZ3_an_owner_without_clinician_role_sees_no_client() -> None:
    owner = make_practice(sees_clients=False)
    kari = make_member(owner, Role.CLINICIAN)
    client = make_client(kari)
    with inside(owner), pytest.raises(NotFound):
        require_readable(owner, client)


def test_AZ4_office_staff_for_appointments_see_contact_data_but_no_record() -> None:
    anna = make_practice()
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    client = make_client(anna, phone="070-123 45 67")
    with inside(office):
        head = require_readable(office, client)
        assert head.phone == "070-123 45 67"
        assert not head.may_read_record
        with pytest.raises(NotFound):
            require_record(office, client)


@pytest.mark.parametrize("area", [Area.DOCUMENTATION, Area.INVOICING, Area.REPORTS, Area.FINANCES])
def test_AZ4_other_areas_of_office_staff_see_no_client(area: Area) -> None:
    anna = make_practice()
    office = make_member(anna, Role.OFFICE_STAFF, areas=(area,))
    client = make_client(anna)
    with inside(office), pytest.raises(NotFound):
        require_readable(office, client)


def test_TI2_a_client_of_another_practice_and_a_missing_one_are_the_same() -> None:
    anna, other = make_practice(), make_practice()
    foreign = make_client(other)
    with inside(anna):
        for client in (foreign, uuid4()):
            with pytest.raises(NotFound):
                require_readable(anna, client)
        assert names_of(anna, [foreign]) == {}
