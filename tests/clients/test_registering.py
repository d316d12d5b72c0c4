"""Adding clients and noticing the same person twice."""

from typing import Any
from uuid import uuid4

import pytest

from kollega.clients.errors import NotAClinician, PossibleDuplicate
from kollega.clients.models import Care, Client, DuplicateHint
from kollega.clients.operations.registering import create_client
from kollega.clients.queries.access import POSSIBLE_DUPLICATE, require_readable
from kollega.kernel.errors import BadInput, Forbidden
from kollega.kernel.permissions import Area, Role
from kollega.platform.models import OutboxEvent
from tests.clients.factories import BORN, contact, inside, make_client
from tests.factories import make_member, make_practice


def test_C6_who_adds_a_client_is_responsible_and_in_the_care() -> None:
    anna = make_practice()
    client = create_client(anna, contact=contact())
    with inside(anna):
        row = Client.objects.get(id=client)
        assert (row.origin, row.responsible_id, row.is_active) == ("own", anna.membership_id, True)
        assert Care.objects.filter(client_id=client, clinician_id=anna.membership_id).count() == 1


def test_office_staff_name_the_responsible_clinician() -> None:
    anna = make_practice()
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    client = create_client(office, contact=contact(), responsible_id=anna.membership_id)
    with inside(anna):
        assert require_readable(anna, client).may_read_record
    with pytest.raises(NotAClinician):
        create_client(office, contact=contact())


def test_AZ7_a_clinician_cannot_make_a_colleague_responsible() -> None:
    anna = make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    with pytest.raises(NotAClinician):
        create_client(kari, contact=contact(), responsible_id=anna.membership_id)


def test_TI3_a_responsible_of_another_practice_is_refused_like_a_missing_one() -> None:
    anna, other = make_practice(), make_practice()
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    for stranger in (other.membership_id, uuid4()):
        with pytest.raises(NotAClinician):
            create_client(office, contact=contact(), responsible_id=stranger)
    with inside(anna):
        assert not Client.objects.exists()


def test_only_those_with_the_right_add_clients() -> None:
    owner = make_practice(sees_clients=False)
    with pytest.raises(Forbidden):
        create_client(owner, contact=contact())


@pytest.mark.parametrize(
    "same",
    [
        {"given_name": "ANNA", "family_name": "Berg", "born_on": BORN},
        {"given_name": "Eva", "family_name": "Lund", "email": "Anna.Berg@Example.test"},
        {"given_name": "Eva", "family_name": "Lund", "phone": "+46 (0)70 123 45 67"},
    ],
)
def test_C8_birth_date_with_name_or_email_or_phone_warn_of_a_duplicate(same: dict[str, Any]) -> None:
    anna = make_practice()
    known = make_client(anna, born_on=BORN, email="anna.berg@example.test", phone="0701234567")
    with pytest.raises(PossibleDuplicate) as refused:
        create_client(anna, contact=contact(**same))
    assert refused.value.client_ids == [known]
    create_client(anna, contact=contact(**same), despite_duplicates=True)


def test_C8_the_same_name_alone_is_no_duplicate() -> None:
    anna = make_practice()
    make_client(anna, born_on=BORN)
    create_client(anna, contact=contact())
    create_client(anna, contact=contact(born_on=BORN.replace(day=3)))


def test_TI1_a_look_alike_of_another_practice_is_never_mentioned() -> None:
    anna, other = make_practice(), make_practice()
    make_client(other, born_on=BORN, email="same@example.test")
    create_client(anna, contact=contact(born_on=BORN, email="same@example.test"))
    with inside(other):
        assert not DuplicateHint.objects.exists()


def test_C6_a_hidden_look_alike_is_noted_for_its_responsible_clinician_only() -> None:
    anna = make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    hidden = make_client(anna, email="same@example.test")
    mine = create_client(kari, contact=contact("Eva", "Lund", email="same@example.test"))
    with inside(kari):
        assert require_readable(kari, mine).alerts == ()
        event = OutboxEvent.objects.filter(practice_id=anna.practice_id, kind="clients.duplicate_hinted").get()
        assert event.payload == {"client_id": str(hidden)}
    with inside(anna):
        assert require_readable(anna, hidden).alerts == (POSSIBLE_DUPLICATE,)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"given_name": "", "family_name": " \u200b"}, "family_name"),
        ({"email": "anna@"}, "email"),
        ({"phone": "call me"}, "phone"),
        ({"born_on": BORN.replace(year=2300)}, "born_on"),
        ({"born_on": BORN.replace(year=1700)}, "born_on"),
        ({"language": "xx"}, "language"),
        ({"country": "Sweden"}, "country"),
        ({"family_name": "x" * 81}, "family_name"),
    ],
)
def test_wrong_contact_data_is_refused_by_field_and_nothing_is_stored(wrong: dict[str, Any], field: str) -> None:
    anna = make_practice()
    with pytest.raises(BadInput) as refused:
        create_client(anna, contact=contact(**wrong))
    assert field in refused.value.fields
    with inside(anna):
        assert not Client.objects.exists()


def test_AL7_line_breaks_and_control_signs_in_names_become_spaces() -> None:
    anna = make_practice()
    client = make_client(anna, "An\nna\x00", "Berg\u202e")
    with inside(anna):
        head = require_readable(anna, client)
    assert head.name.family_first == "Berg, An na"
