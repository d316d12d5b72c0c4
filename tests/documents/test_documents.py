"""Documents of a client: who sees and changes them, the bin, the log, the sealed bytes."""

import errno
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from kollega.audit.models import LogEntry
from kollega.documents import errors
from kollega.documents.handlers import tidy
from kollega.documents.models import Document
from kollega.documents.operations.adding import add_document
from kollega.documents.operations.changing import bin_document, change_document, keep_for_good, restore_document
from kollega.documents.operations.tidying import forget_orphans
from kollega.documents.queries.documents import document, documents_of_client
from kollega.documents.queries.integrity import verify_documents
from kollega.documents.queries.opening import download_document, show_document
from kollega.documents.rules.media import Kind, Media
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.permissions import Area, Role
from kollega.platform import files
from kollega.platform.tenancy import tenant
from tests.documents.making import MARKER, docx, make_document, pdf, png
from tests.factories import at, make_member, make_practice
from tests.journal.making import as_app, make_client, superuser


@pytest.fixture
def clinician() -> Actor:
    return make_practice()


def folder(actor: Actor) -> Path:
    return Path(settings.FILES_DIR) / str(actor.practice_id)


def stored(actor: Actor) -> list[Path]:
    return [path for path in folder(actor).rglob("*") if path.is_file()]


def bytes_of(chunks: Iterator[bytes]) -> bytes:
    return b"".join(chunks)


def logged(actor: Actor, document_id: UUID | None = None) -> list[tuple[str, str]]:
    with tenant(actor.practice_id), transaction.atomic():
        rows = LogEntry.objects.filter(practice_id=actor.practice_id, object_type__startswith="document").order_by("at")
        return [(row.action, row.object_type) for row in rows if not document_id or row.object_id == document_id]


def test_C1_a_document_is_added_listed_and_given_back_byte_for_byte(clinician: Actor) -> None:
    client_id = make_client(clinician)
    content = docx(**{"word/long": b"".join(uuid4().bytes for _ in range(200_000))})
    assert len(content) > 3 * 1024**2
    document_id = make_document(clinician, client_id, content, name="brev.docx", title="Letter")
    (row,) = documents_of_client(clinician, client_id=client_id).rows
    assert (row.id, row.name, row.title, row.media, row.size) == (
        document_id,
        "brev.docx",
        "Letter",
        Media.DOCX,
        len(content),
    )
    opened = download_document(clinician, document_id=document_id)
    assert bytes_of(opened.chunks) == content
    assert documents_of_client(clinician, client_id=client_id).allowance.used == len(content)


def test_UE2_every_opening_and_every_change_is_logged_without_words(clinician: Actor) -> None:
    client_id = make_client(clinician)
    document_id = make_document(clinician, client_id, name="secret-name.pdf", title="Secret title")
    documents_of_client(clinician, client_id=client_id)
    show_document(clinician, document_id=document_id)
    download_document(clinician, document_id=document_id)
    change_document(
        clinician, document_id=document_id, name="n.pdf", title="Other", kind=Kind.OTHER, dated_on=None, version=1
    )
    bin_document(clinician, document_id=document_id)
    restore_document(clinician, document_id=document_id)
    assert logged(clinician) == [
        ("create", "document"),
        ("read", "document_list"),
        ("read", "document"),
        ("export", "document"),
        ("change", "document"),
        ("delete", "document"),
        ("change", "document_bin"),
    ]
    with tenant(clinician.practice_id), transaction.atomic():
        rows = LogEntry.objects.filter(practice_id=clinician.practice_id, object_type__startswith="document")
        assert not any("ecret" in str(row.detail) for row in rows)
        assert {row.client_id for row in rows} == {client_id}


def test_AZ3_nobody_outside_the_care_sees_or_touches_a_document(clinician: Actor) -> None:
    client_id = make_client(clinician)
    document_id = make_document(clinician, client_id)
    strangers = [make_member(clinician, Role.CLINICIAN), make_practice()]
    without = [
        make_member(clinician, Role.ADMIN),
        make_member(clinician, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,)),
        make_member(clinician, Role.ASSISTANT),
    ]
    for who, refusal in [*((who, NotFound) for who in strangers), *((who, Forbidden) for who in without)]:
        for attempt in (
            lambda actor: documents_of_client(actor, client_id=client_id),
            lambda actor: document(actor, document_id=document_id),
            lambda actor: show_document(actor, document_id=document_id),
            lambda actor: download_document(actor, document_id=document_id),
            lambda actor: make_document(actor, client_id),
            lambda actor: bin_document(actor, document_id=document_id),
            lambda actor: restore_document(actor, document_id=document_id),
        ):
            with pytest.raises(refusal):
                attempt(who)
    assert len(stored(clinician)) == 1


