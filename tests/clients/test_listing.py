"""The client list."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kollega.clients.operations.activity import set_active
from kollega.clients.queries.listing import Status, client_list
from kollega.clients.queries.places import Order
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Area, Role
from tests.clients.factories import inside, make_client
from tests.factories import make_member, make_practice


def names(actor: Actor, **filters: object) -> list[str]:
    return [row.name.family_first for row in client_list(actor, **filters).rows]  # type: ignore[arg-type]


def test_C9_the_list_is_in_the_order_of_the_practices_language() -> None:
    anna = make_practice(language="sv")
    for family in ("Öberg", "Zorn", "Åberg", "Ärlig", "Adolfsson"):
        make_client(anna, "Eva", family)
    assert names(anna) == ["Adolfsson, Eva", "Zorn, Eva", "Åberg, Eva", "Ärlig, Eva", "Öberg, Eva"]


def test_C2_inactive_clients_are_missing_unless_the_filter_asks_or_a_search_finds_them() -> None:
    anna = make_practice()
    gone = make_client(anna, "Anna", "Alm")
    make_client(anna, "Eva", "Berg")
    set_active(anna, client_id=gone, is_active=False)
    assert names(anna) == ["Berg, Eva"]
    assert names(anna, status=Status.INACTIVE) == ["Alm, Anna"]
    assert names(anna, status=Status.ALL) == ["Alm, Anna", "Berg, Eva"]
    assert names(anna, text="alm") == ["Alm, Anna"]


def test_the_list_filters_by_responsible_clinician() -> None:
    anna = make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    make_client(anna, "Eva", "Alm")
    make_client(kari, "Eva", "Berg")
    assert names(office) == ["Alm, Eva", "Berg, Eva"]
    assert names(office, responsible_id=kari.membership_id) == ["Berg, Eva"]
    assert names(anna) == ["Alm, Eva"]
    assert names(anna, responsible_id=kari.membership_id) == []


def test_pages_go_forth_and_back_without_losing_or_repeating_a_row() -> None:
    anna = make_practice()
    for number in range(7):
        make_client(anna, "Eva", f"Same{number // 3}")
    for order in Order:
        everything = [row.id for row in client_list(anna, order=order, limit=50).rows]
        seen, firsts, page = [], [], client_list(anna, order=order, limit=3)
        while True:
            seen += [row.id for row in page.rows]
            firsts.append(page.first)
            if not page.next_cursor:
                break
            page = client_list(anna, order=order, cursor=page.next_cursor, limit=3)
        assert seen == everything
        assert firsts == [1, 4, 7]
        back = client_list(anna, order=order, cursor=page.previous_cursor, limit=3)
        assert ([row.id for row in back.rows], back.first) == (everything[3:6], 4)
        start = client_list(anna, order=order, cursor=back.previous_cursor, limit=3)
        assert ([row.id for row in start.rows], start.first, start.previous_cursor) == (everything[:3], 1, "")


def test_a_cursor_of_another_order_or_none_of_ours_gives_the_first_page() -> None:
    anna = make_practice()
    for number in range(3):
        make_client(anna, "Eva", f"Berg{number}")
    cursor = client_list(anna, limit=1).next_cursor
    for wrong in ("xxx", "å", "PnwwfHx8", cursor):
        assert client_list(anna, order=Order.NEWEST, cursor=wrong, limit=1).first == 1


def test_TI1_the_list_counts_only_what_the_actor_may_see() -> None:
    anna, other = make_practice(), make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    make_client(other)
    make_client(kari)
    assert client_list(anna).total == 0
    assert client_list(kari).total == 1


def test_one_row_and_three_rows_cost_the_same_number_of_queries() -> None:
    anna = make_practice()
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_client(anna)
        with inside(anna), CaptureQueriesContext(connection) as queries:
            client_list(anna)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4
