"""Client information, identity numbers and who takes part in the care."""

from datetime import date

import pytest

from kollega.audit.models import LogEntry
from kollega.clients.errors import InformationChanged, NotAClinician, NotResponsible, StillResponsible
from kollega.clients.models import InformationVersion, NationalId
from kollega.clients.operations.care import end_share, hand_over, share_client
from kollega.clients.operations.hints import settle_duplicate_hint
from kollega.clients.operations.information import write_information
from kollega.clients.operations.national_ids import set_national_id
from kollega.clients.queries.access import may_read_record
from kollega.clients.queries.card import client_card
from kollega.clients.queries.information import client_information, information_versions
from kollega.clients.queries.national_ids import national_id
from kollega.clients.rules.headings import LONGEST_TEXT, Heading
from kollega.clients.rules.national_ids import read_national_id
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.permissions import Area, Role
from kollega.platform.crypto import CannotOpen, open_sealed
from tests.clients.factories import inside, make_client
from tests.factories import make_member, make_practice

TODAY = date(2026, 11, 22)


def text_of(actor: Actor, client: object, heading: Heading = Heading.HEALTH) -> str:
    texts = client_information(actor, client_id=client)  # type: ignore[arg-type]
    return next(each.text for each in texts if each.heading is heading)


def test_C1_information_stands_under_fixed_headings_and_every_version_stays() -> None:
    anna = make_practice()
    client = make_client(anna)
    assert [each.heading for each in client_information(anna, client_id=client)] == list(Heading)
    assert (
        write_information(anna, client_id=client, heading=Heading.HEALTH, text="Asthma\r\nsince 1990", version=0) == 1
    )
    assert write_information(anna, client_id=client, heading=Heading.HEALTH, text="No asthma", version=1) == 2
    assert text_of(anna, client) == "No asthma"
    versions = information_versions(anna, client_id=client, heading=Heading.HEALTH)
    assert [(each.version, each.text) for each in versions] == [(2, "No asthma"), (1, "Asthma\nsince 1990")]


def test_information_over_an_old_version_is_refused() -> None:
    anna = make_practice()
    client = make_client(anna)
    write_information(anna, client_id=client, heading=Heading.HEALTH, text="first", version=0)
    with pytest.raises(InformationChanged):
        write_information(anna, client_id=client, heading=Heading.HEALTH, text="second", version=0)
    assert text_of(anna, client) == "first"


def test_information_is_sealed_and_does_not_open_elsewhere() -> None:
    anna = make_practice()
    client = make_client(anna)
    write_information(anna, client_id=client, heading=Heading.HEALTH, text="Asthma", version=0)
    with inside(anna):
        row = InformationVersion.objects.get(client_id=client)
        assert b"Asthma" not in bytes(row.sealed)
        with pytest.raises(CannotOpen):
            open_sealed(anna.practice_id, bytes(row.sealed), context=b"information|elsewhere")


def test_information_has_a_longest_text() -> None:
    anna = make_practice()
    client = make_client(anna)
    with pytest.raises(BadInput):
        write_information(anna, client_id=client, heading=Heading.OTHER, text="x" * (LONGEST_TEXT + 1), version=0)


def test_AZ4_office_staff_and_AZ3_colleagues_read_no_information() -> None:
    anna, other = make_practice(), make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    office = make_member(anna, Role.OFFICE_STAFF, areas=tuple(Area))
    client = make_client(anna)
    with pytest.raises(Forbidden):
        client_information(office, client_id=client)
    for outsider in (kari, other):
        with pytest.raises(NotFound):
            client_information(outsider, client_id=client)
        with pytest.raises(NotFound):
            write_information(outsider, client_id=client, heading=Heading.OTHER, text="x", version=0)
    with inside(anna):
        assert not InformationVersion.objects.filter(client_id=client).exists()


def test_AL1_reading_information_and_showing_the_number_are_logged() -> None:
    anna = make_practice()
    client = make_client(anna)
    set_national_id(anna, client_id=client, number="811228-9874")
    client_information(anna, client_id=client)
    national_id(anna, client_id=client)
    with inside(anna):
        read = LogEntry.objects.filter(client_id=client, action="read").values_list("object_type", flat=True)
        assert sorted(read) == ["client_information", "national_id"]


