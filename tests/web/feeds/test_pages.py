"""The pages of one's own calendar in other programs (B15)."""

import re
from html import unescape

from kollega.feeds.enums import Shows
from kollega.feeds.queries.feeds import own_feeds
from tests.factories import make_practice
from tests.feeds.caldav import Phone
from tests.feeds.making import get, make_feed
from tests.pages import slug_of
from tests.signing_in import client_of


def test_B15_an_address_is_made_shown_once_and_works() -> None:
    anna = make_practice()
    browser, base = client_of(anna), f"/p/{slug_of(anna)}/settings/programs/"
    answer = browser.post(f"{base}addresses/new/", {"name": "My phone", "shows": "busy"})
    (secret,) = set(re.findall(r"/feeds/([\w-]{32})\.ics", answer.content.decode()))
    assert get(secret).status_code == 200
    overview = browser.get(base).content.decode()
    assert "My phone" in overview
    assert secret not in overview


def test_B15_names_without_the_confirmation_are_refused_and_what_was_typed_is_kept() -> None:
    anna = make_practice()
    browser, base = client_of(anna), f"/p/{slug_of(anna)}/settings/programs/"
    answer = browser.post(f"{base}addresses/new/", {"name": "My phone", "shows": "names"})
    assert answer.status_code == 422
    assert "My phone" in answer.content.decode()
    assert "Confirm that names" in answer.content.decode()
    assert own_feeds(anna) == []


def test_B15_a_feed_is_changed_renewed_and_ended() -> None:
    anna = make_practice()
    browser, base = client_of(anna), f"/p/{slug_of(anna)}/settings/programs/"
    feed_id, secret = make_feed(anna)
    fields = {"name": "Tablet", "shows": "initials", "names_confirmed": "on", "with_blocks": "on"}
    assert browser.post(f"{base}{feed_id}/", fields).status_code == 302
    (row,) = own_feeds(anna)
    assert (row.name, row.shows, row.with_blocks) == ("Tablet", Shows.INITIALS, True)
    assert browser.post(f"{base}{feed_id}/renew/").status_code == 200
    assert get(secret).status_code == 404
    assert browser.post(f"{base}{feed_id}/end/").status_code == 302
    assert own_feeds(anna) == []


def test_B15_a_phone_gets_a_password_that_is_shown_once_and_renewed() -> None:
    anna = make_practice()
    browser, base = client_of(anna), f"/p/{slug_of(anna)}/settings/programs/"
    page = unescape(browser.post(f"{base}phones/new/", {"name": "My phone", "shows": "busy"}).content.decode())
    (row,) = own_feeds(anna)
    (secret,) = set(re.findall(r"(?:[a-z2-7]{4}-){6}[a-z2-7]{4}", page))
    assert f'value="{slug_of(anna)}"' in page
    assert "http://localhost:8000/caldav/" in page
    phone = Phone(row.id, secret)
    assert f"http://localhost:8000{phone.calendar}" in page
    assert phone.changes().status == 207
    overview = browser.get(base).content.decode()
    assert "My phone" in overview
    assert secret not in overview
    browser.post(f"{base}{row.id}/renew/")
    assert phone.changes().status == 401
