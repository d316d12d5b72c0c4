"""Invitations, join links and requests by the API: the same rules, and no token in any list (I1, I2, I7, IN-6)."""

from kollega.kernel.permissions import Role
from kollega.teams.operations.requesting import ask_to_join
from tests.api.test_frame import caller
from tests.factories import make_member, make_person, unique
from tests.teams.making import guest, invitation_of, make_team, membership_of, token_of

JSON = {"content_type": "application/json"}


def fresh() -> str:
    return f"{unique('somebody')}@example.test"


def test_I1_a_batch_says_what_became_of_each() -> None:
    owner = make_team()
    ours, good = caller(owner), fresh()
    body = {"emails": [good.upper(), "", "nonsense"], "account_type": "clinician", "roles": ["clinician"]}
    answer = ours.post("/api/v1/invitations", body, **JSON)
    assert answer.status_code == 201, answer.content
    found = [(row["address"], row["finding"]) for row in answer.json()]
    assert found == [(good, "invited"), ("nonsense", "no_address")]
    [row] = ours.get("/api/v1/invitations").json()
    assert (row["email"], row["days_left"], row["account_type"]) == (good, 30, "clinician")
    token = token_of(owner, invitation_of(owner, good).id)
    for path in ("/api/v1/invitations", "/api/v1/join-links", "/api/v1/join-requests"):
        words = ours.get(path).content.decode()
        assert token not in words
        assert "digest" not in words
    refused = ours.post("/api/v1/invitations", {**body, "emails": ["nonsense"]}, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (422, "nobody_invited")
    assert refused.json()["detail"]["outcomes"][0]["finding"] == "no_address"
    forged = ours.post("/api/v1/invitations", {**body, "emails": [fresh()], "roles": ["owner", "admin"]}, **JSON)
    assert (forged.status_code, forged.json()["code"]) == (403, "owner_stays")
    too_long = ours.post("/api/v1/invitations", {**body, "emails": [fresh()] * 201}, **JSON)
    assert too_long.status_code == 422


def test_I2_resending_correcting_and_withdrawing() -> None:
    owner = make_team()
    ours, address, right = caller(owner), fresh(), fresh()
    body = {"emails": [address], "account_type": "clinician", "roles": ["clinician"]}
    [row] = ours.post("/api/v1/invitations", body, **JSON).json()
    again = ours.post(f"/api/v1/invitations/{row['invitation_id']}/resend")
    assert again.status_code == 201
    assert ours.post(f"/api/v1/invitations/{row['invitation_id']}/resend").json()["code"] == "invitation_over"
    corrected = ours.post(f"/api/v1/invitations/{again.json()['id']}/correct", {"email": right}, **JSON)
    assert corrected.status_code == 201
    assert ours.delete(f"/api/v1/invitations/{corrected.json()['id']}").status_code == 200
    assert ours.get("/api/v1/invitations").json() == []


def test_I7_links_and_requests() -> None:
    owner = make_team()
    ours = caller(owner)
    body = {"account_type": "support", "roles": ["office_staff"], "most_uses": 2, "days": 7}
    made = ours.post("/api/v1/join-links", body, **JSON)
    assert made.status_code == 201, made.content
    token = made.json()["address"].rstrip("/").rsplit("/", 1)[1]
    person, other = make_person(), make_person()
    for who in (person, other):
        ask_to_join(guest(owner, who), token=token)
    [link] = ours.get("/api/v1/join-links").json()
    assert (link["used"], link["most_uses"], "address" in link) == (2, 2, False)
    first, second = ours.get("/api/v1/join-requests").json()
    member = ours.post(f"/api/v1/join-requests/{first['id']}/approve")
    assert member.json()["id"] == str(membership_of(owner, person).id)  # type: ignore[union-attr]  # was let in
    assert ours.post(f"/api/v1/join-requests/{second['id']}/decline").status_code == 200
    assert ours.post(f"/api/v1/join-requests/{second['id']}/approve").status_code == 409
    assert ours.delete(f"/api/v1/join-links/{link['id']}").status_code == 200
    assert ours.get("/api/v1/join-links").json() == []


def test_IN5_a_member_without_the_right_gets_403_everywhere() -> None:
    owner = make_team()
    theirs = caller(make_member(owner, Role.CLINICIAN))
    for path in ("invitations", "join-links", "join-requests"):
        assert theirs.get(f"/api/v1/{path}").status_code == 403
    assert theirs.post("/api/v1/invitations", {}, **JSON).status_code == 403
