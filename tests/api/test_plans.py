"""Plans and seats over the API (P1, P8, P9, P11, P13, P15)."""

from typing import Any

from django.test import override_settings

from kollega.kernel.permissions import Role
from tests.api.test_frame import caller
from tests.factories import make_member, make_practice

JSON = {"content_type": "application/json"}
kollega = override_settings(CATALOGUE="kollega")
covet = override_settings(CATALOGUE="covet")


@kollega
def test_P1_the_catalogue_and_the_plan_in_force() -> None:
    ours = caller(make_practice())
    plans = {plan["id"]: plan for plan in ours.get("/api/v1/plans").json()["plans"]}
    assert plans["solo"]["prices"]["EUR"] == {"month": 1500, "year": 15000}
    assert plans["solo"]["allows"]["appointments_a_month"] == 30
    assert plans["clinic"]["allows"]["appointments_a_month"] is None
    assert plans["support"]["account_types"] == []
    now = ours.get("/api/v1/plan").json()
    assert (now["plan"], now["may_try"]) == ("free", ["clinic", "duo", "practice", "solo"])


@kollega
def test_P13_trying_keeping_and_choosing() -> None:
    ours = caller(make_practice())
    tried = ours.post("/api/v1/plan/trial", {"plan": "solo"}, **JSON).json()
    assert (tried["plan"], tried["pays_after_trial"]) == ("solo", False)
    again = ours.post("/api/v1/plan/trial", {"plan": "solo"}, **JSON)
    assert (again.status_code, again.json()["code"]) == (409, "trial_used")
    assert ours.put("/api/v1/plan/after-trial", {"keep": True}, **JSON).json()["pays_after_trial"] is True
    chosen = ours.put("/api/v1/plan", {"plan": "practice", "cycle": "year"}, **JSON).json()
    assert (chosen["plan"], chosen["cycle"], chosen["trial_ends_at"]) == ("practice", "year", None)
    unknown = ours.put("/api/v1/plan", {"plan": "gold"}, **JSON)
    assert (unknown.status_code, unknown.json()["code"]) == (409, "unknown_plan")


@kollega
def test_BK10_a_refusal_names_what_is_wanted_the_limit_and_the_plan_that_allows_it() -> None:
    ours = caller(make_practice())
    assert ours.post("/api/v1/rooms", {"name": "One"}, **JSON).status_code == 201
    refused = ours.post("/api/v1/rooms", {"name": "Two"}, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "plan_limit_reached")
    detail = refused.json()["detail"]
    assert (detail["wanted"], detail["limit"], detail["plan_id"], detail["plan"]) == ("rooms", 1, "duo", "Duo")
    usage = ours.get("/api/v1/plan/usage").json()
    assert (usage["rooms"], usage["rooms_allowed"]) == (1, 1)
    assert list(usage["appointments_allowed"].values()) == [10]


@covet
def test_P8_P9_P11_seats_are_listed_paid_and_stopped() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    ours = caller(owner)
    address = f"/api/v1/members/{kari.membership_id}/seat"
    late = ours.post(f"{address}/pay", {"after_trial": True}, **JSON)
    assert (late.status_code, late.json()["code"]) == (409, "not_on_trial")
    paid = ours.post(f"{address}/pay", {"plan": "essentials"}, **JSON)
    assert paid.status_code == 200, paid.content
    seat = _seat(ours, kari.membership_id)
    assert (seat["account_type"], seat["payer"], seat["status"]) == ("essentials", "practice", "paid")
    assert seat["may_stop"]
    assert ours.post(f"{address}/stop", **JSON).status_code == 200
    assert _seat(ours, kari.membership_id)["payer"] == "nobody"
    history = ours.get("/api/v1/seats/history").json()
    assert [row["change"] for row in history] == ["ended", "started"]
    assert ours.post(f"{address}/stop", **JSON).json()["code"] == "not_paid_here"


@covet
def test_P15_members_and_outsiders_get_no_plans_over_the_api() -> None:
    owner = make_practice()
    kari, foreign = make_member(owner, Role.CLINICIAN), make_practice()
    for address in ("/api/v1/plans", "/api/v1/plan", "/api/v1/seats", "/api/v1/seats/history", "/api/v1/plan/usage"):
        assert caller(kari).get(address).status_code == 403
    answer = caller(foreign).post(f"/api/v1/members/{kari.membership_id}/seat/pay", {}, **JSON)
    assert answer.status_code == 404


def _seat(ours: Any, membership_id: Any) -> dict[str, Any]:
    seats: list[dict[str, Any]] = ours.get("/api/v1/seats").json()
    return next(seat for seat in seats if seat["membership_id"] == str(membership_id))
