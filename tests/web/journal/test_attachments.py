"""Attaching documents in the note editor and seeing them in the signed note."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile

from kollega.documents.queries.documents import document, documents_of_client
from kollega.journal.queries.notes import open_note
from tests.api.test_imports import caller
from tests.documents.making import make_document, png
from tests.factories import make_practice
from tests.journal.making import make_client, make_note
from tests.pages import slug_of
from tests.signing_in import client_of


def test_N4_documents_are_attached_in_the_rail_and_shown_in_the_signed_note() -> None:
    actor = make_practice()
    client_id = make_client(actor)
    document_id = make_document(actor, client_id, title="Letter from the GP")
    writer = make_note(actor, client_id)
    writer.save("Text")
    browser, note = client_of(actor), f"/p/{slug_of(actor)}/notes/{writer.note_id}/"
    assert "Letter from the GP" in browser.get(f"{note}attachments/choose/").content.decode()
    assert browser.post(f"{note}attachments/choose/", {}).status_code == 422
    done = browser.post(f"{note}attachments/choose/", {"document": str(document_id)}, headers={"HX-Request": "true"})
    assert json.loads(done.headers["HX-Trigger"])["attachments-changed"]
    assert "Letter from the GP" in browser.get(f"{note}attachments/").content.decode()
    assert "Letter from the GP" in browser.get(note).content.decode()
    dialog = browser.get(f"{note}sign/").content.decode()
    assert "Letter from the GP" in dialog
    assert f'value="{document_id}"' in dialog
    # A second tab takes it off before the first one signs.
    base = writer.revision
    assert browser.post(f"{note}attachments/{document_id}/remove/").status_code == 302
    assert browser.post(f"{note}sign/", {"base": base, "attachments": str(document_id)}).status_code == 409
    browser.post(f"{note}attachments/choose/", {"document": str(document_id)})
    assert browser.post(f"{note}sign/", {"base": base, "attachments": str(document_id)}).status_code == 302
    page = browser.get(note).content.decode()
    assert document(actor, document_id=document_id).sha256 in page
    assert f"/documents/{document_id}/" in page
    assert browser.get(f"{note}attachments/choose/").status_code == 409


def test_a_new_file_is_stored_and_attached_at_once() -> None:
    actor = make_practice()
    client_id = make_client(actor)
    writer = make_note(actor, client_id)
    browser, note = client_of(actor), f"/p/{slug_of(actor)}/notes/{writer.note_id}/"
    assert "Store and attach" in browser.get(f"{note}attachments/new/").content.decode()
    refused = browser.post(f"{note}attachments/new/", {"kind": "other", "file": SimpleUploadedFile("a", b"<html>")})
    assert refused.status_code == 422
    sent = {"kind": "other", "file": SimpleUploadedFile("scan.png", png())}
    assert browser.post(f"{note}attachments/new/", sent).status_code == 302
    (row,) = documents_of_client(actor, client_id=client_id).rows
    assert [one.document_id for one in open_note(actor, note_id=writer.note_id).attachments] == [row.id]


def test_attachments_by_the_api() -> None:
    actor = make_practice()
    client_id = make_client(actor)
    document_id, writer = make_document(actor, client_id), make_note(actor, client_id)
    ours, address = caller(actor), f"/api/v1/notes/{writer.note_id}/attachments/{document_id}"
    (attached,) = ours.put(address).json()["attachments"]
    assert attached["document_id"] == str(document_id)
    assert attached["sha256"] == document(actor, document_id=document_id).sha256
    assert ours.delete(address).json()["attachments"] == []
    assert ours.delete(address).status_code == 404