def test_C7_a_shared_colleague_adds_own_documents_and_leaves_those_of_others(clinician: Actor) -> None:
    colleague = make_member(clinician, Role.CLINICIAN)
    client_id = make_client(clinician, colleague)
    theirs = make_document(clinician, client_id)
    own = make_document(colleague, client_id)
    may = {row.id: row.may_change for row in documents_of_client(colleague, client_id=client_id).rows}
    assert may == {own: True, theirs: False}
    with pytest.raises(errors.NotYourDocument):
        bin_document(colleague, document_id=theirs)
    with pytest.raises(errors.NotYourDocument):
        change_document(colleague, document_id=theirs, name="x", title="", kind=Kind.OTHER, dated_on=None, version=1)
    bin_document(colleague, document_id=own)
    # The responsible clinician answers for the record.
    restore_document(clinician, document_id=own)


def test_a_rename_on_an_old_version_is_refused(clinician: Actor) -> None:
    document_id = make_document(clinician, make_client(clinician))
    details = {"name": "new.pdf", "title": "New", "kind": Kind.REPORT, "dated_on": None}
    assert change_document(clinician, document_id=document_id, version=1, **details) == 2  # type: ignore[arg-type]
    with pytest.raises(errors.DocumentChanged):
        change_document(clinician, document_id=document_id, version=1, **details)  # type: ignore[arg-type]
    assert document(clinician, document_id=document_id).shown == "New"


def test_nothing_is_stored_when_a_document_is_refused(clinician: Actor) -> None:
    client_id = make_client(clinician)
    for content, refusal in ((b"MZ\x00", BadInput), (b"", BadInput)):
        with pytest.raises(refusal):
            add_document(clinician, client_id=client_id, source=io.BytesIO(content), name="x")
    with pytest.raises(BadInput):
        add_document(clinician, client_id=client_id, source=io.BytesIO(pdf()), name="x", title="x" * 151)
    tomorrow = (clinician.at + timedelta(days=2)).date()
    with pytest.raises(BadInput):
        add_document(clinician, client_id=client_id, source=io.BytesIO(pdf()), name="x", dated_on=tomorrow)
    assert stored(clinician) == []


