"""The calendar over the API."""

from typing import Any
from uuid import UUID

from django.test import Client

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Role
from tests.api.test_frame import caller
from tests.factories import make_member, make_practice
from tests.scheduling.factories import make_client, make_hours, make_room, make_service, tomorrow_at


def ready() -> tuple[Actor, dict[str, str]]:
    """A practice with a clinician at work, a service, a room and a client; with the body of a booking."""
    actor = make_practice()
    make_hours(actor)
    make_room(actor)
    body = {
        "client_id": str(make_client(actor)),
        "service_id": str(make_service(actor)),
        "clinician_id": str(actor.membership_id),
        "starts_at": tomorrow_at(actor, 10).isoformat(),
    }
    return actor, body


def post(client: Client, address: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(f"/api/v1{address}", body, content_type="application/json", headers=headers)


def test_B2_a_taken_time_is_409_with_three_alternatives() -> None:
    actor, body = ready()
    client = caller(actor)
    first = post(client, "/appointments", body)
    assert first.status_code == 201, first.content
    second = post(client, "/appointments", body)
    assert (second.status_code, second.json()["code"]) == (409, "slot_taken")
    assert len(second.json()["detail"]["alternatives"]) == 3


def test_BK12_the_same_key_books_once() -> None:
    actor, body = ready()
    client = caller(actor)
    answers = [post(client, "/appointments", body, **{"Idempotency-Key": "b-1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


def test_an_appointment_is_moved_resized_cancelled_and_undone() -> None:
    actor, body = ready()
    client = caller(actor)
    booked = post(client, "/appointments", body).json()
    address = f"/appointments/{booked['appointment_id']}"
    moved = post(client, f"{address}/move", {"starts_at": tomorrow_at(actor, 13).isoformat()})
    assert moved.status_code == 200, moved.content
    assert post(client, f"{address}/resize", {"minutes": 30}).status_code == 200
    cancelled = post(client, f"{address}/cancel", {"reason": "ill"})
    assert cancelled.status_code == 200, cancelled.content
    undone = post(client, f"/changes/{cancelled.json()['change_id']}/undo", {})
    assert undone.status_code == 200, undone.content
    read = client.get(f"/api/v1{address}").json()
    assert read["event"]["status"] == "booked"
    assert [row["change"] for row in read["history"]].count("moved") == 1


def test_AZ5_a_colleague_sees_that_the_time_is_taken_and_nothing_else() -> None:
    actor, body = ready()
    post(caller(actor), "/appointments", body)
    colleague = make_member(actor, Role.CLINICIAN)
    day = tomorrow_at(actor, 10).date().isoformat()
    shown = caller(colleague).get("/api/v1/calendar", {"first": day, "last": day}).json()
    taken = [event for event in shown["events"] if event["clinician_id"] == str(actor.membership_id)]
    assert len(taken) == 1
    assert taken[0]["full"] is False
    assert [taken[0][name] for name in ("id", "client", "service_id", "status")] == [None] * 4
    assert body["client_id"] not in str(shown)


def test_TI3_foreign_ids_in_a_booking_are_404_and_nothing_is_stored() -> None:
    actor, body = ready()
    foreign, other = ready()
    client = caller(actor)
    day = tomorrow_at(actor, 10).date().isoformat()
    foreign_room = make_room(foreign)
    for field, value in {**other, "room_id": str(foreign_room)}.items():
        if field == "starts_at":
            continue
        answer = post(client, "/appointments", {**body, field: value})
        assert answer.status_code == 404, (field, answer.content)
    assert client.get("/api/v1/calendar", {"first": day, "last": day}).json()["events"] == []
    assert UUID(body["client_id"])
