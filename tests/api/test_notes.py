"""The record over the API."""

from uuid import uuid4

from django.test import Client

from kollega.kernel.permissions import Role
from tests.api.test_clients import add
from tests.api.test_frame import caller
from tests.factories import make_member, make_practice


def start(client: Client) -> str:
    client_id = add(client, family_name="Berg")
    answer = client.post("/api/v1/notes", {"client_id": client_id}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def test_N1_a_draft_is_written_saved_and_read() -> None:
    ours = caller(make_practice())
    note_id = start(ours)
    note = ours.get(f"/api/v1/notes/{note_id}").json()
    key = note["content"][0]["key"]
    saved = ours.put(
        f"/api/v1/notes/{note_id}",
        {"texts": {key: "Sleeps better."}, "base": note["revision"]},
        content_type="application/json",
    )
    assert saved.status_code == 200, saved.content
    assert ours.get(f"/api/v1/notes/{note_id}").json()["content"][0]["text"] == "Sleeps better."


def test_N2_a_repeated_sending_has_no_second_effect() -> None:
    ours = caller(make_practice())
    note_id = start(ours)
    note = ours.get(f"/api/v1/notes/{note_id}").json()
    body = {
        "texts": {note["content"][0]["key"]: "One."},
        "base": note["revision"],
        "sending": {"tab": str(uuid4()), "sequence": 1},
    }
    kept = [ours.put(f"/api/v1/notes/{note_id}/autosave", body, content_type="application/json") for _ in range(2)]
    assert [answer.status_code for answer in kept] == [200, 200], kept[0].content
    assert kept[0].json()["revision"] == kept[1].json()["revision"]


def test_N4_a_token_alone_does_not_sign() -> None:
    ours = caller(make_practice())
    note_id = start(ours)
    for body in ({"base": 0, "password": "", "code": ""}, {"base": 0, "password": "guessed it", "code": "123456"}):
        answer = ours.post(f"/api/v1/notes/{note_id}/sign", body, content_type="application/json")
        assert answer.status_code in {401, 403, 422}, answer.content
    assert ours.get(f"/api/v1/notes/{note_id}").json()["status"] == "draft"


def test_AZ3_a_colleague_outside_the_care_reads_no_note() -> None:
    owner = make_practice()
    note_id = start(caller(owner))
    colleague = caller(make_member(owner, Role.CLINICIAN))
    missing, foreign = colleague.get(f"/api/v1/notes/{uuid4()}"), colleague.get(f"/api/v1/notes/{note_id}")
    assert missing.status_code == foreign.status_code == 404
    assert missing.content == foreign.content
