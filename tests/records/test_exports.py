"""Handing a record out: the job, its file, who gets it (N10, UE-2, UE-5, UE-8, JR-12)."""

import base64
import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import jsonschema
import pikepdf
import pytest
from pypdf import PdfReader

from kollega.audit.models import LogEntry
from kollega.clients.models import Care
from kollega.journal.operations.addenda import mark_in_error
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Role
from kollega.platform import files
from kollega.records.enums import State, What
from kollega.records.errors import ExportExpired, ExportNotReady, TooManyExports
from kollega.records.models import Export
from kollega.records.operations.asking import ask_for_export, stop_export
from kollega.records.operations.running import expire, run_export
from kollega.records.queries.exports import download_export, export
from tests.clients.factories import inside
from tests.documents.making import make_document
from tests.factories import at, make_member, make_practice
from tests.jobs import run_jobs
from tests.journal.making import make_client, make_note, make_signed, make_visit
from tests.records.making import exported, make_record, unzipped


@pytest.fixture(scope="module")
def actor() -> Actor:
    return make_practice()


@pytest.fixture(scope="module")
def client_id(actor: Actor) -> UUID:
    client_id = make_record(actor)
    make_document(actor, client_id)
    make_visit(actor, client_id)
    return client_id


def text_of(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_N10_JR12_the_record_is_one_pdf_with_everything_and_page_x_of_y(actor: Actor, client_id: UUID) -> None:
    draft = make_note(actor, client_id)
    draft.save("Not yet signed.")
    wrong = make_signed(actor, "Of somebody else.", client_id)
    mark_in_error(actor, note_id=wrong, reason="Wrong client")
    pdf = exported(actor, client_id, What.PDF)
    document = pikepdf.open(io.BytesIO(pdf))
    assert document.open_metadata().pdfa_status == "2A"
    assert document.Root.OutputIntents[0].DestOutputProfile is not None
    text, pages = text_of(pdf), len(document.pages)
    for number in range(1, pages + 1):
        assert f"page {number} of {pages}" in text
    for words in (
        "To sleep well.",
        "Talk number 0 about sleep.",
        "Reason: A date was wrong",
        "It was Tuesday.",
        "Signed by Anna Berg",
        "Unsigned draft",
        "Entered in error",
        "Versions: no. 1",
        "Referral",
        "Signed 5 times",
    ):
        assert words in text, words


def test_UE5_the_archive_holds_the_record_for_people_and_for_machines(actor: Actor, client_id: UUID) -> None:
    parts = unzipped(exported(actor, client_id))
    manifest = json.loads(parts["manifest.json"])
    assert {each["path"] for each in manifest["files"]} | {"manifest.json"} == parts.keys()
    for each in manifest["files"]:
        assert each["sha256"] == hashlib.sha256(parts[each["path"]]).hexdigest()
        assert each["size"] == len(parts[each["path"]])
    record = json.loads(parts["record.json"])
    jsonschema.validate(record, json.loads(parts["record.schema.json"]))
    assert [each["text"] for each in record["information"]] == ["To sleep well."]
    assert record["appointments"]
    assert record["access"]
    signature = record["notes"][0]["signature"]
    assert hashlib.sha256(signature["signed"].encode()).hexdigest() == signature["sha256"]
    assert signature["unchanged"]
    document = record["documents"][0]
    assert hashlib.sha256(parts[document["path"]]).hexdigest() == document["sha256"]
    assert parts["record.pdf"].startswith(b"%PDF-")
    assert parts["access.pdf"].startswith(b"%PDF-")


def test_N10_the_archive_holds_fhir_r4(actor: Actor, client_id: UUID) -> None:
    bundle = json.loads(unzipped(exported(actor, client_id))["fhir.json"])
    kinds = {each["resource"]["resourceType"] for each in bundle["entry"]}
    assert kinds == {
        "Patient",
        "Organization",
        "Practitioner",
        "Appointment",
        "Composition",
        "DocumentReference",
        "Provenance",
        "AuditEvent",
    }
    there = {each["fullUrl"] for each in bundle["entry"]}
    assert len(there) == len(bundle["entry"])
    provenance = next(e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Provenance")
    assert provenance["target"][0]["reference"] in there
    assert len(base64.b64decode(provenance["signature"][0]["data"])) == 32


def test_N10_chosen_notes_come_without_the_rest(actor: Actor, client_id: UUID) -> None:
    note_id = make_signed(actor, "Only this one.", client_id)
    text = text_of(exported(actor, client_id, What.PDF, note_ids=[note_id]))
    assert "Only this one." in text
    assert "Talk number" not in text
    assert "To sleep well." not in text
    with pytest.raises(NotFound):
        ask_for_export(actor, client_id=client_id, what=What.PDF, language="en", note_ids=[make_signed(actor)])


def test_UE2_UE8_the_file_is_for_who_asked_for_a_day_and_sealed(actor: Actor) -> None:
    client_id = make_record(actor)
    colleague = make_member(actor, Role.CLINICIAN)
    with inside(actor):
        Care.objects.create(
            practice_id=actor.practice_id, client_id=client_id, clinician_id=colleague.membership_id, since=actor.at
        )
    export_id = ask_for_export(actor, client_id=client_id, what=What.PDF, language="en")
    with pytest.raises(ExportNotReady):
        download_export(actor, export_id=export_id)
    run_jobs(actor.practice_id)
    for other in (colleague, make_practice()):
        with pytest.raises(NotFound):
            download_export(other, export_id=export_id)
    with inside(actor):
        row = Export.objects.get(id=export_id)
        assert row.file is not None
        assert b"%PDF" not in files._path(row.practice_id, row.file).read_bytes()
        assert b"".join(download_export(actor, export_id=export_id).chunks).startswith(b"%PDF")
        logged = LogEntry.objects.filter(object_id=export_id, action="export", client_id=client_id)
        assert set(logged.values_list("object_type", flat=True)) == {"record_export", "record_file"}
    tomorrow = actor.at + timedelta(hours=25)
    with pytest.raises(ExportExpired):
        download_export(at(actor, tomorrow), export_id=export_id)
    with inside(actor):
        assert expire(actor.practice_id, at=tomorrow) >= 1
        assert not files.is_there(row.practice_id, row.file)
    assert export(actor, export_id=export_id).state is State.EXPIRED


def test_UE8_an_export_is_stopped_and_nothing_of_it_stays(actor: Actor) -> None:
    client_id = make_client(actor)
    export_id = ask_for_export(actor, client_id=client_id, what=What.ZIP, language="en")
    stop_export(actor, export_id=export_id)
    run_jobs(actor.practice_id)
    assert export(actor, export_id=export_id).state is State.STOPPED
    ids = [ask_for_export(actor, client_id=client_id, what=What.ZIP, language="en") for _ in range(3)]
    with pytest.raises(TooManyExports):
        ask_for_export(actor, client_id=client_id, what=What.ZIP, language="en")
    run_jobs(actor.practice_id)
    assert {export(actor, export_id=each).state for each in ids} == {State.DONE}
    # A job that is tried again changes nothing.
    before = export(actor, export_id=ids[0])
    with inside(actor):
        run_export(replace(actor, person_id=None, membership_id=None), ids[0])
    assert export(actor, export_id=ids[0]) == before
