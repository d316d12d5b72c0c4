"""Finding clients, within the practice and within what the actor may see."""

import pytest

from kollega.audit.models import LogEntry
from kollega.clients.operations.activity import set_active
from kollega.clients.queries.search import client_choices
from kollega.kernel.permissions import Area, Role
from tests.clients.factories import BORN, inside, make_client
from tests.factories import at, make_member, make_practice, minutes


@pytest.mark.parametrize(
    "text",
    [
        "mull",
        "Müller",
        "mueller",
        "MÜLLER åsa",
        "åsa müll",
        "asa",
        "annem",
        "marie",
        "070-123",
        "0701234567",
        "+46 70 123 45 67",
        "0046701234567",
        "asa.m",
        "asa.mueller@exa",
        "1984-05-02",
        "2.5.1984",
        "02/05/1984",
        "840502",
        "19840502",
        "1984",
        "Müller 1984-05-02",
    ],
)
def test_C9_a_client_is_found_by_name_part_phone_email_and_birth_date(text: str) -> None:
    anna = make_practice()
    make_client(anna, "Erik", "Lund", born_on=BORN.replace(year=1990), email="erik@example.test", phone="0739876543")
    client = make_client(
        anna,
        "Åsa Anne-Marie",
        "Müller",
        born_on=BORN,
        email="asa.mueller@example.test",
        phone="070-123 45 67",
    )
    assert [choice.id for choice in client_choices(anna, text=text)] == [client]


@pytest.mark.parametrize("text", ["zzz", "2.5.1985", "0709", "%", "_", "'", "@", "...", "Müller Lund"])
def test_C9_what_fits_nobody_finds_nobody(text: str) -> None:
    anna = make_practice()
    make_client(anna, "Åsa", "Müller", born_on=BORN, email="asa@example.test", phone="070-123 45 67")
    assert client_choices(anna, text=text) == []


def test_TI1_search_finds_only_what_the_actor_may_see() -> None:
    anna, other = make_practice(), make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    mine, colleagues = make_client(anna), make_client(kari)
    make_client(other)
    assert [choice.id for choice in client_choices(anna, text="berg")] == [mine]
    assert [choice.id for choice in client_choices(kari, text="berg")] == [colleagues]
    assert {choice.id for choice in client_choices(office, text="berg")} == {mine, colleagues}


def test_C2_search_finds_inactive_clients_after_the_active_ones() -> None:
    anna = make_practice()
    first, second = make_client(anna, "Anna"), make_client(anna, "Eva")
    set_active(anna, client_id=first, is_active=False)
    assert [choice.id for choice in client_choices(anna, text="berg")] == [second, first]


def test_without_text_the_last_three_clients_come_back() -> None:
    anna = make_practice()
    made = [make_client(at(anna, anna.at + minutes(n)), "Anna", f"Berg{n}") for n in range(4)]
    assert [choice.id for choice in client_choices(anna)] == [made[3], made[2], made[1]]


def test_AL1_a_search_logs_whose_names_it_showed_and_not_what_was_typed() -> None:
    anna = make_practice()
    client = make_client(anna)
    client_choices(anna, text="berg")
    with inside(anna):
        entry = LogEntry.objects.filter(action="search").get()
    assert entry.detail == {"clients": [str(client)]}
    assert "berg" not in str(entry.__dict__)
