"""Records of clients, exported and opened again."""

import io
import zipfile
from uuid import UUID

from kollega.clients.operations.information import write_information
from kollega.clients.rules.headings import Heading
from kollega.journal.operations.addenda import add_addendum
from kollega.kernel.actor import Actor
from kollega.kernel.ids import new_id
from kollega.records.enums import What
from kollega.records.operations.asking import ask_for_export
from kollega.records.operations.importing import bring_record
from kollega.records.operations.keeping import ask_destruction
from kollega.records.queries.exports import download_export
from kollega.records.rules.archive import ArchiveSource
from kollega.records.rules.form import ClientPart, Origin, Record
from tests.clients.factories import inside
from tests.documents.making import pdf
from tests.jobs import run_jobs
from tests.journal.making import make_client, make_signed


def make_record(actor: Actor, *, notes: int = 2) -> UUID:
    """A client with signed notes, one of them with an addendum."""
    client_id = make_client(actor)
    for number in range(notes):
        note_id = make_signed(actor, f"Talk number {number} about **sleep**.", client_id)
    write_information(actor, client_id=client_id, heading=Heading.GOALS, text="To sleep well.", version=0)
    add_addendum(actor, note_id=note_id, reason="A date was wrong", text="It was Tuesday.")
    return client_id


def exported(actor: Actor, client_id: UUID, what: What = What.ZIP, *, language: str = "en", **more: object) -> bytes:
    """Make an export in the test's process and return the file."""
    export_id = make_export(actor, client_id, what, language=language, **more)
    with inside(actor):
        return b"".join(download_export(actor, export_id=export_id).chunks)


def make_export(actor: Actor, client_id: UUID, what: What = What.PDF, *, language: str = "en", **more: object) -> UUID:
    """An export that is ready to be downloaded."""
    export_id = ask_for_export(actor, client_id=client_id, what=what, language=language, **more)  # type: ignore[arg-type]
    run_jobs(actor.practice_id)
    return export_id


def make_imported(actor: Actor) -> UUID:
    """A record that came from a practice that no test knows."""
    practice = Origin(id=new_id(), name="Elsewhere", country="NO")
    record = empty_record(practice, actor)
    return bring_record(actor, source=io.BytesIO(zipped(record)))


def make_destruction(actor: Actor, client_id: UUID) -> UUID:
    """An authority's decision about a note, which waits for a second person."""
    return ask_destruction(
        actor,
        client_id=client_id,
        note_ids=[make_signed(actor, client_id=client_id)],
        decided_on=actor.at.date(),
        authority="IVO",
        number="2026-17",
        document=pdf(),
    )


def empty_record(practice: Origin, actor: Actor) -> Record:
    client = ClientPart(
        id=new_id(),
        given_name="Nils",
        family_name=f"Moe {new_id().hex[-6:]}",
        pronoun="",
        born_on=None,
        email="",
        phone="",
        street="",
        postcode="",
        city="",
        country="NO",
        language="nb",
    )
    return Record(
        made_at=actor.at,
        made_by="Kari Dahl",
        practice=practice,
        client=client,
        whole=True,
        information=[],
        notes=[],
        documents=[],
        appointments=[],
        messages=[],
        access=[],
    )


def zipped(record: Record, **more: bytes) -> bytes:
    parts = {"record.json": record.model_dump_json().encode(), **more}
    source = ArchiveSource(((name, [content]) for name, content in parts.items()), made_at=record.made_at)
    return source.read()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