@pytest.mark.parametrize(
    ("text", "country", "kind", "number"),
    [
        ("811228-9874", "SE", "personnummer", "19811228-9874"),
        ("19811228-9874", "SE", "personnummer", "19811228-9874"),
        ("8112289874", "SE", "personnummer", "19811228-9874"),
        ("120101+2398", "SE", "personnummer", "19120101-2398"),
        ("701063-2391", "SE", "samordningsnummer", "19701063-2391"),
        ("15108695088", "NO", "fodselsnummer", "15108695088"),
        ("151086 95088", "NO", "fodselsnummer", "15108695088"),
    ],
)
def test_C8_national_numbers_are_read_in_their_usual_forms(text: str, country: str, kind: str, number: str) -> None:
    found = read_national_id(text, country, today=TODAY)
    assert found is not None
    assert (found.kind, found.number) == (kind, number)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("811228-9875", "SE"),
        ("811328-9874", "SE"),
        ("abc", "SE"),
        ("", "SE"),
        ("15108695077", "NO"),
        ("811228-9874", "DE"),
        ("８１１２２８９８７４", "SE"),
    ],
)
def test_C8_wrong_national_numbers_are_refused(text: str, country: str) -> None:
    assert read_national_id(text, country, today=TODAY) is None


def test_C8_the_number_is_sealed_masked_and_for_the_care_only() -> None:
    anna = make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    client = make_client(anna)
    assert client_card(anna, client_id=client).national_id_kind == ""
    assert set_national_id(anna, client_id=client, number="811228-9874") == "personnummer"
    assert "9874" not in str(client_card(anna, client_id=client))
    assert national_id(anna, client_id=client) == "19811228-9874"
    with inside(anna):
        assert b"9874" not in bytes(NationalId.objects.get(client_id=client).sealed)
    with pytest.raises(NotFound):
        national_id(kari, client_id=client)
    with pytest.raises(BadInput):
        set_national_id(anna, client_id=client, number="811228-9875")
    assert set_national_id(anna, client_id=client, number=" ") == ""
    with pytest.raises(NotFound):
        national_id(anna, client_id=client)


def test_C6_the_responsible_one_shares_and_ends_the_share_and_it_works_at_once() -> None:
    anna = make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    client = make_client(anna)
    share_client(anna, client_id=client, clinician_id=kari.membership_id)
    with inside(kari):
        assert may_read_record(kari, client)
    with pytest.raises(NotResponsible):
        share_client(kari, client_id=client, clinician_id=kari.membership_id)
    with pytest.raises(StillResponsible):
        end_share(anna, client_id=client, clinician_id=anna.membership_id)
    end_share(anna, client_id=client, clinician_id=kari.membership_id)
    with pytest.raises(NotFound):
        client_card(kari, client_id=client)


def test_C6_handing_over_makes_the_colleague_responsible() -> None:
    anna = make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    client = make_client(anna)
    hand_over(anna, client_id=client, clinician_id=kari.membership_id)
    card = client_card(kari, client_id=client)
    assert card.is_responsible
    assert [caregiver.name for caregiver in card.caregivers if caregiver.is_responsible] == ["Kari Dahl"]
    with pytest.raises(NotResponsible):
        hand_over(anna, client_id=client, clinician_id=anna.membership_id)
    end_share(kari, client_id=client, clinician_id=anna.membership_id)
    with pytest.raises(NotFound):
        client_card(anna, client_id=client)


def test_TI3_care_is_given_only_to_clinicians_of_the_practice() -> None:
    anna, other = make_practice(), make_practice()
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    client = make_client(anna)
    for nobody in (other.membership_id, office.membership_id):
        for act in (share_client, hand_over):
            with pytest.raises(NotAClinician):
                act(anna, client_id=client, clinician_id=nobody)


def test_C8_the_responsible_one_sees_the_hint_and_puts_it_aside() -> None:
    anna = make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    client = make_client(anna, email="same@example.test")
    make_client(kari, "Eva", "Lund", email="same@example.test")
    (hint,) = client_card(anna, client_id=client).hints
    assert hint.by == "Kari Dahl"
    settle_duplicate_hint(anna, client_id=client, hint_id=hint.id)
    assert client_card(anna, client_id=client).hints == []
    with pytest.raises(NotFound):
        settle_duplicate_hint(anna, client_id=client, hint_id=hint.id)
