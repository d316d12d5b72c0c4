"""Documents attached to a note: chosen, signed with their hash, fixed for good, found when tampered with (N4)."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from kollega.documents import errors as document_errors
from kollega.documents.operations.changing import bin_document, keep_for_good, restore_document
from kollega.documents.operations.tidying import delete_removed, remove_due
from kollega.documents.queries.documents import document
from kollega.journal import errors
from kollega.journal.operations.attaching import attach, detach
from kollega.journal.operations.signing import sign
from kollega.journal.printing.note import print_note
from kollega.journal.queries.integrity import FindingKind, verify_practice
from kollega.journal.queries.notes import open_note
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from tests.documents.making import make_document, pdf, png
from tests.factories import at, make_member, make_practice
from tests.journal.making import Writer, as_app, make_client, make_note, make_signed, superuser


@pytest.fixture
def clinician() -> Actor:
    return make_practice()


def path_of(actor: Actor, document_id: UUID) -> Path:
    return next((Path(settings.FILES_DIR) / str(actor.practice_id)).rglob(str(document_id)))


def signed_with(actor: Actor, *contents: bytes) -> tuple[UUID, list[UUID]]:
    client_id = make_client(actor)
    writer = make_note(actor, client_id)
    writer.save("She brought a referral.")
    documents = [make_document(actor, client_id, content) for content in contents]
    for document_id in documents:
        attach(actor, note_id=writer.note_id, document_id=document_id)
    writer.sign()
    return writer.note_id, documents


def test_N4_a_signed_note_names_its_attachments_with_their_hash(clinician: Actor) -> None:
    note_id, (first, second) = signed_with(clinician, pdf("one"), png())
    opened = open_note(clinician, note_id=note_id)
    assert [one.document_id for one in opened.attachments] == [first, second]
    assert opened.attachments[0].sha256 == document(clinician, document_id=first).sha256
    assert opened.is_unchanged
    assert verify_practice(clinician).is_whole
    assert document(clinician, document_id=first).is_kept


def test_N4_the_signature_covers_which_document_and_what_is_in_it(clinician: Actor) -> None:
    note_id, (document_id,) = signed_with(clinician, pdf("one"))
    other = make_document(clinician, document(clinician, document_id=document_id).client_id, pdf("two"))
    for change in ("digest = 'x'::bytea", f"document_id = '{other}'"):
        with superuser() as raw:
            raw.execute(f"update journal_attachment set {change} where note_id = %s", [note_id])
            raw.commit()
            assert not open_note(clinician, note_id=note_id).is_unchanged
            assert FindingKind.CHANGED in {finding.kind for finding in verify_practice(clinician).findings}
            raw.execute(
                "update journal_attachment a set document_id = %s, digest = d.digest from documents_document d"
                " where a.note_id = %s and d.id = %s",
                [document_id, note_id, document_id],
            )
            raw.commit()
        assert verify_practice(clinician).is_whole
    with superuser() as raw:
        raw.execute("delete from journal_attachment where note_id = %s", [note_id])
    assert not open_note(clinician, note_id=note_id).is_unchanged


def test_N4_verify_says_changed_when_bytes_differ_and_missing_when_they_are_gone(clinician: Actor) -> None:
    note_id, (first, second) = signed_with(clinician, pdf("one"), pdf("two"))
    path_of(clinician, first).write_bytes(b"something else")
    path_of(clinician, second).unlink()
    found = {(finding.kind, str(finding.what)) for finding in verify_practice(clinician).findings}
    assert found == {
        (FindingKind.CHANGED, f"the attached document {first} is changed"),
        (FindingKind.MISSING, f"the attached document {second} is missing"),
    }
    opened = open_note(clinician, note_id=note_id)
    assert opened.is_unchanged is False
    assert [one.is_there for one in opened.attachments] == [True, False]


def test_N4_a_document_row_that_is_gone_is_found(clinician: Actor) -> None:
    note_id, (document_id,) = signed_with(clinician, pdf())
    with superuser() as raw:
        raw.execute("delete from documents_document where id = %s", [document_id])
    assert open_note(clinician, note_id=note_id).is_unchanged is False
    assert [finding.kind for finding in verify_practice(clinician).findings] == [FindingKind.MISSING]


def test_N4_nothing_comes_to_or_goes_from_a_signed_note(clinician: Actor) -> None:
    note_id, (document_id,) = signed_with(clinician, pdf())
    client_id = document(clinician, document_id=document_id).client_id
    other = make_document(clinician, client_id)
    with pytest.raises(errors.AlreadySigned):
        attach(clinician, note_id=note_id, document_id=other)
    with pytest.raises(errors.AlreadySigned):
        detach(clinician, note_id=note_id, document_id=document_id)
    with pytest.raises(document_errors.DocumentKept):
        bin_document(clinician, document_id=document_id)
    for statement in (
        "delete from journal_attachment where note_id = %s",
        "update journal_attachment set digest = 'x' where note_id = %s",
        "insert into journal_attachment (id, practice_id, note_id, document_id, digest, at)"
        f" select gen_random_uuid(), practice_id, note_id, '{other}', digest, at from journal_attachment"
        " where note_id = %s",
    ):
        with pytest.raises(IntegrityError):
            as_app(clinician, statement, note_id)


def test_N4_a_note_signed_without_attachments_still_holds(clinician: Actor) -> None:
    note_id = make_signed(clinician)
    assert open_note(clinician, note_id=note_id).is_unchanged
    assert open_note(clinician, note_id=note_id).attachments == ()


def test_TI3_only_documents_of_the_same_client_are_attached(clinician: Actor) -> None:
    client_id = make_client(clinician)
    writer = make_note(clinician, client_id)
    elsewhere = make_practice()
    for document_id in (
        make_document(clinician, make_client(clinician)),
        make_document(elsewhere, make_client(elsewhere)),
    ):
        with pytest.raises(NotFound):
            attach(clinician, note_id=writer.note_id, document_id=document_id)
        with tenant(clinician.practice_id), transaction.atomic(), pytest.raises(NotFound):
            keep_for_good(clinician, client_id, [document_id])


def test_C7_only_the_author_attaches(clinician: Actor) -> None:
    colleague = make_member(clinician, Role.CLINICIAN)
    client_id = make_client(clinician, colleague)
    writer = make_note(clinician, client_id)
    document_id = make_document(colleague, client_id)
    with pytest.raises(errors.NotTheAuthor):
        attach(colleague, note_id=writer.note_id, document_id=document_id)
    attach(clinician, note_id=writer.note_id, document_id=document_id)
    assert [one.document_id for one in open_note(colleague, note_id=writer.note_id).attachments] == [document_id]


def test_a_document_in_the_bin_is_neither_attached_nor_signed(clinician: Actor) -> None:
    client_id = make_client(clinician)
    writer = make_note(clinician, client_id)
    writer.save("Text")
    document_id = make_document(clinician, client_id)
    attach(clinician, note_id=writer.note_id, document_id=document_id)
    bin_document(clinician, document_id=document_id)
    with pytest.raises(document_errors.DocumentInBin):
        writer.sign()
    restore_document(clinician, document_id=document_id)
    path_of(clinician, document_id).write_bytes(b"other bytes")
    with pytest.raises(document_errors.DocumentLost):
        writer.sign()
    detach(clinician, note_id=writer.note_id, document_id=document_id)
    writer.sign()
    assert not document(clinician, document_id=document_id).is_kept


def test_a_document_that_went_for_good_leaves_the_draft(clinician: Actor) -> None:
    client_id = make_client(clinician)
    writer: Writer = make_note(clinician, client_id)
    writer.save("Text")
    document_id = make_document(clinician, client_id)
    attach(clinician, note_id=writer.note_id, document_id=document_id)
    bin_document(clinician, document_id=document_id)
    later = at(clinician, clinician.at + timedelta(days=31))
    with tenant(clinician.practice_id), transaction.atomic():
        assert remove_due(later) == 1
    assert delete_removed(clinician.practice_id, before=later.at) == 1
    assert open_note(clinician, note_id=writer.note_id).attachments == ()
    writer.sign()


def test_N4_who_signs_has_seen_what_is_attached(clinician: Actor) -> None:
    client_id = make_client(clinician)
    writer = make_note(clinician, client_id)
    writer.save("Text")
    document_id = make_document(clinician, client_id)
    attach(clinician, note_id=writer.note_id, document_id=document_id)
    with pytest.raises(errors.NoteChanged):
        sign(clinician, note_id=writer.note_id, base=writer.revision, attachments=[])
    assert not document(clinician, document_id=document_id).is_kept
    sign(clinician, note_id=writer.note_id, base=writer.revision, attachments=[document_id])


def test_attachments_are_counted(clinician: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kollega.journal.operations.attaching.MOST_ATTACHMENTS", 1)
    client_id = make_client(clinician)
    writer = make_note(clinician, client_id)
    first = make_document(clinician, client_id)
    attach(clinician, note_id=writer.note_id, document_id=first)
    attach(clinician, note_id=writer.note_id, document_id=first)
    with pytest.raises(errors.TooManyAttachments):
        attach(clinician, note_id=writer.note_id, document_id=make_document(clinician, client_id))


def test_N10_the_print_lists_attachments_with_their_checksum(clinician: Actor, tmp_path: Path) -> None:
    note_id, (document_id,) = signed_with(clinician, pdf())
    target = tmp_path / "note.pdf"
    target.write_bytes(print_note(clinician, note_id=note_id))
    text = "".join(page.extract_text() for page in PdfReader(target).pages).replace("\n", "")
    assert document(clinician, document_id=document_id).sha256 in text
    assert "Attachments" in text
