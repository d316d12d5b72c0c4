"""The pages of a practice, as an owner, a member and an outsider see them."""

import re

from kollega.kernel.permissions import Role
from tests.factories import make_member, make_practice
from tests.pages import browser, slug_of


def test_T8_an_insider_without_the_right_gets_403_and_an_outsider_404() -> None:
    owner = make_practice()
    clinician = make_member(owner, Role.CLINICIAN)
    outsider = make_practice()
    address = f"/p/{slug_of(owner)}/settings/practice/"
    assert browser(owner).get(address).status_code == 200
    assert browser(clinician).get(address).status_code == 403
    assert browser(outsider).get(address).status_code == 404


def test_TI2_a_foreign_practice_and_a_missing_one_look_the_same() -> None:
    foreign, missing = slug_of(make_practice()), "no-such-practice"
    ours = browser(make_practice())
    answers = [ours.get(f"/p/{slug}/team/") for slug in (foreign, missing)]
    assert {answer.status_code for answer in answers} == {404}
    bodies = [re.sub(rb"[A-Za-z0-9]{64}", b"csrf", answer.content) for answer in answers]
    assert bodies[0].replace(foreign.encode(), b"") == bodies[1].replace(missing.encode(), b"")


def test_founding_makes_a_practice_under_a_free_address() -> None:
    person = make_practice()
    client = browser(person)
    form = {
        "name": "Praxis Grün",
        "country": "DE",
        "zone": "Europe/Berlin",
        "currency": "EUR",
        "language": "de",
        "sees_clients": "on",
    }
    first, second = (client.post("/practices/new/", form) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] != second["Location"]


def test_a_token_is_shown_once_and_can_be_ended() -> None:
    owner = make_practice()
    client, address = browser(owner), f"/p/{slug_of(owner)}/settings/tokens/"
    made = client.post(address, {"name": "report", "days": "30", "scopes": ["practice.see"]})
    assert made.status_code == 200
    assert "kollega_" in made.content.decode()
    assert "kollega_" not in client.get(address).content.decode()


def test_T2_the_first_run_leads_to_a_practice_with_hours_a_service_and_a_room() -> None:
    client = browser(make_practice())
    form = {
        "name": "Berg Terapi",
        "country": "SE",
        "zone": "Europe/Stockholm",
        "currency": "SEK",
        "language": "sv",
        "sees_clients": "on",
    }
    hours = client.post("/practices/new/", form)["Location"]
    service = client.post(hours, {"days": ["0", "2"], "starts": "9", "ends": "1630"})["Location"]
    code = {"name": "Samtal", "code": "SA", "minutes": "50", "mode": "both"}
    room = client.post(service, code)["Location"]
    refused = client.post(hours, {"days": ["0"], "starts": "17", "ends": "9"})
    assert refused.status_code == 422
    assert client.post(room, {"name": "Blå rummet"}).status_code == 302
    shown = client.get(hours.replace("start/hours/", "calendar/settings/")).content.decode()
    assert "Samtal" in shown
    assert "Blå rummet" in shown
