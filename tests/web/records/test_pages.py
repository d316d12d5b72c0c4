"""The Export tab: ask, watch, download; and bringing a record (UE-2, UE-8)."""

from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Role
from tests.documents.making import pdf
from tests.factories import make_member, make_practice
from tests.jobs import run_jobs
from tests.journal.making import make_client, make_signed
from tests.pages import slug_of
from tests.records.making import exported, make_record
from tests.signing_in import client_of


@pytest.fixture(scope="module")
def clinician() -> Actor:
    return make_practice()


@pytest.fixture(scope="module")
def client_id(clinician: Actor) -> UUID:
    return make_record(clinician)


@pytest.fixture
def page(clinician: Actor) -> Client:
    return client_of(clinician)


def address(actor: Actor, *parts: object) -> str:
    return f"/p/{slug_of(actor)}/records/" + "".join(f"{part}/" for part in parts)


def test_UE8_an_export_is_asked_for_watched_and_downloaded(clinician: Actor, client_id: UUID, page: Client) -> None:
    tab = address(clinician, "client", client_id)
    answer = page.post(tab, {"what": "pdf", "language": "sv"})
    assert answer.status_code == 302, answer.content
    watched = page.get(answer.url).content.decode()
    assert "hx-trigger" in watched
    run_jobs(clinician.practice_id)
    fragment = page.get(answer.url, headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in fragment
    assert "download/" in fragment
    assert "download/" in page.get(tab).content.decode()
    file = page.get(f"{answer.url}download/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert file.headers["Content-Disposition"] == 'attachment; filename="record.pdf"'
    other = client_of(make_member(clinician, Role.CLINICIAN))
    assert other.get(answer.url).status_code == 404
    assert other.get(f"{answer.url}download/").status_code == 404


def test_UE8_a_stopped_export_says_so(clinician: Actor, client_id: UUID, page: Client) -> None:
    watched = page.post(address(clinician, "client", client_id), {"what": "zip", "language": "en"}).url
    assert page.post(f"{watched}stop/").status_code == 302
    run_jobs(clinician.practice_id)
    assert "stopped" in page.get(watched).content.decode()
    assert page.get(f"{watched}download/").status_code == 409


def test_a_wrong_choice_keeps_what_was_chosen(clinician: Actor, client_id: UUID, page: Client) -> None:
    answer = page.post(address(clinician, "client", client_id), {"what": "zip", "language": "xx"})
    assert answer.status_code == 422
    chosen = BeautifulSoup(answer.content, "html.parser").find_all("input", {"name": "what", "checked": True})
    assert [each["value"] for each in chosen] == ["zip"]


def test_N10_a_record_is_brought_and_read_as_somebody_elses(clinician: Actor, client_id: UUID) -> None:
    content = exported(clinician, client_id)
    receiving = make_practice()
    page = client_of(receiving)
    refused = page.post(address(receiving, "import"), {"file": SimpleUploadedFile("record.zip", b"PK nothing")})
    assert refused.status_code == 422
    answer = page.post(address(receiving, "import"), {"file": SimpleUploadedFile("record.zip", content)})
    assert answer.status_code == 302, answer.content
    shown = page.get(answer.url).content.decode()
    assert "It was not written or signed here." in shown
    assert "Talk number 0 about <strong>sleep</strong>." in shown
    assert "Signed there by Anna Berg" in shown


def test_JR9_notes_are_destroyed_on_the_pages_by_two_people() -> None:
    first = make_practice()
    second = make_member(first, Role.CLINICIAN)
    client_id = make_client(first, second)
    note_id = make_signed(first, "To be forgotten.", client_id)
    page, other = client_of(first), client_of(second)
    asking = address(first, "client", client_id, "destroy")
    given = {"note_ids": [str(note_id)], "decided_on": "2026-01-05", "authority": "IVO", "number": "17"}
    refused = page.post(asking, given)
    assert refused.status_code == 422
    assert "the decision itself as PDF" in refused.content.decode()
    answer = page.post(asking, {**given, "document": SimpleUploadedFile("decision.pdf", pdf())})
    assert answer.status_code == 302, answer.content
    text = page.get(answer.url).content.decode()
    assert "patientdatalagen 3 kap. 17 §" in text
    assert "waits for a second person" in text
    confirming = BeautifulSoup(text, "html.parser").find("a", string="Look")
    assert page.post(confirming["href"]).status_code == 403
    assert other.get(f"{confirming['href']}decision/").headers["Content-Disposition"].startswith("attachment")
    assert other.post(confirming["href"]).status_code == 302
    note = page.get(f"/p/{slug_of(first)}/notes/{note_id}/").content.decode()
    assert "To be forgotten." not in note
    assert "Destroyed by decision" in note
    assert "IVO, number 17" in note


def test_JR11_a_hold_is_put_and_lifted_on_the_page(clinician: Actor, client_id: UUID, page: Client) -> None:
    keeping = address(clinician, "client", client_id, "keeping")
    assert page.post(keeping, {"reason": ""}).status_code == 422
    assert page.post(keeping, {"reason": "A complaint."}).status_code == 302
    assert "A complaint." in page.get(keeping).content.decode()
    assert page.post(f"{keeping}lift/").status_code == 302
    assert "A complaint." not in page.get(keeping).content.decode()
