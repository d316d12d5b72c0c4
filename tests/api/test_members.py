"""Members and the team over the API: the same rules as on the pages (T4, T6, T8, T9, T10)."""

from django.test import Client

from kollega.accounts.models import Person
from kollega.kernel.permissions import Role
from tests.api.test_frame import caller
from tests.factories import PASSWORD, make_member, make_practice
from tests.journal.making import make_client, make_visit
from tests.signing_in import code_now, give_codes, give_password
from tests.teams.making import make_team
from tests.teams.members import give_seat, in_catalogue, roles_of

JSON = "application/json"


def test_T8_members_are_listed_and_only_managers_learn_of_seats() -> None:
    with in_catalogue("keep"):
        owner = make_team()
        kari = make_member(owner, Role.CLINICIAN)
        give_seat(kari, "unlimited", own=False)
        rows = {row["display_name"]: row for row in caller(owner).get("/api/v1/members").json()}
        assert rows["Kari Dahl"]["seat"]["account_type"] == "unlimited"
        assert rows["Kari Dahl"]["seat"]["payer"] == "practice"
        rows = {row["display_name"]: row for row in caller(kari).get("/api/v1/members").json()}
        assert rows["Anna Berg"]["seat"] is None
        types = [row["id"] for row in caller(owner).get("/api/v1/account-types").json()]
        assert types == ["unlimited", "essentials", "support", "assistant"]
        changed = caller(owner).put(
            f"/api/v1/members/{kari.membership_id}/account-type", {"account_type": "essentials"}, content_type=JSON
        )
        assert changed.status_code == 200, changed.content
        own = caller(kari).get(f"/api/v1/members/{kari.membership_id}").json()
        assert own["seat"]["account_type"] == "essentials"


def test_T10_a_member_is_removed_after_everything_is_handed_over() -> None:
    owner = make_team()
    kari, ola = make_member(owner, Role.CLINICIAN), make_member(owner, Role.CLINICIAN)
    visit = make_visit(kari, make_client(kari))
    ours, theirs = caller(owner), caller(kari)
    base = f"/api/v1/members/{kari.membership_id}"
    refused = ours.delete(base)
    assert (refused.status_code, refused.json()["code"]) == (409, "stands_in_the_way")
    assert [each["id"] for each in refused.json()["detail"]["appointments"]] == [str(visit)]
    seen = ours.get(f"{base}/obstacles").json()
    assert (len(seen["visits"]), seen["client_count"], seen["visits"][0]["client_name"]) == (1, 1, "")
    to_ola = {"clinician_id": str(ola.membership_id)}
    wrong = ours.post(f"{base}/appointments/cancel", {"count": 2}, content_type=JSON)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "changed_elsewhere")
    assert ours.post(f"{base}/appointments/hand-over", to_ola, content_type=JSON).json() == {"moved": 1, "left": []}
    assert ours.post(f"{base}/clients/hand-over", to_ola, content_type=JSON).json() == {"count": 1}
    assert ours.delete(base).status_code == 200
    assert theirs.get("/api/v1/me").status_code == 401


def test_T10_leaving_ends_the_token_that_asked_for_it() -> None:
    kari = make_member(make_team(), Role.ASSISTANT)
    theirs = caller(kari)
    assert theirs.post("/api/v1/me/leave").status_code == 200
    assert theirs.get("/api/v1/me").status_code == 401


def test_T4_ownership_changes_hands_with_both_factors_in_the_call() -> None:
    owner = make_team()
    kari = make_member(owner, Role.CLINICIAN)
    factors = {actor.person_id: _factors(actor.person_id) for actor in (owner, kari)}
    offering = f"/api/v1/members/{kari.membership_id}/ownership"
    bare = caller(owner).post(offering, {"password": "", "code": ""}, content_type=JSON)
    assert (bare.status_code, bare.json()["code"]) == (401, "fresh_login_needed")
    made = caller(owner).post(offering, factors[owner.person_id], content_type=JSON)
    assert made.status_code == 201, made.content
    assert caller(kari).get("/api/v1/ownership").json()["is_to_me"] is True
    taken = caller(kari).post("/api/v1/ownership/accept", factors[kari.person_id], content_type=JSON)
    assert taken.status_code == 200, taken.content
    assert roles_of(kari) == {"owner", "admin", "clinician"}
    assert caller(kari).get("/api/v1/ownership").json() is None


def test_T9_responsibility_is_proposed_and_confirmed() -> None:
    owner = make_team()
    kari = make_member(owner, Role.CLINICIAN)
    make_client(kari)
    wanted = {"wanted": "central"}
    assert caller(owner).post("/api/v1/records", wanted, content_type=JSON).json() == {"holds": False}
    assert caller(kari).get("/api/v1/records").json()["waiting"]["needs_me"] is True
    assert caller(kari).post("/api/v1/records/decline").status_code == 200
    assert caller(owner).post("/api/v1/records", wanted, content_type=JSON).json() == {"holds": False}
    assert caller(kari).post("/api/v1/records/confirm").json() == {"holds": True}
    assert caller(owner).get("/api/v1/team").json()["records"] == "central"


def test_T4_a_team_is_created_when_nothing_is_missing() -> None:
    with in_catalogue("take_over"):
        owner = make_practice()
        ours = caller(owner)
        assert ours.get("/api/v1/team/readiness").json()["missing_plans"] == ["pro", "practice"]
        body = {"name": "Team", "records": "individual"}
        refused = ours.post("/api/v1/team", body, content_type=JSON)
        assert (refused.status_code, refused.json()["code"]) == (409, "team_needs_plan")
        give_seat(owner, "pro", own=True)
        made = ours.post("/api/v1/team", body, content_type=JSON)
        assert made.status_code == 201, made.content
        assert made.json()["team_since"] is not None


def _factors(person_id: object) -> dict[str, str]:
    person = give_password(Person.objects.get(pk=person_id))
    return {"password": PASSWORD, "code": code_now(give_codes(person))}


def test_TI1_nothing_of_it_opens_without_a_token() -> None:
    assert Client().get("/api/v1/members").status_code == 401
