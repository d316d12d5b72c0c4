"""Signing and what is fixed by it (N4, JR-2, JR-3, JR-5, JR-7)."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections

from kollega.journal.errors import AlreadySigned, NoteChanged, NotSigned, NotTheAuthor
from kollega.journal.operations.addenda import add_addendum
from kollega.journal.operations.closing import discard, restore_version
from kollega.journal.operations.signing import sign
from kollega.kernel.clock import real_now
from kollega.kernel.errors import BadInput, FreshLoginNeeded, Refusal
from kollega.kernel.permissions import Role
from tests.factories import make_member, make_practice
from tests.journal.making import Writer, as_app, make_client, make_note, make_signed, note_row

ROUNDS = 50 if os.environ.get("KOLLEGA_PROVE") else 10


def test_N4_signing_locks_the_note() -> None:
    writer = make_note(make_practice())
    writer.save("final")
    signed = writer.sign()
    row = note_row(writer.actor, writer.note_id)
    assert (row.status, signed.number, len(signed.digest)) == ("signed", 1, 64)


def test_N4_signing_needs_an_authentication_of_the_last_ten_minutes() -> None:
    writer = make_note(make_practice())
    writer.save("final")
    for moment in (None, real_now() - timedelta(minutes=10, seconds=1)):
        with pytest.raises(FreshLoginNeeded):
            sign(replace(writer.actor, authenticated_at=moment), note_id=writer.note_id, base=writer.revision)
    assert note_row(writer.actor, writer.note_id).status == "draft"


def test_JR5_only_the_author_signs() -> None:
    owner = make_practice()
    colleague = make_member(owner, Role.CLINICIAN)
    writer = make_note(owner, make_client(owner, colleague))
    writer.save("mine")
    with pytest.raises(NotTheAuthor):
        sign(colleague, note_id=writer.note_id, base=writer.revision)


def test_an_empty_note_is_not_signed() -> None:
    writer = make_note(make_practice())
    with pytest.raises(BadInput):
        writer.sign()


def test_JR2_no_operation_changes_a_signed_note() -> None:
    actor = make_practice()
    note_id = make_signed(actor)
    writer = Writer(actor, note_id)
    for attempt in (
        lambda: writer.type("changed"),
        lambda: writer.save("changed"),
        writer.sign,
        lambda: discard(actor, note_id=note_id),
        lambda: restore_version(actor, note_id=note_id, number=1),
    ):
        with pytest.raises(AlreadySigned):
            attempt()


STATEMENTS = (
    "update journal_note set occurred_at = now() where id = %s",
    "update journal_note set status = 'draft' where id = %s",
    "update journal_note set binned_at = now(), saved = 0 where id = %s",
    "delete from journal_note where id = %s",
    "update journal_note_version set sealed = 'x' where note_id = %s",
    "delete from journal_note_version where note_id = %s",
    "insert into journal_note_version (id, practice_id, note_id, number, kind, sealed, words, author_id, began_at, at,"
    " sequence) select gen_random_uuid(), practice_id, note_id, number + 9, 'save', sealed, words, author_id, at, at, 0"
    " from journal_note_version where note_id = %s",
    "update journal_signature set signed_at = now() where note_id = %s",
    "delete from journal_signature where note_id = %s",
    "update journal_addendum set at = now() where note_id = %s",
    "delete from journal_addendum where note_id = %s",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_JR2_the_app_login_cannot_change_a_signed_note(statement: str) -> None:
    actor = make_practice()
    note_id = make_signed(actor)
    add_addendum(actor, note_id=note_id, reason="A date was wrong", text="It was on Tuesday.")
    with pytest.raises(Exception, match="journal:"):
        as_app(actor, statement, note_id)


@pytest.mark.parametrize("table", ["note", "note_version", "signature", "addendum", "chain_head", "template_version"])
def test_JR2_the_app_login_cannot_truncate(table: str) -> None:
    with pytest.raises(Exception, match=r"permission denied|journal:"):
        as_app(make_practice(), f"truncate journal_{table} cascade")


def test_JR5_the_app_login_cannot_set_signed_without_a_signature() -> None:
    writer = make_note(make_practice())
    writer.save("not signed")
    with pytest.raises(Exception, match="signed by a signature"):
        as_app(writer.actor, "update journal_note set status = 'signed' where id = %s", writer.note_id)


def test_JR7_a_text_that_moved_on_is_not_signed() -> None:
    phone = make_note(make_practice())
    phone.save("phone")
    Writer(phone.actor, phone.note_id).save("phone and desk")
    with pytest.raises(NoteChanged) as refused:
        phone.sign()
    assert refused.value.status == 409


def test_JR3_an_addendum_has_reason_and_own_signature() -> None:
    owner = make_practice()
    colleague = make_member(owner, Role.CLINICIAN)
    note_id = make_signed(owner, client_id=make_client(owner, colleague))
    add_addendum(colleague, note_id=note_id, reason="Added by phone", text="She called back.")
    with pytest.raises(BadInput) as refused:
        add_addendum(owner, note_id=note_id, reason=" ", text="")
    assert set(refused.value.fields) == {"reason", "text"}
    with pytest.raises(FreshLoginNeeded):
        add_addendum(replace(owner, authenticated_at=None), note_id=note_id, reason="a", text="b")
    with pytest.raises(NotSigned):
        add_addendum(owner, note_id=make_note(owner).note_id, reason="a", text="b")


def at_once(*attempts: object) -> list[object]:
    """Run the attempts in threads at the same time; results or refusals in order."""

    def run(attempt: object) -> object:
        try:
            return attempt()  # type: ignore[operator]
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


@pytest.mark.race
def test_JR7_signed_twice_at_once_is_signed_once() -> None:
    actor = make_practice()
    client_id = make_client(actor)
    for _ in range(ROUNDS):
        writer = make_note(actor, client_id)
        writer.save("both want to sign")
        outcomes = at_once(writer.sign, writer.sign, writer.sign)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadySigned", "AlreadySigned", "Signed"]


@pytest.mark.race
def test_JR7_edited_and_signed_at_once_has_one_outcome_and_loses_no_text() -> None:
    actor = make_practice()
    client_id = make_client(actor)
    for _ in range(ROUNDS):
        signer = make_note(actor, client_id)
        signer.save("the text")
        editor = Writer(actor, signer.note_id)
        signed, edited = at_once(signer.sign, lambda editor=editor: editor.save("the text, longer"))
        if isinstance(signed, NoteChanged):
            assert not isinstance(edited, Refusal)
        else:
            assert isinstance(edited, AlreadySigned)


@pytest.mark.race
def test_N13_signing_at_once_leaves_no_gap_in_the_chain() -> None:
    actor = make_practice()
    client_id = make_client(actor)
    writers = [make_note(actor, client_id) for _ in range(6)]
    for writer in writers:
        writer.save("one of many")
    outcomes = at_once(*[writer.sign for writer in writers])
    assert sorted(outcome.number for outcome in outcomes) == [1, 2, 3, 4, 5, 6]  # type: ignore[attr-defined]


def test_N4_an_unknown_note_is_not_found() -> None:
    owner, other = make_practice(), make_practice()
    note_id: UUID = make_note(owner).note_id
    with pytest.raises(Refusal) as refused:
        sign(other, note_id=note_id, base=1)
    assert refused.value.status == 404