def test_UE1_size_and_storage_are_limited(clinician: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    client_id = make_client(clinician)
    monkeypatch.setattr(settings, "FILE_BYTES", 1000)
    with pytest.raises(errors.FileTooLarge):
        make_document(clinician, client_id, png() + b" " * 1000)
    monkeypatch.setattr(settings, "FILES_PRACTICE_BYTES", len(png()))
    make_document(clinician, client_id, png())
    with pytest.raises(errors.StorageUsedUp):
        make_document(clinician, client_id, png())
    assert len(stored(clinician)) == 1


def test_AV5_a_full_disk_refuses_and_leaves_nothing(clinician: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    client_id = make_client(clinician)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("kollega.platform.files.os.fsync", full)
    with pytest.raises(errors.NoRoomOnDisk):
        make_document(clinician, client_id)
    monkeypatch.undo()
    assert stored(clinician) == []
    assert documents_of_client(clinician, client_id=client_id).total == 0


def test_AV5_an_unwritable_log_leaves_no_file(clinician: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    client_id = make_client(clinician)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr("kollega.documents.operations.adding.record", broken)
    with pytest.raises(RuntimeError):
        make_document(clinician, client_id)
    assert stored(clinician) == []


def test_UE1_bytes_and_names_are_sealed_under_generated_names(clinician: Actor) -> None:
    client_id = make_client(clinician)
    document_id = make_document(clinician, client_id, pdf(MARKER), name=f"{MARKER}.pdf", title=MARKER)
    (path,) = stored(clinician)
    assert path.name == str(document_id)
    assert MARKER.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    with superuser() as raw:
        row = raw.execute("select * from documents_document where id = %s", [document_id]).fetchone()
        log = raw.execute("select detail::text from audit_entry where object_id = %s", [document_id]).fetchall()
    assert MARKER not in str(row) + str(log)
    assert MARKER.encode() not in b"".join(bytes(part) for part in row or () if isinstance(part, bytes))


def test_TI6_a_file_opens_only_at_its_own_place(clinician: Actor) -> None:
    client_id = make_client(clinician)
    first, second = make_document(clinician, client_id, pdf("one")), make_document(clinician, client_id, pdf("two"))
    one, two = (next(path for path in stored(clinician) if path.name == str(name)) for name in (first, second))
    content = one.read_bytes()
    two.write_bytes(content)
    with pytest.raises(errors.DocumentLost):
        download_document(clinician, document_id=second)
    one.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(errors.DocumentLost):
        download_document(clinician, document_id=first)
    one.unlink()
    with pytest.raises(errors.DocumentLost):
        show_document(clinician, document_id=first)
    seen, findings = verify_documents(clinician)
    assert seen == 2
    assert {(finding.document_id, finding.what) for finding in findings} == {(first, "missing"), (second, "changed")}


def test_a_cut_file_is_found_and_not_handed_out_whole(clinician: Actor) -> None:
    client_id = make_client(clinician)
    content = docx(**{"word/long": b"".join(uuid4().bytes for _ in range(200_000))})
    document_id = make_document(clinician, client_id, content)
    (path,) = stored(clinician)
    path.write_bytes(path.read_bytes()[: 2 * 1024**2])
    opened = download_document(clinician, document_id=document_id)
    with pytest.raises(files.FileDamaged):
        bytes_of(opened.chunks)
    assert [finding.what for finding in verify_documents(clinician)[1]] == ["changed"]


def test_the_bin_gives_back_for_thirty_days_and_then_no_more(clinician: Actor) -> None:
    client_id = make_client(clinician)
    document_id = make_document(clinician, client_id)
    bin_document(clinician, document_id=document_id)
    found = documents_of_client(clinician, client_id=client_id)
    assert (found.total, [row.id for row in found.in_bin]) == (0, [document_id])
    with pytest.raises(errors.DocumentInBin):
        download_document(clinician, document_id=document_id)
    restore_document(clinician, document_id=document_id)
    assert documents_of_client(clinician, client_id=client_id).total == 1


def test_BR3_what_was_a_month_in_the_bin_goes_and_its_file_a_day_later(
    clinician: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_id = make_client(clinician)
    document_id = make_document(clinician, client_id)
    bin_document(clinician, document_id=document_id)

    def tidied(days: int) -> None:
        later = at(clinician, clinician.at + timedelta(days=days))
        monkeypatch.setattr("kollega.documents.handlers.all_practice_ids", lambda: [clinician.practice_id])
        monkeypatch.setattr("kollega.documents.handlers.actor_for", lambda _: later)
        tidy(later.at)

    tidied(29)
    assert document(clinician, document_id=document_id).binned_at
    tidied(31)
    with pytest.raises(NotFound):
        restore_document(clinician, document_id=document_id)
    assert len(stored(clinician)) == 1
    assert logged(clinician)[-1] == ("delete", "document_bin")
    tidied(33)
    assert stored(clinician) == []
    with tenant(clinician.practice_id), transaction.atomic():
        assert not Document.objects.filter(practice_id=clinician.practice_id).exists()


def test_what_killed_uploads_leave_is_tidied_away(clinician: Actor) -> None:
    client_id = make_client(clinician)
    kept = make_document(clinician, client_id)
    with tenant(clinician.practice_id), transaction.atomic():
        files.store(clinician.practice_id, uuid4(), io.BytesIO(b"nobody names me"))
    half = stored(clinician)[0].parent / f"{uuid4()}.part"
    half.write_bytes(b"half")
    assert forget_orphans(clinician.practice_id, before=real_now() - timedelta(days=1)) == 0
    assert len(stored(clinician)) == 3
    assert forget_orphans(clinician.practice_id, before=real_now() + timedelta(minutes=1)) == 1
    assert [path.name for path in stored(clinician)] == [str(kept)]


def test_N4_what_a_signed_note_holds_is_never_changed_or_removed(clinician: Actor) -> None:
    client_id = make_client(clinician)
    document_id = make_document(clinician, client_id)
    with tenant(clinician.practice_id), transaction.atomic():
        keep_for_good(clinician, client_id, [document_id])
    with pytest.raises(errors.DocumentKept):
        bin_document(clinician, document_id=document_id)
    with pytest.raises(errors.DocumentKept):
        change_document(
            clinician, document_id=document_id, name="x", title="", kind=Kind.OTHER, dated_on=None, version=1
        )
    for statement in (
        "update documents_document set kept_at = null where id = %s",
        "update documents_document set binned_at = now() where id = %s",
        "update documents_document set digest = 'x' where id = %s",
        "delete from documents_document where id = %s",
    ):
        with pytest.raises(IntegrityError):
            as_app(clinician, statement, document_id)


def test_the_database_keeps_file_and_client_of_a_document(clinician: Actor) -> None:
    document_id = make_document(clinician, make_client(clinician))
    for statement in (
        "update documents_document set digest = 'x' where id = %s",
        "update documents_document set size = 1 where id = %s",
        "update documents_document set added_by_id = id where id = %s",
        "delete from documents_document where id = %s",
    ):
        with pytest.raises(IntegrityError):
            as_app(clinician, statement, document_id)


def test_long_lists_come_in_pages(clinician: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kollega.documents.queries.documents.PAGE", 2)
    client_id = make_client(clinician)
    made = [make_document(clinician, client_id, png()) for _ in range(5)]
    seen: list[UUID] = []
    before = None
    while True:
        found = documents_of_client(clinician, client_id=client_id, before=before)
        seen += [row.id for row in found.rows]
        before = found.before
        if before is None:
            break
    assert seen == made[::-1]
