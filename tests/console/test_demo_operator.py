"""The demo's operator: there in the demo, and refused where real data is (AU-9)."""

from django.test import Client, override_settings

from kollega.accounts.queries.demo_people import demo_people, has_demo_people
from kollega.console.demo.back_office import make_back_office
from kollega.console.demo.founding import Place
from kollega.console.demo.words import WORDS
from kollega.kernel import clock
from kollega.operator.queries.large_teams import own_requests
from kollega.operator.queries.operators import is_operator
from kollega.web.demo.cast import OPERATOR, PRACTICES
from tests.factories import make_practice


def test_AU9_the_demos_operator_counts_in_the_demo_only() -> None:
    owner = make_practice()
    place = Place(PRACTICES[0], WORDS["sv"], owner, [owner])
    for _ in range(2):
        make_back_office(place, clock.now())
    assert len(own_requests(owner)) == 1
    person_id = demo_people()[OPERATOR.email]
    assert is_operator(person_id)
    with override_settings(PRODUCTION=True):
        assert not is_operator(person_id)
    assert has_demo_people(), "so production does not start with this database"


def test_the_demos_operator_has_a_card_on_the_sign_in_page() -> None:
    owner = make_practice()
    make_back_office(Place(PRACTICES[0], WORDS["sv"], owner, [owner]), clock.now())
    with override_settings(DEMO=True):
        page = Client().get("/signin/").content.decode()
    assert "Olivia Strand" in page
    assert "Runs this installation" in page
