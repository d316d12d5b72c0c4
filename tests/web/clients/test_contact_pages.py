"""The contacts on the card, their form, and the same by the API."""

from django.test import Client

from kollega.practices.operations.tokens import create_token
from tests.clients.factories import make_client
from tests.factories import make_practice
from tests.pages import browser
from tests.web.clients.test_card_pages import address, text_of


def test_C1_a_contact_is_added_changed_and_removed_on_the_card() -> None:
    anna = make_practice()
    client = make_client(anna)
    session = browser(anna)
    form = {"relation": "parent", "name": "Eva Berg", "pays_invoices": "on", "may_be_told": "Times only"}
    wrong = session.post(address(anna, f"{client}/contacts/new/"), {**form, "email": "nope"})
    assert wrong.status_code == 422
    assert 'value="nope"' in wrong.content.decode()
    assert session.post(address(anna, f"{client}/contacts/new/"), form).status_code == 302
    assert session.post(address(anna, f"{client}/contacts/new/"), form).status_code == 409
    words = text_of(session.get(address(anna, f"{client}/")))
    for expected in ("Eva Berg", "Pays the invoices", "Times only", "Parent"):
        assert expected in words


def test_C1_contacts_by_the_api() -> None:
    anna = make_practice()
    client = make_client(anna)
    token = create_token(anna, name="test", scopes=anna.permissions, days=1)
    calls = Client(headers={"Authorization": f"Bearer {token}"})
    path, options = f"/api/v1/clients/{client}/contacts", {"content_type": "application/json"}
    body = {"relation": "guardian", "name": "Eva Berg", "is_guardian": True, "guardian_from": "2026-01-01"}
    added = calls.post(path, body, **options)
    assert added.status_code == 201, added.content
    assert calls.post(path, body, **options).json()["code"] == "known_contact"
    found = calls.get(path).json()
    assert [(each["name"], each["guards_today"], each["version"]) for each in found] == [("Eva Berg", True, 1)]
    one = f"{path}/{added.json()['id']}"
    assert calls.put(one, {**body, "city": "Lund", "version": 1}, **options).json() == {"version": 2}
    assert calls.delete(one).status_code == 200
    assert calls.get(path).json() == []
