"""Taking signed notes along as a sealed copy (T10)."""

import pytest
from django.db import IntegrityError, transaction

from kollega.accounts.models import Person
from kollega.audit.models import LogEntry
from kollega.journal.models import CarriedNote, Note
from kollega.journal.operations.addenda import add_addendum
from kollega.journal.queries.carried import carried_note, carried_notes
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden, NotFound
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from kollega.teams.errors import NothingToCarry, PracticeKeepsNotes
from kollega.teams.operations.carrying import carry_notes
from kollega.teams.operations.records import propose_records_change
from kollega.teams.queries.carrying import carry_choice
from kollega.teams.rules.responsibility import Responsibility
from tests.factories import actor_in, make_member, make_practice
from tests.journal.making import as_app, make_client, make_note, make_signed
from tests.teams.members import inside


def leaver() -> tuple[Actor, Actor, Actor]:
    """The owner of a practice, and one person as a clinician there and as the owner of a practice of their own."""
    owner, own = make_practice(), make_practice()
    with inside(owner):
        Membership.objects.create(
            practice_id=owner.practice_id,
            person_id=own.person_id,
            display_name="Anna Berg",
            roles=["clinician"],
            areas=[],
            since=owner.at,
        )
    return owner, actor_in(owner.practice_id, Person.objects.get(pk=own.person_id)), own


def test_T10_signed_notes_go_along_with_their_very_bytes_and_the_original_stays() -> None:
    _, kari, own = leaver()
    note_id = make_signed(kari, "She slept better.")
    add_addendum(kari, note_id=note_id, reason="Mistyped", text="It was Tuesday.")
    make_note(kari).save("Only saved.")
    choice = carry_choice(kari)
    assert choice is not None
    assert [each.practice_id for each in choice.destinations] == [own.practice_id]
    assert carry_notes(kari, to_practice_id=own.practice_id) == 2
    assert carry_notes(kari, to_practice_id=own.practice_id) == 0
    addendum, note = carried_notes(own)
    opened = carried_note(own, carried_note_id=note.id)
    assert opened.is_unchanged
    assert [section.text for section in opened.content][:1] == ["She slept better."]
    assert (opened.client_name, opened.signed_name) == ("Berit Lind", "Anna Berg")
    assert carried_note(own, carried_note_id=addendum.id).content[1].text == "It was Tuesday."
    with inside(kari):
        original = Note.objects.get(id=note_id)
        assert original.status == "signed"
        from kollega.journal.models import Signature

        signature = Signature.objects.get(note_id=note_id, addendum=None)
    with inside(own):
        copy = CarriedNote.objects.get(id=note.id)
        assert (bytes(copy.digest), bytes(copy.tag)) == (bytes(signature.digest), bytes(signature.tag))


def test_T10_both_logs_tell_of_each_note() -> None:
    _, kari, own = leaver()
    note_id = make_signed(kari)
    carry_notes(kari, to_practice_id=own.practice_id)
    for actor, action in ((kari, "export"), (own, "import")):
        with tenant(actor.practice_id), transaction.atomic():
            rows = LogEntry.objects.filter(practice_id=actor.practice_id, object_type="carried_note", action=action)
            assert rows.count() == 1
            assert (rows.get().client_id is not None) == (action == "export")
            assert (rows.get().object_id == note_id) == (action == "export")


def test_T10_under_central_responsibility_notes_stay_with_the_practice() -> None:
    owner, kari, own = leaver()
    make_signed(kari)
    propose_records_change(owner, wanted=Responsibility.CENTRAL)
    from kollega.teams.operations.records import confirm_records_change

    confirm_records_change(kari)
    assert carry_choice(kari) is None
    with pytest.raises(PracticeKeepsNotes):
        carry_notes(kari, to_practice_id=own.practice_id)


def test_T10_only_to_a_practice_of_ones_own_and_only_what_one_signed() -> None:
    owner, kari, own = leaver()
    colleague = make_member(owner, Role.CLINICIAN)
    client_id = make_client(colleague, kari)
    make_signed(colleague, client_id=client_id)
    with pytest.raises(NothingToCarry):
        carry_notes(kari, to_practice_id=own.practice_id)
    make_signed(kari)
    for elsewhere in (make_practice().practice_id, owner.practice_id):
        with pytest.raises(NotFound):
            carry_notes(kari, to_practice_id=elsewhere)
    assert carry_notes(kari, to_practice_id=own.practice_id) == 1
    office = make_member(owner, Role.ASSISTANT)
    with pytest.raises(Forbidden):
        carry_notes(office, to_practice_id=own.practice_id)


def test_T10_nobody_else_reads_a_copy_and_nobody_changes_it() -> None:
    _, kari, own = leaver()
    make_signed(kari)
    carry_notes(kari, to_practice_id=own.practice_id)
    (row,) = carried_notes(own)
    colleague = make_member(own, Role.CLINICIAN, Role.ADMIN)
    assert carried_notes(colleague) == []
    with pytest.raises(NotFound):
        carried_note(colleague, carried_note_id=row.id)
    for statement in ("update journal_carried_note set number = 9", "delete from journal_carried_note"):
        with pytest.raises(IntegrityError):
            as_app(own, statement)
