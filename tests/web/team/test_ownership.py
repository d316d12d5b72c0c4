"""The pages on which a practice is handed over and responsibility for records changes (T4, T9)."""

from kollega.kernel.permissions import Role
from tests.factories import make_member
from tests.pages import browser, slug_of
from tests.scheduling.factories import make_client
from tests.teams.making import make_team
from tests.teams.members import practice_of, roles_of


def test_T4_ownership_is_offered_and_accepted_on_pages_after_a_fresh_login() -> None:
    owner = make_team()
    kari = make_member(owner, Role.CLINICIAN)
    base = f"/p/{slug_of(owner)}/team"
    offering, answering = f"{base}/{kari.membership_id}/ownership/", f"{base}/ownership/"
    as_owner, as_kari = browser(owner), browser(kari)
    for page in (as_owner, as_kari):
        session = page.session
        session["authenticated_at"] = 1.0
        session.save()
    for method in (as_owner.get, as_owner.post):
        stale = method(offering)
        assert (stale.status_code, stale.headers["Location"].split("?")[0]) == (302, "/confirm/")
    as_owner, fresh_kari = browser(owner), browser(kari)
    assert as_owner.get(offering).status_code == 200
    assert as_owner.post(offering).status_code == 302
    assert as_owner.post(offering).status_code == 409
    assert "You are offered the ownership" in fresh_kari.get(f"{base}/").content.decode()
    assert as_kari.post(answering, {"answer": "accept"}).status_code == 302
    assert roles_of(kari) == {"clinician"}
    assert fresh_kari.post(answering, {"answer": "no-such"}).status_code == 422
    assert fresh_kari.post(answering, {"answer": "accept"}).status_code == 302
    assert roles_of(kari) == {"owner", "admin", "clinician"}
    assert fresh_kari.post(answering, {"answer": "accept"}).status_code == 409


def test_T4_the_owner_takes_an_offer_back_and_a_colleague_learns_nothing_of_it() -> None:
    owner = make_team()
    kari, ola = make_member(owner, Role.CLINICIAN), make_member(owner, Role.CLINICIAN, name="Ola Lund")
    base = f"/p/{slug_of(owner)}/team"
    as_owner = browser(owner)
    as_owner.post(f"{base}/{kari.membership_id}/ownership/")
    assert "Ownership offered" in as_owner.get(f"{base}/").content.decode()
    assert "Ownership offered" not in browser(ola).get(f"{base}/").content.decode()
    assert "No offer is waiting" in browser(ola).get(f"{base}/ownership/").content.decode()
    assert browser(ola).post(f"{base}/ownership/", {"answer": "withdraw"}).status_code == 403
    assert as_owner.post(f"{base}/ownership/", {"answer": "withdraw"}).status_code == 302
    assert browser(kari).post(f"{base}/ownership/", {"answer": "accept"}).status_code == 409


def test_T9_a_change_of_responsibility_is_proposed_confirmed_and_visible_to_all() -> None:
    owner = make_team()
    kari, assistant = make_member(owner, Role.CLINICIAN), make_member(owner, Role.ASSISTANT, name="Per Assistant")
    make_client(kari)
    address = f"/p/{slug_of(owner)}/team/records/"
    assert browser(kari).post(address, {"records": "central"}).status_code == 403
    assert browser(owner).post(address, {"records": "individual"}).status_code == 422
    assert browser(owner).post(address, {"records": "central"}).status_code == 302
    shown = browser(assistant).get(address).content.decode()
    assert "A change is proposed" in shown
    assert "Kari Dahl" in shown
    assert "Your word is asked for" in browser(kari).get(f"/p/{slug_of(owner)}/team/").content.decode()
    assert browser(assistant).post(address, {"answer": "confirm"}).status_code == 403
    assert browser(kari).post(address, {"answer": "confirm"}).status_code == 302
    assert practice_of(owner).records == "central"
    shown = browser(assistant).get(address).content.decode()
    assert "The practice is responsible for records." in shown
