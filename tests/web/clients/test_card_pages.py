"""The pages about clients, as the responsible clinician, a colleague, office staff and an outsider see them."""

import re
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from kollega.audit.models import LogEntry
from kollega.clients.models import Client
from kollega.clients.operations.information import write_information
from kollega.clients.operations.national_ids import set_national_id
from kollega.clients.queries.access import require_readable
from kollega.clients.rules.headings import Heading
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Area, Role
from tests.clients.factories import BORN, inside, make_client
from tests.factories import make_member, make_practice
from tests.pages import browser, slug_of

FRAGMENT = {"HTTP_HX_REQUEST": "true"}


def address(actor: Actor, rest: str = "") -> str:
    return f"/p/{slug_of(actor)}/clients/{rest}"


def text_of(answer: object) -> str:
    page = BeautifulSoup(answer.content, "html.parser")  # type: ignore[attr-defined]
    return " ".join(page.get_text(" ").split())


def test_the_card_shows_contact_information_and_who_is_responsible() -> None:
    anna = make_practice()
    client = make_client(anna, born_on=BORN, phone="070-123 45 67", city="Uppsala")
    write_information(anna, client_id=client, heading=Heading.HEALTH, text="Asthma since 1990", version=0)
    answer = browser(anna).get(address(anna, f"{client}/"))
    words = text_of(answer)
    assert answer.status_code == 200
    for expected in ("Berg, Anna", "1984-05-02", "070-123 45 67", "Uppsala", "Asthma since 1990"):
        assert expected in words
    assert "Printed with the record." in words
    title = BeautifulSoup(answer.content, "html.parser").title
    assert title is not None
    assert "Berg" not in title.get_text()


def test_AL1_opening_the_card_is_logged_with_the_client() -> None:
    anna = make_practice()
    client = make_client(anna)
    browser(anna).get(address(anna, f"{client}/"))
    with inside(anna):
        assert LogEntry.objects.filter(client_id=client, action="read", object_type="client").count() == 1


def test_AZ4_office_staff_see_no_information_no_number_and_no_care() -> None:
    anna = make_practice()
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    client = make_client(anna, phone="070-123 45 67")
    write_information(anna, client_id=client, heading=Heading.HEALTH, text="Asthma", version=0)
    set_national_id(anna, client_id=client, number="811228-9874")
    answer = browser(office).get(address(office, f"{client}/"))
    assert answer.status_code == 200
    assert "070-123 45 67" in text_of(answer)
    for hidden in ("Asthma", "Client information", "Identity number", "9874"):
        assert hidden not in answer.content.decode()
    for path in ("information/health/", "information/health/versions/", "id-number/", "care/", "hand-over/"):
        assert browser(office).get(address(office, f"{client}/{path}")).status_code == 403


PAGES = (
    "",
    "edit/",
    "information/health/",
    "information/health/shown/",
    "information/health/versions/",
    "id-number/",
    "care/",
    "hand-over/",
    "appointments/",
    "log/",
)
POSTS = ("set/inactive/", "id-number/show/", "hints/{id}/settle/", "care/{id}/end/")


def test_TI2_a_colleagues_client_a_foreign_one_and_a_missing_one_give_the_same_404() -> None:
    anna, other = make_practice(), make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    ours, foreign = make_client(anna), make_client(other)
    session = browser(kari)
    for page in PAGES:
        bodies = set()
        for client in (ours, foreign, uuid4()):
            answer = session.get(address(kari, f"{client}/{page}"))
            assert answer.status_code == 404, page
            bodies.add(re.sub(rb"[A-Za-z0-9]{64}", b"", answer.content).replace(str(client).encode(), b""))
        assert len(bodies) == 1
    for page in POSTS:
        for client in (ours, foreign, uuid4()):
            assert session.post(address(kari, f"{client}/{page.format(id=uuid4())}")).status_code == 404
    with inside(anna):
        assert require_readable(anna, ours).is_active


def test_a_new_client_is_added_and_a_second_one_asks_first() -> None:
    anna = make_practice()
    session = browser(anna)
    form = {"given_name": "Anna", "family_name": "Berg", "born_on": "2.5.1984", "language": "sv"}
    first = session.post(address(anna, "new/"), form)
    assert first.status_code == 302
    again = session.post(address(anna, "new/"), form)
    assert again.status_code == 200
    assert "may already be a client" in text_of(again)
    assert first["Location"] in again.content.decode()
    assert session.post(address(anna, "new/"), {**form, "despite_duplicates": "yes"}).status_code == 302
    with inside(anna):
        assert Client.objects.count() == 2


def test_wrong_input_keeps_what_was_typed() -> None:
    anna = make_practice()
    form = {"family_name": "Berg", "born_on": "yesterdayish", "email": "nope", "language": "sv"}
    answer = browser(anna).post(address(anna, "new/"), form)
    assert answer.status_code == 422
    for typed in ("yesterdayish", "nope"):
        assert typed in answer.content.decode()
    assert "Error: New client" in text_of(answer)


@pytest.mark.parametrize(("reach", "field"), [("070-123 45 67", "phone"), ("anna@example.test", "email")])
def test_three_fields_are_enough_to_add_a_client(reach: str, field: str) -> None:
    anna = make_practice()
    form = {"client-name": "Anna Maria Berg", "client-reach": reach, "client-born_on": "1984-05-02"}
    answer = browser(anna).post(address(anna, "quick/"), form, **FRAGMENT)
    assert answer.status_code == 200, answer.content
    assert "client-added" in answer["HX-Trigger"]
    with inside(anna):
        row = Client.objects.get()
    assert (row.given_name, row.family_name, getattr(row, field)) == ("Anna Maria", "Berg", reach)


