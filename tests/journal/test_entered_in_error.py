"""A note that was entered in error: out of the reading view, in the history, under a signature of its own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kollega.journal.errors import AlreadyMarkedInError, NotSigned, NotTheirsToMark
from kollega.journal.operations.addenda import add_addendum, mark_in_error
from kollega.journal.operations.starting import start_from_visit
from kollega.journal.printing.note import print_note
from kollega.journal.queries.integrity import verify_practice
from kollega.journal.queries.lists import notes_of_client, own_note_states, search_notes
from kollega.journal.queries.notes import last_note, open_note
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.errors import BadInput, FreshLoginNeeded, NotFound
from kollega.kernel.permissions import Role
from tests.factories import make_member, make_practice
from tests.journal.making import Writer, make_client, make_note, make_signed, make_visit, superuser

REASON = "It belongs in another client's record."


def _findings(actor: Actor) -> list[str]:
    return [str(finding) for finding in verify_practice(actor).findings]


def test_JR8_a_marked_note_leaves_every_list_and_stays_in_the_history() -> None:
    owner = make_practice()
    client_id = make_client(owner)
    wrong = make_signed(owner, "Something about somebody else.", client_id)
    right = make_signed(owner, "What was said today.", client_id)
    add_addendum(owner, note_id=wrong, reason="Date", text="It was on Monday.")
    mark_in_error(owner, note_id=wrong, reason=REASON)
    found = notes_of_client(owner, client_id=client_id)
    assert ([row.id for row in found.rows], found.total, found.in_error) == ([right], 1, 1)
    marked = notes_of_client(owner, client_id=client_id, in_error=True)
    assert [(row.id, row.addenda) for row in marked.rows] == [(wrong, 1)]
    assert search_notes(owner, client_id=client_id, words="somebody else").total == 0
    opened = open_note(owner, note_id=wrong)
    assert opened.error_mark is not None
    assert (opened.error_mark.reason, opened.error_mark.text) == (REASON, "")
    assert [one.text for one in opened.addenda] == ["It was on Monday."]
    assert opened.content is not None
    assert "somebody else" in opened.content[0].text
    assert opened.is_unchanged is True
    assert print_note(owner, note_id=wrong).startswith(b"%PDF")


def test_JR8_the_visit_waits_for_a_note_again_and_nobody_copies_from_the_wrong_one() -> None:
    owner = make_practice()
    client_id = make_client(owner)
    visit = make_visit(owner, client_id)
    writer = Writer(owner, start_from_visit(owner, appointment_id=visit))
    writer.save("In the wrong record.")
    writer.sign()
    assert own_note_states(owner, appointment_ids=[visit]) != {}
    mark_in_error(owner, note_id=writer.note_id, reason=REASON)
    assert own_note_states(owner, appointment_ids=[visit]) == {}
    again = start_from_visit(owner, appointment_id=visit)
    assert again != writer.note_id
    assert last_note(owner, note_id=again) is None


def test_JR8_the_author_or_the_responsible_clinician_marks_and_nobody_else() -> None:
    responsible = make_practice()
    author, colleague = (make_member(responsible, Role.CLINICIAN) for _ in range(2))
    client_id = make_client(responsible, author, colleague)
    by_author, by_responsible = (make_signed(author, "Text.", client_id) for _ in range(2))
    with pytest.raises(NotTheirsToMark):
        mark_in_error(colleague, note_id=by_author, reason=REASON)
    with pytest.raises(NotFound):
        mark_in_error(make_practice(), note_id=by_author, reason=REASON)
    mark_in_error(author, note_id=by_author, reason=REASON)
    mark_in_error(responsible, note_id=by_responsible, reason=REASON)
    with pytest.raises(AlreadyMarkedInError):
        mark_in_error(responsible, note_id=by_author, reason=REASON)


def test_N4_the_mark_needs_a_reason_a_fresh_login_and_a_signed_note() -> None:
    owner = make_practice()
    draft = make_note(owner)
    with pytest.raises(NotSigned):
        mark_in_error(owner, note_id=draft.note_id, reason=REASON)
    signed = make_signed(owner)
    for reason in ("  ", "x" * 201):
        with pytest.raises(BadInput):
            mark_in_error(owner, note_id=signed, reason=reason)
    stale = replace(owner, authenticated_at=real_now() - timedelta(minutes=11))
    with pytest.raises(FreshLoginNeeded):
        mark_in_error(stale, note_id=signed, reason=REASON)
    assert open_note(owner, note_id=signed).error_mark is None


def test_N13_a_mark_that_was_taken_away_or_added_by_hand_is_found() -> None:
    owner = make_practice()
    marked, plain = make_signed(owner), make_signed(owner)
    mark = mark_in_error(owner, note_id=marked, reason=REASON)
    add_addendum(owner, note_id=plain, reason="Date", text="Monday.")
    assert _findings(owner) == []
    with superuser() as hand:
        hand.execute("update journal_addendum set marks_error = false where id = %s", [mark])
    assert any("changed" in finding for finding in _findings(owner))
    with superuser() as hand:
        hand.execute("update journal_addendum set marks_error = true where id = %s", [mark])
        hand.execute("update journal_addendum set marks_error = true where note_id = %s", [plain])
    assert open_note(owner, note_id=plain).is_unchanged is False
    assert any("changed" in finding for finding in _findings(owner))
