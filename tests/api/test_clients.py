"""Clients over the API."""

from uuid import uuid4

from django.test import Client

from kollega.kernel.permissions import Role
from tests.api.test_frame import caller
from tests.factories import make_member, make_practice


def add(client: Client, **fields: object) -> str:
    answer = client.post("/api/v1/clients", fields, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def test_C9_a_client_is_added_found_and_opened() -> None:
    ours = caller(make_practice())
    client_id = add(ours, given_name="Åsa", family_name="Öberg", born_on="1984-05-02", phone="+46 70 123 45 67")
    for text in ("öbe", "asa", "0701", "1984-05-02"):
        found = ours.get("/api/v1/clients", {"text": text}).json()
        assert [row["id"] for row in found["items"]] == [client_id], text
    opened = ours.get(f"/api/v1/clients/{client_id}")
    assert opened.json()["family_name"] == "Öberg"
    assert opened.headers["ETag"] == '"1"'
    unchanged = ours.get(f"/api/v1/clients/{client_id}", headers={"If-None-Match": '"1"'})
    assert unchanged.status_code == 304


def test_a_stale_if_match_is_412_and_changes_nothing() -> None:
    ours = caller(make_practice())
    client_id = add(ours, family_name="Berg")
    address = f"/api/v1/clients/{client_id}"
    first = ours.put(address, {"family_name": "Berge"}, content_type="application/json", headers={"If-Match": '"1"'})
    assert (first.status_code, first.headers["ETag"]) == (200, '"2"')
    late = ours.put(address, {"family_name": "Bergs"}, content_type="application/json", headers={"If-Match": '"1"'})
    assert (late.status_code, late.json()["code"]) == (412, "changed_elsewhere")
    assert ours.get(address).json()["family_name"] == "Berge"


def test_PL2_one_idempotency_key_has_one_effect_and_one_answer() -> None:
    ours = caller(make_practice())

    def post(name: str) -> tuple[int, dict[str, object], str | None]:
        answer = ours.post(
            "/api/v1/clients",
            {"family_name": name},
            content_type="application/json",
            headers={"Idempotency-Key": "key-1"},
        )
        return answer.status_code, answer.json(), answer.headers.get("Idempotent-Replay")

    first, again, other = post("Berg"), post("Berg"), post("Dahl")
    assert first[0] == again[0] == 201
    assert first[1] == again[1]
    assert again[2] == "true"
    assert (other[0], other[1]["code"]) == (422, "idempotency_key_reused")
    assert len(ours.get("/api/v1/clients").json()["items"]) == 1


def test_a_refused_call_gives_its_key_back() -> None:
    ours = caller(make_practice())
    headers = {"Idempotency-Key": "key-2"}
    refused = ours.post("/api/v1/clients", {}, content_type="application/json", headers=headers)
    assert (refused.status_code, refused.json()["fields"].keys()) == (422, {"family_name"})
    fine = ours.post("/api/v1/clients", {"family_name": "Berg"}, content_type="application/json", headers=headers)
    assert fine.status_code == 201


def test_TI2_foreign_colleagues_and_missing_clients_are_the_same_404() -> None:
    ours = make_practice()
    colleague = make_member(ours, Role.CLINICIAN)
    mine = caller(ours)
    theirs = add(caller(colleague), family_name="Dahl")
    foreign = add(caller(make_practice()), family_name="Strand")
    answers = [mine.get(f"/api/v1/clients/{client_id}") for client_id in (theirs, foreign, uuid4())]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_T5_office_staff_without_the_area_lists_nobody() -> None:
    ours = make_practice()
    bookkeeper = make_member(ours, Role.OFFICE_STAFF)
    assert caller(bookkeeper).get("/api/v1/clients").status_code == 403


def test_BK12_bad_json_and_unknown_fields_are_clear_refusals() -> None:
    ours = caller(make_practice())
    broken = ours.post("/api/v1/clients", "{", content_type="application/json")
    assert (broken.status_code, broken.json()["code"]) == (400, "bad_request")
    wrong = ours.post("/api/v1/clients", {"born_on": "soon"}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "bad_input")
