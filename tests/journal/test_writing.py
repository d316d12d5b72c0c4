"""Drafts: autosave, save, versions, closing (N1, N2, N3, JR-1, JR-4)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from kollega.journal.handlers.duties import empty_bins
from kollega.journal.models import NoteVersion
from kollega.journal.operations.bin import empty_bin
from kollega.journal.operations.closing import discard, keep_draft, restore_version, take_back
from kollega.journal.operations.starting import start, start_from_visit
from kollega.journal.operations.writing import Sending, autosave
from kollega.journal.sealing import open_content
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from tests.factories import at, make_member, make_practice
from tests.journal.making import Writer, as_app, make_client, make_note, make_visit, note_row


def texts(writer: Writer) -> list[tuple[int, str, str]]:
    """Number, kind and first section of every version."""
    note = note_row(writer.actor, writer.note_id)
    with tenant(writer.actor.practice_id), transaction.atomic():
        rows = NoteVersion.objects.filter(practice_id=note.practice_id, note_id=note.id).order_by("number")
        return [(row.number, row.kind, open_content(note.client_id, row)[0].text) for row in rows]


def head_text(writer: Writer) -> str:
    head = note_row(writer.actor, writer.note_id).head
    return next(text for number, _, text in texts(writer) if number == head)


def test_N1_discarding_goes_back_to_the_last_save_and_keeps_what_was_typed() -> None:
    writer = make_note(make_practice())
    writer.save("saved words")
    writer.type("saved words and a doubt")
    discard(writer.actor, note_id=writer.note_id)
    assert head_text(writer) == "saved words"
    assert (3, "autosave", "saved words and a doubt") in texts(writer)


def test_N1_a_never_saved_draft_goes_to_the_bin_and_comes_back() -> None:
    writer = make_note(make_practice())
    writer.type("a thought")
    discard(writer.actor, note_id=writer.note_id)
    assert note_row(writer.actor, writer.note_id).binned_at is not None
    take_back(writer.actor, note_id=writer.note_id)
    assert head_text(writer) == "a thought"


def test_N1_the_bin_is_emptied_after_thirty_days_and_keeps_what_was_saved_once() -> None:
    actor = make_practice()
    client_id = make_client(actor)
    never, once = make_note(actor, client_id), make_note(actor, client_id)
    never.type("a thought")
    once.save("kept")
    for writer in (never, once):
        discard(actor, note_id=writer.note_id)
    empty_bins(actor.at + timedelta(days=29))
    assert note_row(actor, never.note_id).binned_at is not None
    empty_bin(at(actor, actor.at + timedelta(days=30, minutes=1)))
    with pytest.raises(ObjectDoesNotExist):
        note_row(actor, never.note_id)
    assert note_row(actor, once.note_id).binned_at is None


def test_N1_keeping_the_draft_leaves_the_text_typed_last() -> None:
    writer = make_note(make_practice())
    writer.save("one")
    writer.type("one two")
    keep_draft(writer.actor, note_id=writer.note_id)
    assert head_text(writer) == "one two"


def test_N2_the_same_sending_twice_is_kept_once() -> None:
    writer = make_note(make_practice())
    sending = Sending(new_id(), 1)
    first = autosave(
        writer.actor, note_id=writer.note_id, texts={writer.keys[0]: "once"}, base=writer.revision, sending=sending
    )
    again = autosave(
        writer.actor, note_id=writer.note_id, texts={writer.keys[0]: "once"}, base=writer.revision, sending=sending
    )
    assert (again.revision, again.other) == (first.revision, None)
    assert [kind for _, kind, _ in texts(writer)] == ["started", "autosave"]


def test_N2_two_devices_keep_both_texts() -> None:
    phone = make_note(make_practice())
    desk = Writer(phone.actor, phone.note_id)
    desk.type("typed at the desk")
    kept = phone.type("typed on the phone")
    assert kept.other is not None
    assert kept.other.content[0].text == "typed at the desk"
    assert head_text(phone) == "typed at the desk"
    assert (3, "beside", "typed on the phone") in texts(phone)


def test_N2_a_tab_whose_answer_was_lost_goes_on_without_a_conflict() -> None:
    writer = make_note(make_practice())
    base = writer.revision
    writer.type("one")
    writer.revision = base
    kept = writer.type("one two")
    assert kept.other is None
    assert head_text(writer) == "one two"


def test_N2_a_repeated_conflicting_sending_is_told_of_the_other_text_again() -> None:
    phone = make_note(make_practice())
    base = phone.revision
    Writer(phone.actor, phone.note_id).type("desk")
    phone.type("phone")
    again = autosave(
        phone.actor,
        note_id=phone.note_id,
        texts={phone.keys[0]: "phone"},
        base=base,
        sending=Sending(phone.tab, phone.sequence),
    )
    assert again.other is not None
    assert len(texts(phone)) == 3


def test_N3_every_save_is_a_version_and_autosaves_grow_only_while_they_add() -> None:
    writer = make_note(make_practice())
    writer.type("It was")
    writer.type("It was a long week")
    writer.type("It was a week")
    writer.save("It was a week")
    writer.save("It was a week of rest")
    assert texts(writer) == [
        (1, "started", ""),
        (2, "autosave", "It was a long week"),
        (3, "autosave", "It was a week"),
        (4, "save", "It was a week"),
        (5, "save", "It was a week of rest"),
    ]


def test_N3_an_autosave_grows_for_five_minutes_at_most() -> None:
    writer = make_note(make_practice())
    writer.type("a")
    writer.actor = at(writer.actor, writer.actor.at + timedelta(minutes=6))
    writer.type("a b")
    assert [kind for _, kind, _ in texts(writer)] == ["started", "autosave", "autosave"]


def test_N3_an_earlier_version_can_be_made_the_newest() -> None:
    writer = make_note(make_practice())
    writer.save("first")
    writer.save("second")
    restore_version(writer.actor, note_id=writer.note_id, number=2)
    assert head_text(writer) == "first"
    assert texts(writer)[-1][:2] == (4, "restored")


def test_JR4_the_database_keeps_saved_versions() -> None:
    writer = make_note(make_practice())
    writer.save("kept")
    for statement in (
        "delete from journal_note_version where note_id = %s",
        "update journal_note_version set words = 9 where note_id = %s and kind = 'save'",
        "delete from journal_note where id = %s",
    ):
        with pytest.raises(Exception, match="journal:"):
            as_app(writer.actor, statement, writer.note_id)


def test_one_draft_per_visit_is_used_again() -> None:
    actor = make_practice()
    visit = make_visit(actor, make_client(actor))
    first = start_from_visit(actor, appointment_id=visit)
    assert start_from_visit(actor, appointment_id=visit) == first
    row = note_row(actor, first)
    assert row.appointment_id == visit
    assert row.occurred_at > actor.at


def test_a_visit_of_a_client_one_may_not_read_is_not_found() -> None:
    owner = make_practice()
    visit = make_visit(owner, make_client(owner))
    for stranger in (make_member(owner, Role.CLINICIAN), make_practice()):
        with pytest.raises(NotFound):
            start_from_visit(stranger, appointment_id=visit)


def test_C6_only_who_takes_part_in_the_care_may_start_or_write() -> None:
    owner = make_practice()
    colleague = make_member(owner, Role.CLINICIAN)
    sharing = make_member(owner, Role.CLINICIAN)
    secretary = make_member(owner, Role.OFFICE_STAFF)
    writer = make_note(owner, make_client(owner, sharing))
    with pytest.raises(NotFound):
        Writer(colleague, writer.note_id).type("x")
    with pytest.raises(Forbidden):
        Writer(sharing, writer.note_id).type("x")
    with pytest.raises(Forbidden):
        Writer(secretary, writer.note_id).type("x")
    with pytest.raises(NotFound):
        start(make_practice(), client_id=note_row(owner, writer.note_id).client_id)


def test_a_section_has_a_largest_size() -> None:
    writer = make_note(make_practice())
    with pytest.raises(BadInput) as refused:
        writer.type("x" * 60_001)
    assert list(refused.value.fields) == [writer.keys[0]]
