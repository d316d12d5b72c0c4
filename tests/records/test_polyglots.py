"""Text that means something to some program, in every field, does nothing in what is handed out (UE-3, UE-4)."""

import io
import json
from uuid import UUID
from xml.etree import ElementTree

import pikepdf
import pytest

from kollega.clients.operations.information import write_information
from kollega.clients.rules.headings import Heading
from kollega.journal.operations.addenda import add_addendum
from kollega.kernel.actor import Actor
from kollega.records.enums import What
from tests.clients.factories import make_client
from tests.documents.making import make_document
from tests.factories import make_practice
from tests.journal.making import make_signed
from tests.records.making import exported, unzipped
from tests.records.test_exports import text_of

POLYGLOT = (
    "javascript:/*--></title></style></textarea><script>alert(1)</script><img src=http://x.example/p onerror=alert(1)>"
    ' =HYPERLINK("http://x.example") \';drop table journal_note;-- {{7+7}} ${7+7} #read("/etc/passwd")'
    ' #image("http://x.example/x.png") \\input{/etc/passwd} %s ../../etc/passwd'
)
# What a PDF could do on its own or fetch.
ACTS = {
    "/JavaScript",
    "/JS",
    "/Launch",
    "/URI",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/OpenAction",
    "/AA",
    "/EmbeddedFile",
}


@pytest.fixture(scope="module")
def actor() -> Actor:
    return make_practice()


@pytest.fixture(scope="module")
def client_id(actor: Actor) -> UUID:
    client_id = make_client(actor, POLYGLOT[:60], POLYGLOT[60:120], street=POLYGLOT[:100], city="=1+1", pronoun="@x")
    for heading in Heading:
        write_information(actor, client_id=client_id, heading=heading, text=POLYGLOT, version=0)
    note_id = make_signed(actor, POLYGLOT, client_id)
    add_addendum(actor, note_id=note_id, reason=POLYGLOT[:150], text=POLYGLOT)
    make_document(actor, client_id, name="../../=cmd|x.pdf", title=POLYGLOT[:140])
    return client_id


def names_in(pdf: bytes) -> set[str]:
    """Every key and name of every object."""
    found: set[str] = set()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        waiting: list[object] = list(document.objects)
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, pikepdf.Name):
                found.add(str(thing))
            elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                found |= set(thing.keys())
                waiting += [value for value in thing.values() if not getattr(value, "is_indirect", False)]
            elif isinstance(thing, pikepdf.Array):
                waiting += [value for value in thing if not getattr(value, "is_indirect", False)]
    return found


def test_UE3_polyglots_in_every_field_are_only_text(actor: Actor, client_id: UUID) -> None:
    parts = unzipped(exported(actor, client_id, What.ZIP))
    for name in ("record.pdf", "access.pdf"):
        assert not names_in(parts[name]) & ACTS, name
    # Wrapped lines: the pieces are there as they were typed.
    text = text_of(parts["record.pdf"]).replace(" ", "")
    for piece in ("<script>alert(1)</script>", '#read("/etc/passwd")', "{{7+7}}", "droptablejournal_note"):
        assert piece in text, piece
    assert "root:" not in text
    bundle = json.loads(parts["fhir.json"])
    for entry in bundle["entry"]:
        for section in entry["resource"].get("section", ()):
            div = ElementTree.fromstring(section["text"]["div"])
            assert {node.tag.rsplit("}", 1)[1] for node in div.iter()} <= {"div", "p", "br"}
    assert all(not path.startswith(("/", "..")) and ".." not in path for path in parts)
    assert json.loads(parts["record.json"])["notes"][0]["sections"][0]["text"] == POLYGLOT