def test_AZ7_fields_that_are_not_contact_data_cannot_be_written() -> None:
    anna, other = make_practice(), make_practice()
    form = {
        "family_name": "Berg",
        "language": "sv",
        "practice_id": str(other.practice_id),
        "responsible_id": str(other.membership_id),
        "is_active": "false",
        "origin": "referred",
        "version": "7",
        "id": str(uuid4()),
    }
    assert browser(anna).post(address(anna, "new/"), form).status_code == 302
    with inside(anna):
        row = Client.objects.get()
        assert (row.responsible_id, row.origin, row.is_active, row.version) == (anna.membership_id, "own", True, 1)


def test_TI3_a_foreign_clinician_in_the_form_stores_nothing() -> None:
    anna, other = make_practice(), make_practice()
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    form = {"family_name": "Berg", "language": "sv", "responsible_id": str(other.membership_id)}
    assert browser(office).post(address(office, "new/"), form).status_code == 422
    client = make_client(anna)
    session = browser(anna)
    for page in ("care/", "hand-over/"):
        given = {"clinician_id": str(other.membership_id)}
        assert session.post(address(anna, f"{client}/{page}"), given).status_code == 422
    with inside(anna):
        assert Client.objects.count() == 1


def test_an_edit_over_an_old_version_shows_the_newer_one_and_keeps_the_typed() -> None:
    anna = make_practice()
    client = make_client(anna)
    session = browser(anna)
    form = {"given_name": "Anna", "family_name": "Berg", "language": "sv", "version": "1"}
    assert session.post(address(anna, f"{client}/edit/"), {**form, "city": "Umeå"}).status_code == 302
    late = session.post(address(anna, f"{client}/edit/"), {**form, "city": "Lund"})
    assert late.status_code == 409
    assert "Umeå" in text_of(late)
    assert 'value="Lund"' in late.content.decode()
    assert 'name="version" value="2"' in late.content.decode()


def test_C2_the_switch_acts_at_once_and_offers_undo() -> None:
    anna = make_practice()
    client = make_client(anna, "Eva", "Alm")
    session = browser(anna)
    answer = session.post(address(anna, f"{client}/set/inactive/"), **FRAGMENT)
    assert 'aria-checked="false"' in answer.content.decode()
    assert f"{client}/set/active/" in answer["HX-Trigger"]
    assert "Alm, Eva" not in text_of(session.get(address(anna)))
    assert "Alm, Eva" in text_of(session.get(address(anna, "?status=inactive")))
    assert session.post(address(anna, f"{client}/set/sideways/")).status_code == 404


def test_the_identity_number_is_masked_until_shown() -> None:
    anna = make_practice()
    client = make_client(anna, country="SE")
    session = browser(anna)
    assert session.post(address(anna, f"{client}/id-number/"), {"number": "811228-9875"}).status_code == 422
    assert session.post(address(anna, f"{client}/id-number/"), {"number": "811228-9874"}).status_code == 302
    assert "9874" not in session.get(address(anna, f"{client}/")).content.decode()
    assert "19811228-9874" in session.post(address(anna, f"{client}/id-number/show/"), **FRAGMENT).content.decode()


def test_a_heading_is_written_in_the_card_and_a_late_writer_sees_the_newer_text() -> None:
    anna = make_practice()
    client = make_client(anna)
    session = browser(anna)
    page = address(anna, f"{client}/information/health/")
    assert "Printed with the record." in text_of(session.get(page, **FRAGMENT))
    saved = session.post(page, {"text": "Asthma", "version": "0"}, **FRAGMENT)
    assert "Asthma" in text_of(saved)
    late = session.post(page, {"text": "Mine", "version": "0"}, **FRAGMENT)
    assert "Asthma" in text_of(late)
    assert "Mine" in late.content.decode()
    assert session.post(page, {"text": "Both", "version": "1"}).status_code == 302
    assert "Version 2" in text_of(session.get(page + "versions/"))
    assert session.get(address(anna, f"{client}/information/secrets/")).status_code == 404


def test_text_of_clients_is_escaped_everywhere() -> None:
    anna = make_practice()
    evil = "<script>x</script>"
    client = make_client(anna, "Anna", evil, city=evil)
    write_information(anna, client_id=client, heading=Heading.HEALTH, text=evil, version=0)
    session = browser(anna)
    for page in ("", f"{client}/", f"{client}/edit/", f"{client}/information/health/", "choices/"):
        assert evil not in session.get(address(anna, page)).content.decode()
    assert evil not in session.post(address(anna), {"q": evil}).content.decode()


def test_sharing_and_handing_over_by_the_pages() -> None:
    anna = make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    client = make_client(anna)
    session = browser(anna)
    given = {"clinician_id": str(kari.membership_id)}
    assert browser(kari).get(address(kari, f"{client}/")).status_code == 404
    assert session.post(address(anna, f"{client}/care/"), given).status_code == 302
    assert browser(kari).get(address(kari, f"{client}/")).status_code == 200
    assert session.post(address(anna, f"{client}/care/{kari.membership_id}/end/")).status_code == 302
    assert browser(kari).get(address(kari, f"{client}/")).status_code == 404
    assert session.post(address(anna, f"{client}/hand-over/"), given).status_code == 302
    assert browser(kari).post(address(kari, f"{client}/care/{anna.membership_id}/end/")).status_code == 302
    assert session.get(address(anna, f"{client}/")).status_code == 404


def test_L1_the_card_tells_who_opened_it() -> None:
    anna = make_practice()
    client = make_client(anna, "Eva", "Alm")
    session = browser(anna)
    session.get(address(anna, f"{client}/"))
    answer = session.get(address(anna, f"{client}/log/"))
    assert answer.status_code == 200
    assert "Anna Berg" in text_of(answer)
    assert "Eva Alm" in text_of(answer)
