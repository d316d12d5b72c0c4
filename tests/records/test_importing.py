"""Bringing a record from another practice, and refusing what is not one (N10, UE-1)."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from uuid import UUID

import pytest

from kollega.clients.models import Client
from kollega.documents.models import Document
from kollega.journal.models import Note, Signature
from kollega.kernel.actor import Actor
from kollega.records.errors import AlreadyImported, UnfitArchive
from kollega.records.models import ImportedRecord
from kollega.records.operations.importing import bring_record
from kollega.records.queries.imported import imported_record
from kollega.records.rules import archive as archives
from kollega.records.rules.form import Record
from tests.clients.factories import inside
from tests.documents.making import make_document, pdf
from tests.factories import make_practice
from tests.journal.making import as_app, make_visit
from tests.records.making import exported, make_record, unzipped

# What says where and when a file was made, not what is in the record.
FRAME = {"made_at", "made_by", "practice"}


@pytest.fixture(scope="module")
def sent() -> bytes:
    actor = make_practice()
    client_id = make_record(actor)
    make_document(actor, client_id)
    make_visit(actor, client_id)
    return exported(actor, client_id)


def content_of(content: bytes, *, brought: bool = False) -> dict[str, object]:
    """What is in the record; of what was brought only the brought parts, without the mark that says so."""
    record = json.loads(unzipped(content)["record.json"])
    found = {name: value for name, value in record.items() if name not in FRAME}
    found["client"] = {name: value for name, value in found["client"].items() if name != "id"}
    for name in ("information", "notes", "documents", "appointments", "messages", "access"):
        found[name] = [
            {key: value for key, value in part.items() if key != "brought"}
            for part in found[name]
            if bool(part["brought"]) == brought
        ]
    return found


def test_N10_export_import_export_differs_in_nothing(sent: bytes) -> None:
    actor = make_practice()
    imported_id = bring_record(actor, source=io.BytesIO(sent))
    with inside(actor):
        client_id = ImportedRecord.objects.get(id=imported_id).client_id
    again = exported(actor, client_id)
    assert content_of(again, brought=True) == content_of(sent)
    parts, before = unzipped(again), unzipped(sent)
    path = json.loads(before["record.json"])["documents"][0]["path"]
    assert parts[path] == before[path]
    # And from there to a third practice.
    third = make_practice()
    onward = bring_record(third, source=io.BytesIO(again))
    with inside(third):
        there = ImportedRecord.objects.get(id=onward).client_id
    last = content_of(exported(third, there), brought=True)
    assert last["notes"] == content_of(sent)["notes"]
    assert last["documents"] == content_of(sent)["documents"]


def test_JR2_a_brought_record_never_counts_as_signed_here_and_stays_as_it_came(sent: bytes) -> None:
    actor = make_practice()
    imported_id = bring_record(actor, source=io.BytesIO(sent))
    with inside(actor):
        assert not Note.objects.filter(practice_id=actor.practice_id).exists()
        assert not Signature.objects.filter(practice_id=actor.practice_id).exists()
    opened = imported_record(actor, imported_record_id=imported_id)
    note = opened.record.notes[0]
    assert note.signature is not None
    assert note.signature.name == "Anna Berg"
    assert opened.record == Record.model_validate_json(unzipped(sent)["record.json"])
    for change in ("update records_imported set origin_name = 'here'", "delete from records_imported"):
        with pytest.raises(Exception, match="journal: "):
            as_app(actor, change)
    with pytest.raises(AlreadyImported):
        bring_record(actor, source=io.BytesIO(sent), client_id=opened.client.id)


def rezipped(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    parts = unzipped(content)
    change(parts)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def listed_too(parts: dict[str, bytes], name: str, content: bytes) -> None:
    """Add a part and list it in the manifest with its right checksum."""
    manifest = json.loads(parts["manifest.json"])
    manifest["files"].append({"path": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()})
    parts["manifest.json"] = json.dumps(manifest).encode()
    parts[name] = content


def other_record(parts: dict[str, bytes], **fields: object) -> None:
    record = {**json.loads(parts["record.json"]), **fields}
    parts["record.json"] = json.dumps(record).encode()
    manifest = json.loads(parts["manifest.json"])
    for each in manifest["files"]:
        if each["path"] == "record.json":
            each["size"] = len(parts["record.json"])
            each["sha256"] = hashlib.sha256(parts["record.json"]).hexdigest()
    parts["manifest.json"] = json.dumps(manifest).encode()


def without(parts: dict[str, bytes], name: str) -> None:
    del parts[name]


HOSTILE: dict[str, Callable[[dict[str, bytes]], None]] = {
    "no manifest": lambda parts: without(parts, "manifest.json"),
    "a part is missing": lambda parts: without(parts, "record.pdf"),
    "a changed part": lambda parts: parts.update({"record.pdf": b"%PDF-1.4 other"}),
    "a part that is not listed": lambda parts: parts.update({"access2.pdf": b"x"}),
    "a path upwards": lambda parts: listed_too(parts, "../../etc/cron.d/x", b"x"),
    "an absolute path": lambda parts: listed_too(parts, "/etc/passwd", b"x"),
    "a backslash": lambda parts: listed_too(parts, "documents\\..\\x.pdf", b"x"),
    "a script beside": lambda parts: listed_too(parts, "run.sh", b"#!/bin/sh"),
    "a document that no record names": lambda parts: listed_too(
        parts, "documents/00000000-0000-0000-0000-000000000000.pdf", b"x"
    ),
    "another format": lambda parts: other_record(parts, format="other"),
    "an unknown field": lambda parts: other_record(parts, hook="x"),
    "a wrong type": lambda parts: other_record(parts, notes="none"),
    "record that is no json": lambda parts: parts.update({"record.json": b"\xff\xfe"}),
}


@pytest.fixture(scope="module")
def receiving() -> Actor:
    return make_practice()


def stored(actor: Actor) -> list[int]:
    with inside(actor):
        return [
            model.objects.filter(practice_id=actor.practice_id).count()  # type: ignore[attr-defined]
            for model in (Client, Document, ImportedRecord)
        ]


@pytest.mark.parametrize("what", HOSTILE)
def test_N10_a_hostile_archive_is_refused_and_nothing_is_stored(what: str, sent: bytes, receiving: Actor) -> None:
    with pytest.raises(UnfitArchive):
        bring_record(receiving, source=io.BytesIO(rezipped(sent, HOSTILE[what])))
    assert stored(receiving) == [0, 0, 0]


def test_UE1_a_foreign_type_of_document_is_refused_and_nothing_is_stored(sent: bytes, receiving: Actor) -> None:
    def becomes_a_web_page(parts: dict[str, bytes]) -> None:
        page = b"<!doctype html><script>alert(1)</script>"
        record = json.loads(parts["record.json"])
        document = record["documents"][0]
        parts.pop(document["path"])
        document |= {"size": len(page), "sha256": hashlib.sha256(page).hexdigest()}
        manifest = json.loads(parts["manifest.json"])
        manifest["files"] = [each for each in manifest["files"] if each["path"] != document["path"]]
        parts["manifest.json"] = json.dumps(manifest).encode()
        other_record(parts, documents=record["documents"])
        listed_too(parts, document["path"], page)

    with pytest.raises(UnfitArchive):
        bring_record(receiving, source=io.BytesIO(rezipped(sent, becomes_a_web_page)))
    assert stored(receiving) == [0, 0, 0]


def test_UE1_bombs_and_lies_about_sizes_are_refused(sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 100_000)

    def bomb(parts: dict[str, bytes]) -> None:
        listed_too(parts, "documents/00000000-0000-0000-0000-000000000000.pdf", pdf() + b"0" * 1_000_000)

    for content in (rezipped(sent, bomb), sent[: len(sent) // 2], b"", b"PK\x05\x06" + b"\0" * 18, b"not a zip"):
        with pytest.raises(archives.Unfit):
            archives.opened(io.BytesIO(content))
    lying = bytearray(sent)
    at = lying.rindex(b"PK\x01\x02")
    lying[at + 24 : at + 28] = (1).to_bytes(4, "little")
    with pytest.raises(archives.Unfit):
        archives.opened(io.BytesIO(bytes(lying)))


def test_N10_a_record_comes_to_a_client_who_is_here(sent: bytes) -> None:
    actor = make_practice()
    client_id: UUID = make_record(actor, notes=1)
    bring_record(actor, source=io.BytesIO(sent), client_id=client_id)
    found = json.loads(unzipped(exported(actor, client_id))["record.json"])
    assert [bool(note["brought"]) for note in found["notes"]].count(True) == 2
    assert len(found["notes"]) == 3
