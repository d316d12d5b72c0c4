"""The list of clients and the search of the palette."""

import json

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kollega.kernel.permissions import Area, Role
from tests.clients.factories import make_client
from tests.factories import make_member, make_practice
from tests.pages import browser
from tests.web.clients.test_card_pages import address, text_of


def test_an_empty_practice_a_search_without_result_and_a_foreign_role_say_different_things() -> None:
    anna = make_practice()
    session = browser(anna)
    assert "No clients yet." in text_of(session.get(address(anna)))
    make_client(anna)
    assert "Nobody matches “zzz”." in text_of(session.post(address(anna), {"q": "zzz"}))
    assert "No client fits these filters." in text_of(session.get(address(anna, "?status=inactive")))
    owner = make_practice(sees_clients=False)
    assert browser(owner).get(address(owner)).status_code == 403


def test_C9_the_results_alone_are_swapped_and_their_number_announced() -> None:
    anna = make_practice()
    make_client(anna, "Eva", "Lund")
    make_client(anna, "Anna", "Berg")
    answer = browser(anna).post(
        address(anna), {"q": "lun", "status": "all"}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="list"
    )
    assert "<html" not in answer.content.decode()
    assert "Lund, Eva" in text_of(answer)
    assert "Berg, Anna" not in text_of(answer)
    assert answer["HX-Replace-Url"] == address(anna, "?status=all")
    assert json.loads(answer["HX-Trigger"]) == {"announce": "1 client"}


def test_strange_values_in_the_address_show_the_plain_list() -> None:
    anna = make_practice()
    make_client(anna)
    for query in ("?status=x&sort=y&who=z&at=w", "?at=%00%FF", "?q=%00", "?who=not-a-uuid"):
        assert browser(anna).get(address(anna, query)).status_code == 200


def test_the_list_pages_by_fifty() -> None:
    anna = make_practice()
    for number in range(51):
        make_client(anna, "Eva", f"Berg{number:02}")
    session = browser(anna)
    first = session.get(address(anna))
    assert "1–50 of 51" in text_of(first)
    following = first.context["next_url"]
    second = session.get(address(anna, following))
    assert "51–51 of 51" in text_of(second)
    assert "Berg50" in text_of(second)
    assert "1–50 of 51" in text_of(session.get(address(anna, second.context["previous_url"])))


def test_one_row_and_three_rows_cost_the_same_number_of_queries() -> None:
    anna = make_practice()
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    session = browser(office)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_client(anna)
        session.get(address(office))
        with CaptureQueriesContext(connection) as queries:
            session.get(address(office))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_palette_answers_from_two_letters_on() -> None:
    anna = make_practice()
    make_client(anna)
    session = browser(anna)
    assert "Berg" not in text_of(session.get(address(anna, "search/?q=b")))
    assert "Berg, Anna" in text_of(session.get(address(anna, "search/?q=be")))
