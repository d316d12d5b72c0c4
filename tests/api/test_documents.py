"""Documents by the API."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from kollega.kernel.actor import Actor
from tests.api.test_imports import caller
from tests.documents.making import docx, make_document, pdf
from tests.documents.test_documents import stored
from tests.factories import make_practice
from tests.journal.making import make_client


def test_C1_a_document_goes_in_and_out_by_the_api() -> None:
    actor: Actor = make_practice()
    client_id = make_client(actor)
    ours = caller(actor)
    brought = ours.post(
        f"/api/v1/clients/{client_id}/documents",
        {"file": SimpleUploadedFile("a.docx", docx()), "title": "Letter", "kind": "report", "dated_on": "2026-01-05"},
    )
    assert brought.status_code == 201, brought.content
    address = f"/api/v1/documents/{brought.json()['id']}"
    row = ours.get(address).json()
    assert (row["title"], row["kind"], row["media"], row["size"]) == ("Letter", "report", "docx", len(docx()))
    got = ours.get(f"{address}/file")
    assert got.getvalue() == docx()
    assert got.headers["Content-Disposition"] == 'attachment; filename="a.docx"'
    changed = ours.put(address, {"title": "B", "kind": "other", "version": 1}, content_type="application/json")
    assert changed.json() == {"version": 2}
    assert ours.get(address).json()["name"] == "a.docx"
    assert ours.delete(address).status_code == 200
    found = ours.get(f"/api/v1/clients/{client_id}/documents").json()
    assert (found["rows"], [binned["id"] for binned in found["in_bin"]]) == ([], [row["id"]])
    assert ours.get(f"{address}/file").status_code == 409
    assert ours.post(f"{address}/restore").status_code == 200


def test_UE1_a_refused_file_is_a_problem_with_its_reason() -> None:
    actor = make_practice()
    answer = caller(actor).post(
        f"/api/v1/clients/{make_client(actor)}/documents", {"file": SimpleUploadedFile("a.pdf", b"<svg/>")}
    )
    assert answer.status_code == 422
    assert stored(actor) == []


def test_UE1_a_file_that_is_too_large_is_a_problem_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FILE_BYTES", 1000)
    actor = make_practice()
    file = SimpleUploadedFile("a.pdf", pdf("x" * 5000))
    answer = caller(actor).post(f"/api/v1/clients/{make_client(actor)}/documents", {"file": file})
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")
    assert stored(actor) == []


def test_an_upload_with_a_key_counts_once_and_may_be_large() -> None:
    actor = make_practice()
    client_id = make_client(actor)
    ours = caller(actor)
    content = pdf("x" * (6 * 1024 * 1024))

    def send(body: bytes) -> int:
        return ours.post(
            f"/api/v1/clients/{client_id}/documents",
            {"file": SimpleUploadedFile("a.pdf", body)},
            headers={"Idempotency-Key": "one"},
        ).status_code

    assert send(content) == 201
    assert send(content) == 201
    assert len(stored(actor)) == 1
    assert send(pdf("other")) >= 400
    assert len(stored(actor)) == 1


def test_TI1_a_document_of_another_practice_is_not_there() -> None:
    other = make_practice()
    document_id = make_document(other, make_client(other))
    ours = caller(make_practice())
    for path in (f"/api/v1/documents/{document_id}", f"/api/v1/documents/{document_id}/file"):
        assert ours.get(path).status_code == 404
