"""Repeated appointments over the API (B10, BK-3, BK-5)."""

from typing import Any

from tests.api.test_calendar import post
from tests.api.test_frame import caller
from tests.factories import make_practice
from tests.scheduling.factories import make_client, make_hours


def test_BK5_look_book_change_extend_cancel_and_undo_over_the_api() -> None:
    actor = make_practice()
    make_hours(actor)
    client = caller(actor)
    rule = {"every": "week", "first": "2027-03-22", "starts": "09:00", "weekdays": [0], "count": 4}
    wish: dict[str, Any] = {"rule": rule, "clinician_id": str(actor.membership_id), "minutes": 45}
    shown = post(client, "/repeats/preview", wish)
    assert shown.status_code == 200, shown.content
    assert [one["starts_at"][:16] for one in shown.json()[:2]] == ["2027-03-22T08:00", "2027-03-29T07:00"]
    choices = [{name: one[name] for name in ("day", "starts_at", "room_id")} for one in shown.json()]
    body = wish | {"client_id": str(make_client(actor)), "choices": choices}
    booked = post(client, "/repeats", body, **{"Idempotency-Key": "one"})
    assert booked.status_code == 201, booked.content
    assert post(client, "/repeats", body, **{"Idempotency-Key": "one"}).json() == booked.json()
    again = post(client, "/repeats", body)
    assert (again.status_code, again.json()["code"]) == (409, "dates_taken")
    assert [one["state"] for one in again.json()["detail"]["dates"]] == ["taken"] * 4
    first = booked.json()["appointment_ids"][0]
    wanted = {"scope": "all", "starts_at": "2027-03-22T11:00:00"}
    change = post(client, f"/appointments/{first}/repeats/preview", wanted).json()
    chosen = [{name: one["planned"][name] for name in ("day", "starts_at", "room_id")} for one in change["dates"]]
    changed = post(client, f"/appointments/{first}/repeats/change", wanted | {"choices": chosen})
    assert changed.status_code == 200, changed.content
    further = post(client, f"/appointments/{first}/repeats/further", {"count": 2}).json()
    assert [one["day"] for one in further] == ["2027-04-19", "2027-04-26"]
    more = [{name: one[name] for name in ("day", "starts_at", "room_id")} for one in further]
    extended = post(client, f"/appointments/{first}/repeats/extend", {"count": 2, "choices": more})
    assert extended.status_code == 201, extended.content
    listed = client.get(f"/api/v1/appointments/{first}/repeats").json()
    assert (listed["number"], listed["total"], listed["rule"]["count"]) == (1, 6, 6)
    assert {one["standing"] for one in listed["dates"]} == {"coming"}
    undone = post(client, f"/repeats/changes/{extended.json()['change_id']}/undo", {})
    assert len(undone.json()["appointment_ids"]) == 2
    gone = post(client, f"/appointments/{first}/repeats/cancel", {"scope": "all", "delete": True})
    assert len(gone.json()["appointment_ids"]) == 4
    assert client.get(f"/api/v1/appointments/{first}").status_code == 404


def test_BK6_a_time_that_the_clock_jumps_over_is_listed_and_a_typed_one_refused() -> None:
    actor = make_practice()
    client = caller(actor)
    rule = {"every": "week", "first": "2027-03-28", "starts": "02:30", "weekdays": [6], "count": 1}
    (one,) = post(
        client, "/repeats/preview", {"rule": rule, "clinician_id": str(actor.membership_id), "minutes": 30}
    ).json()
    assert (one["state"], one["starts_at"], len(one["alternatives"])) == ("missing_time", None, 3)
    body = {"client_id": str(make_client(actor)), "clinician_id": str(actor.membership_id), "minutes": 30}
    refused = post(client, "/appointments", body | {"starts_at": "2027-03-28T02:30:00"})
    assert (refused.status_code, refused.json()["code"]) == (422, "local_time_missing")
