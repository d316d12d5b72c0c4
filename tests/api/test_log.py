"""The log over the API: the same rows, rights and traces as the page."""

from django.db import transaction

from kollega.audit.operations.recording import record
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Role
from kollega.platform.operations import Action
from kollega.platform.tenancy import tenant
from tests.api.test_frame import caller
from tests.factories import make_member, make_practice


def test_L2_the_log_comes_in_pages_and_is_filtered() -> None:
    owner = make_practice()
    clients = [new_id() for _ in range(60)]
    for client_id in clients:
        with tenant(owner.practice_id), transaction.atomic():
            record(owner, Action.READ, "client", client_id, client_id=client_id)
    api = caller(owner)
    first = api.get("/api/v1/log?theme=clients").json()
    second = api.get(f"/api/v1/log?theme=clients&cursor={first['next']}").json()
    seen = [item["client_id"] for item in [*first["items"], *second["items"]]]
    assert seen == [str(client_id) for client_id in reversed(clients)]
    assert second["next"] is None
    one = api.get(f"/api/v1/log?client_id={clients[7]}").json()["items"]
    assert [item["object_type"] for item in one if item["action"] == "read" and item["object_id"]] == ["client"]
    newest = api.get("/api/v1/log").json()["items"][0]
    assert (newest["action"], newest["object_type"], newest["source"]) == ("read", "log", "api")


def test_AL8_without_the_right_there_is_no_log() -> None:
    owner = make_practice()
    assert caller(make_member(owner, Role.CLINICIAN)).get("/api/v1/log").status_code == 403


def test_a_forged_cursor_is_refused() -> None:
    answer = caller(make_practice()).get("/api/v1/log?cursor=bm9uc2Vuc2U")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_input")
