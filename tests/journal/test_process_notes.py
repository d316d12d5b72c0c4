"""Process notes: the author's alone, apart from the record, deletable (N9)."""

import json

import pytest
from django.db import transaction

from kollega.audit.models import LogEntry
from kollega.journal.models import ProcessNote
from kollega.journal.operations.process_notes import delete_process_note, keep_process_note, start_process_note
from kollega.journal.operations.writing import Sending
from kollega.journal.queries.lists import note_count, notes_of_client, search_notes
from kollega.journal.queries.process_notes import open_own_process_note, own_process_notes
from kollega.journal.sealing import open_process_note
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Role
from kollega.platform.crypto import CannotOpen
from kollega.platform.tenancy import tenant
from kollega.practices.models import Practice
from kollega.practices.rules.team_settings import Viewing
from tests.factories import make_member, make_practice
from tests.journal.making import make_client, make_signed
from tests.pages import slug_of
from tests.practices.team_settings import put_settings
from tests.signing_in import client_of

SECRET = "I feel annoyed and ask myself why."


@pytest.fixture(scope="module")
def owner() -> Actor:
    owner = make_practice()
    put_settings(owner, viewing=Viewing.EVERYONE)
    with tenant(owner.practice_id), transaction.atomic():
        Practice.objects.filter(id=owner.practice_id).update(records=Practice.Responsibility.CENTRAL)
    return owner


@pytest.fixture
def author(owner: Actor) -> Actor:
    return make_member(owner, Role.CLINICIAN, name="Kari Dahl")


def test_N9_nobody_but_the_author_reads_it(owner: Actor, author: Actor) -> None:
    """Neither a colleague in the same care, nor the responsible one, nor an administrator under central records."""
    colleague, admin = make_member(owner, Role.CLINICIAN), make_member(owner, Role.ADMIN, Role.CLINICIAN)
    client_id = make_client(colleague, author, admin)
    note_id = start_process_note(author, client_id=client_id)
    keep_process_note(author, process_note_id=note_id, text=SECRET, base=1)
    for other in (colleague, admin):
        assert own_process_notes(other, client_id=client_id) == []
        for attempt in (
            lambda: open_own_process_note(other, process_note_id=note_id),  # noqa: B023
            lambda: keep_process_note(other, process_note_id=note_id, text="x", base=2),  # noqa: B023
            lambda: delete_process_note(other, process_note_id=note_id),  # noqa: B023
        ):
            with pytest.raises(NotFound):
                attempt()
    with pytest.raises((Forbidden, NotFound)):
        open_own_process_note(make_member(owner, Role.ADMIN), process_note_id=note_id)
    assert open_own_process_note(author, process_note_id=note_id).text == SECRET


def test_N9_it_is_no_part_of_the_record(owner: Actor, author: Actor) -> None:
    """Not in lists, counts, search or print of the client's notes, nor on a colleague's pages."""
    colleague = make_member(owner, Role.CLINICIAN)
    client_id = make_client(author, colleague)
    signed = make_signed(author, "She slept better.", client_id)
    note_id = start_process_note(author, client_id=client_id)
    keep_process_note(author, process_note_id=note_id, text=SECRET, base=1)
    assert [row.id for row in notes_of_client(author, client_id=client_id).rows] == [signed]
    assert note_count(author, client_id=client_id) == 1
    assert search_notes(author, client_id=client_id, words="annoyed").rows == ()
    slug, browser = slug_of(owner), client_of(colleague)
    for path in (f"notes/client/{client_id}/", f"notes/process/of/{client_id}/", f"clients/{client_id}/"):
        answer = browser.get(f"/p/{slug}/{path}")
        assert answer.status_code == 200, path
        assert "annoyed" not in answer.content.decode(), path
    assert browser.get(f"/p/{slug}/notes/{note_id}/note.pdf").status_code == 404
    assert browser.get(f"/p/{slug}/notes/process/{note_id}/").status_code == 404


def test_N9_the_text_is_sealed_to_its_author_and_out_of_the_log(author: Actor) -> None:
    client_id = make_client(author)
    note_id = start_process_note(author, client_id=client_id)
    keep_process_note(author, process_note_id=note_id, text=SECRET, base=1)
    with tenant(author.practice_id), transaction.atomic():
        row = ProcessNote.objects.get(practice_id=author.practice_id, id=note_id)
        entries = LogEntry.objects.filter(practice_id=author.practice_id, object_id=note_id)
        assert {entry.object_type for entry in entries} == {"process_note"}
        assert all("annoyed" not in json.dumps(entry.detail) for entry in entries)
        assert b"annoyed" not in bytes(row.sealed)
        row.author_id = new_id()
        with pytest.raises(CannotOpen):
            open_process_note(row)


def test_N9_autosave_counts_once_and_overwrites_nothing_silently(author: Actor) -> None:
    note_id = start_process_note(author, client_id=make_client(author))
    phone, desk = Sending(new_id(), 1), Sending(new_id(), 1)
    first = keep_process_note(author, process_note_id=note_id, text="One", base=1, sending=desk)
    again = keep_process_note(author, process_note_id=note_id, text="One", base=1, sending=desk)
    assert (first.revision, again.revision, again.other) == (2, 2, None)
    beside = keep_process_note(author, process_note_id=note_id, text="Two", base=1, sending=phone)
    assert beside.other == "One"
    assert open_own_process_note(author, process_note_id=note_id).text == "One"
    with pytest.raises(BadInput):
        keep_process_note(author, process_note_id=note_id, text="x" * 60_001, base=2)


def test_N9_its_author_deletes_it(owner: Actor, author: Actor) -> None:
    client_id = make_client(author)
    browser, slug = client_of(author), slug_of(owner)
    begun = browser.post(f"/p/{slug}/notes/process/of/{client_id}/new/")
    assert begun.status_code == 302
    address = begun.headers["Location"]
    sent = {"texts": {"text": SECRET}, "base": 1, "tab": str(new_id()), "sequence": 1}
    kept = browser.post(f"{address}autosave/", json.dumps(sent), content_type="application/json")
    assert kept.status_code == 200
    page = browser.get(address).content.decode()
    assert SECRET in page
    assert "Not part of the record" in page
    other = {**sent, "tab": str(new_id()), "texts": {"text": "Elsewhere"}}
    refused = browser.post(f"{address}autosave/", json.dumps(other), content_type="application/json")
    assert refused.status_code == 409
    assert refused.json()["other"]["texts"] == {"text": SECRET}
    assert browser.get(f"{address}delete/").status_code == 200
    assert browser.post(f"{address}delete/").status_code == 302
    assert browser.get(address).status_code == 404
    assert own_process_notes(author, client_id=client_id) == []
