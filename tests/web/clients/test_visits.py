"""A client's appointments on the card, and switching off somebody who is still booked."""

from kollega.clients.queries.access import require_readable
from kollega.kernel.permissions import Area, Role
from kollega.scheduling.operations.booking import book
from tests.clients.factories import inside, make_client
from tests.factories import make_member, make_practice
from tests.pages import browser
from tests.scheduling.factories import make_hours, make_service, tomorrow_at
from tests.web.clients.test_card_pages import FRAGMENT, address, text_of


def test_C1_the_card_shows_coming_and_past_appointments() -> None:
    anna = make_practice(language="sv")
    client = make_client(anna)
    service = make_service(anna)
    make_hours(anna)
    empty = browser(anna).get(address(anna, f"{client}/appointments/"))
    assert "Nothing is booked." in text_of(empty)
    book(
        anna,
        client_id=client,
        service_id=service,
        clinician_id=anna.membership_id,
        starts_at=tomorrow_at(anna, 10),
    )
    for page in (f"{client}/", f"{client}/appointments/"):
        words = text_of(browser(anna).get(address(anna, page)))
        assert "10:00–10:45" in words
        assert "Talk" in words


def test_C2_switching_off_a_booked_client_warns_and_lists_the_appointments() -> None:
    anna = make_practice()
    client = make_client(anna)
    service = make_service(anna)
    make_hours(anna)
    book(
        anna,
        client_id=client,
        service_id=service,
        clinician_id=anna.membership_id,
        starts_at=tomorrow_at(anna, 10),
    )
    session, switch = browser(anna), address(anna, f"{client}/set/inactive/")
    asked = session.post(switch, **FRAGMENT)
    assert asked["HX-Retarget"] == "#dialog-host"
    assert asked.content.decode().lstrip().startswith("<dialog")
    assert "1 appointment is still booked" in text_of(asked)
    assert "10:00–10:45" in text_of(session.post(switch))
    with inside(anna):
        assert require_readable(anna, client).is_active
    assert session.post(switch, {"despite_appointments": "yes"}).status_code == 302
    with inside(anna):
        assert not require_readable(anna, client).is_active


def test_AZ4_office_staff_see_the_appointments_of_every_client() -> None:
    anna = make_practice()
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    client = make_client(anna)
    assert browser(office).get(address(office, f"{client}/appointments/")).status_code == 200
    assert browser(office).get(address(office, f"{client}/log/")).status_code == 403
