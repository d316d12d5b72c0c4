"""When the log or the disk cannot be written, nothing is kept and nothing is shown (AV-5, AL-3)."""

import pytest
from django.db import OperationalError

from kollega.audit.operations.recording import LogRecorder
from kollega.journal.models import Note
from kollega.journal.queries.lists import notes_of_client
from kollega.journal.queries.notes import open_note
from tests.clients.factories import inside
from tests.factories import make_practice
from tests.journal.making import make_note, make_signed, note_row


def full(*args: object, **kwargs: object) -> None:
    raise OperationalError("no space left on device")


def test_AV5_no_half_written_note_when_the_log_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = make_note(make_practice())
    writer.save("kept")
    before = note_row(writer.actor, writer.note_id)
    monkeypatch.setattr(LogRecorder, "record", full)
    for attempt in (lambda: writer.save("lost"), lambda: writer.type("x"), writer.sign):
        with pytest.raises(OperationalError):
            attempt()
    monkeypatch.undo()
    after = note_row(writer.actor, writer.note_id)
    assert (after.revision, after.latest, after.status) == (before.revision, before.latest, "draft")


def test_AL3_no_note_is_shown_when_the_log_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = make_practice()
    note_id = make_signed(actor)
    with inside(actor):
        client_id = Note.objects.get(practice_id=actor.practice_id, id=note_id).client_id
    monkeypatch.setattr(LogRecorder, "record", full)
    with pytest.raises(OperationalError):
        open_note(actor, note_id=note_id)
    with pytest.raises(OperationalError):
        notes_of_client(actor, client_id=client_id)
