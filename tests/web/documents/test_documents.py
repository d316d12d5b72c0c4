"""The Documents tab: forms, downloads that can do nothing, links that serve nobody else."""

from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kollega.documents.queries.documents import documents_of_client
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Area, Role
from tests.documents.making import docx, make_document, pdf, png
from tests.documents.test_documents import stored
from tests.factories import make_member, make_practice
from tests.journal.making import make_client
from tests.pages import slug_of
from tests.signing_in import client_of


@pytest.fixture
def clinician() -> Actor:
    return make_practice()


def address(actor: Actor, *parts: object) -> str:
    return f"/p/{slug_of(actor)}/documents/" + "".join(f"{part}/" for part in parts)


def send(actor: Actor, client_id: UUID, content: bytes, name: str = "referral.pdf", **fields: str) -> Any:
    return client_of(actor).post(
        address(actor, "client", client_id, "add"),
        {"kind": "referral", "file": SimpleUploadedFile(name, content, "text/html"), **fields},
    )


def test_C1_a_file_is_added_by_a_plain_form_and_shown_in_the_tab(clinician: Actor) -> None:
    client_id = make_client(clinician)
    answer = send(clinician, client_id, pdf(), title="Letter from the GP", dated_on="2026-01-05")
    assert answer.status_code == 302, answer.content
    page = client_of(clinician).get(answer.url)
    text = page.content.decode()
    assert "Letter from the GP" in text
    assert "referral.pdf" in text
    assert "1 document" in text
    title = text.split("<title>")[1].split("</title>")[0]
    assert "Letter" not in title


def test_UE1_what_the_browser_says_about_a_file_does_not_count(clinician: Actor) -> None:
    client_id = make_client(clinician)
    send(clinician, client_id, png(), "page.html")
    (row,) = documents_of_client(clinician, client_id=client_id).rows
    answer = client_of(clinician).get(address(clinician, row.id))
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.getvalue() == png()
    got = client_of(clinician).get(address(clinician, row.id, "download"))
    assert got.headers["Content-Disposition"] == 'attachment; filename="page.html.png"'


@pytest.mark.parametrize("content", [b"<html><script>1</script>", b"", b"MZ\x00"])
def test_UE1_a_refused_file_keeps_what_was_typed(clinician: Actor, content: bytes) -> None:
    client_id = make_client(clinician)
    answer = send(clinician, client_id, content, title="Typed title")
    assert answer.status_code == 422
    assert "Typed title" in answer.content.decode()
    assert stored(clinician) == []


def test_UE1_a_file_that_is_too_large_is_dropped(clinician: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FILE_BYTES", 100_000)
    client_id = make_client(clinician)
    answer = send(clinician, client_id, pdf("x" * 500_000))
    assert answer.status_code == 422
    assert "may have at most" in answer.content.decode()
    assert stored(clinician) == []


def test_RL2_strangers_can_send_little(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    monkeypatch.setattr("kollega.edge.uploads.InMemoryUploadedFile", lambda **given: taken.append(given["size"]))
    monkeypatch.setattr("kollega.edge.uploads.STRANGERS_BYTES", 1000)
    Client().post(
        "/signin/", {"file": SimpleUploadedFile("a", b"x" * 5000), "other": SimpleUploadedFile("b", b"x" * 50)}
    )
    assert taken == [1001, 0]


def test_UE2_downloads_can_do_nothing_in_a_browser(clinician: Actor) -> None:
    client_id = make_client(clinician)
    for content, name in ((pdf(), "a.pdf"), (docx(), "b.docx"), (b"plain", "c.txt")):
        document_id = make_document(clinician, client_id, content, name=name)
        answer = client_of(clinician).get(address(clinician, document_id, "download"))
        assert answer.getvalue() == content
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert answer.headers["Cache-Control"] == "no-store"


def test_UE2_only_pictures_and_pdfs_are_shown(clinician: Actor) -> None:
    client_id = make_client(clinician)
    text = make_document(clinician, client_id, b"plain", name="c.txt")
    assert client_of(clinician).get(address(clinician, text)).status_code == 404
    picture = make_document(clinician, client_id, png(), name="c.png")
    shown = client_of(clinician).get(address(clinician, picture))
    assert shown.headers["Content-Disposition"] == 'inline; filename="c.png"'
    assert shown.headers["Content-Security-Policy"].startswith("sandbox")


def test_UE2_a_link_serves_nobody_else(clinician: Actor) -> None:
    client_id = make_client(clinician)
    document_id = make_document(clinician, client_id)
    others = {
        404: [make_member(clinician, Role.CLINICIAN)],
        403: [
            make_member(clinician, Role.ADMIN),
            make_member(clinician, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,)),
        ],
    }
    for link in (address(clinician, document_id), address(clinician, document_id, "download")):
        assert Client().get(link).status_code == 302
        assert client_of(make_practice()).get(link).status_code == 404
        for status, people in others.items():
            for person in people:
                assert client_of(person).get(link).status_code == status


def test_AZ3_the_tab_is_not_there_for_office_staff(clinician: Actor) -> None:
    client_id = make_client(clinician)
    make_document(clinician, client_id, title="Clinical title")
    staff = make_member(clinician, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    card = client_of(staff).get(f"/p/{slug_of(clinician)}/clients/{client_id}/").content.decode()
    assert "/documents/" not in card
    assert "/documents/" in client_of(clinician).get(f"/p/{slug_of(clinician)}/clients/{client_id}/").content.decode()


def test_a_document_is_renamed_binned_and_taken_back(clinician: Actor) -> None:
    client_id = make_client(clinician)
    document_id = make_document(clinician, client_id)
    browser = client_of(clinician)
    details = {"title": "New", "name": "new.pdf", "kind": "report", "dated_on": "", "version": "1"}
    assert browser.post(address(clinician, document_id, "edit"), details).status_code == 302
    again = browser.post(address(clinician, document_id, "edit"), {**details, "title": "Mine"})
    assert again.status_code == 409
    assert "Mine" in again.content.decode()
    assert browser.get(address(clinician, document_id, "bin")).status_code == 200
    assert browser.post(address(clinician, document_id, "bin")).status_code == 302
    tab = browser.get(address(clinician, "client", client_id)).content.decode()
    assert "In the bin" in tab
    assert browser.get(address(clinician, document_id, "download")).status_code == 409
    assert browser.post(address(clinician, document_id, "restore")).status_code == 302
    assert documents_of_client(clinician, client_id=client_id).total == 1


def test_C7_a_colleague_sees_no_way_to_change_what_is_not_theirs(clinician: Actor) -> None:
    colleague = make_member(clinician, Role.CLINICIAN)
    client_id = make_client(clinician, colleague)
    document_id = make_document(clinician, client_id)
    tab = client_of(colleague).get(address(clinician, "client", client_id)).content.decode()
    assert f"{document_id}/download/" in tab
    assert f"{document_id}/edit/" not in tab
    assert client_of(colleague).post(address(clinician, document_id, "bin")).status_code == 403
