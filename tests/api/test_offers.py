"""Services, rooms and hours over the API."""

from kollega.kernel.permissions import Role
from tests.api.test_frame import caller
from tests.factories import make_member, make_practice

SERVICE = {"names": {"en": "First visit"}, "minutes": 60, "mode": "both", "code": "FV", "colour": 1}


def test_B4_a_service_is_added_changed_and_archived() -> None:
    ours = caller(make_practice())
    made = ours.post("/api/v1/services", SERVICE, content_type="application/json")
    assert made.status_code == 201, made.content
    address = f"/api/v1/services/{made.json()['id']}"
    again = ours.post("/api/v1/services", SERVICE, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "service_code_taken")
    assert ours.put(address, {**SERVICE, "minutes": 50}, content_type="application/json").status_code == 200
    stale = ours.put(address, SERVICE, content_type="application/json", headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert ours.put(f"{address}/archived", {"archived": True}, content_type="application/json").status_code == 200
    assert ours.get("/api/v1/services").json() == []


def test_AZ2_a_clinician_adds_no_rooms_and_sets_only_own_hours() -> None:
    owner = make_practice()
    clinician = make_member(owner, Role.CLINICIAN)
    theirs = caller(clinician)
    assert theirs.post("/api/v1/rooms", {"name": "Blue"}, content_type="application/json").status_code == 403
    week = {"entries": [{"weekday": 0, "starts": "09:00", "ends": "17:00"}]}
    own = theirs.put(f"/api/v1/members/{clinician.membership_id}/hours", week, content_type="application/json")
    assert own.status_code == 200, own.content
    others = theirs.put(f"/api/v1/members/{owner.membership_id}/hours", week, content_type="application/json")
    assert others.status_code == 403


def test_B5_hours_of_every_second_week_go_in_and_out() -> None:
    owner = make_practice()
    ours, where = caller(owner), f"/api/v1/members/{owner.membership_id}/hours"
    window = {"weekday": 0, "starts": "09:00", "ends": "17:00", "rhythm": "second"}
    assert ours.put(where, {"entries": [window]}, content_type="application/json").status_code == 422
    sent = {"entries": [window | {"valid_from": "2027-01-04"}]}
    assert ours.put(where, sent, content_type="application/json").status_code == 200
    (found,) = ours.get(where).json()["weekly"]
    assert (found["rhythm"], found["valid_from"]) == ("second", "2027-01-04")
