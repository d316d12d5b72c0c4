"""What `verify` finds when somebody with the database's highest rights was at work (N13, JR-6)."""

import json
from uuid import UUID

import pytest

from kollega.journal.operations.addenda import add_addendum
from kollega.journal.queries.integrity import Finding, verify_practice
from kollega.journal.queries.notes import open_note
from kollega.kernel.actor import Actor
from tests.factories import make_practice
from tests.journal.making import make_client, make_signed, superuser


def findings(actor: Actor) -> list[tuple[str, int, UUID | None]]:
    return [(str(f.kind), f.number, f.note_id) for f in verify_practice(actor).findings]


@pytest.fixture
def actor() -> Actor:
    return make_practice()


@pytest.fixture
def notes(actor: Actor) -> list[UUID]:
    client_id = make_client(actor)
    return [make_signed(actor, text, client_id) for text in ("first words", "second words", "third words")]


def test_N13_an_untouched_record_is_whole(actor: Actor, notes: list[UUID]) -> None:
    add_addendum(actor, note_id=notes[0], reason="Forgot", text="More.")
    report = verify_practice(actor)
    assert (report.signatures, report.findings) == (4, [])
    assert open_note(actor, note_id=notes[0]).is_unchanged is True


@pytest.mark.parametrize(
    "statement",
    [
        "update journal_note_version set sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1)"
        " where note_id = %s and kind = 'signed'",
        "update journal_note_version a set sealed = b.sealed from journal_note_version b"
        " where a.note_id = b.note_id and a.note_id = %s and a.kind = 'signed' and b.kind = 'save'",
        "update journal_note set occurred_at = occurred_at + interval '1 second' where id = %s",
        "update journal_note set status = 'draft' where id = %s",
        "update journal_note set head = head - 1 where id = %s",
        "update journal_signature set signed_at = signed_at - interval '1 day' where note_id = %s",
        "update journal_signature set signed_name = 'Somebody Else' where note_id = %s",
        "update journal_signature set tag = digest where note_id = %s",
    ],
)
def test_JR6_a_change_in_the_database_is_named(actor: Actor, notes: list[UUID], statement: str) -> None:
    with superuser() as raw:
        assert raw.execute(statement, [notes[1]]).rowcount == 1
    assert findings(actor) == [("changed", 2, notes[1])]
    assert open_note(actor, note_id=notes[1]).is_unchanged is False


@pytest.mark.parametrize("which", [0, 1, 2])
def test_N13_a_note_deleted_with_everything_is_named(actor: Actor, notes: list[UUID], which: int) -> None:
    with superuser() as raw:
        for table in ("signature", "note_version"):
            raw.execute(f"delete from journal_{table} where note_id = %s", [notes[which]])
        raw.execute("delete from journal_note where id = %s", [notes[which]])
    assert findings(actor) == [("missing", which + 1, notes[which])]


def test_N13_the_newest_deleted_with_the_chain_set_back_is_named(actor: Actor, notes: list[UUID]) -> None:
    with superuser() as raw:
        raw.execute("delete from journal_signature where note_id = %s", [notes[2]])
        raw.execute("delete from journal_note_version where note_id = %s", [notes[2]])
        raw.execute("delete from journal_note where id = %s", [notes[2]])
        raw.execute(
            "update journal_chain_head set number = 2, digest = (select digest from journal_signature"
            " where practice_id = %s and number = 2) where practice_id = %s",
            [actor.practice_id, actor.practice_id],
        )
    assert findings(actor) == [("missing", 3, notes[2])]


def test_N13_all_deleted_is_named(actor: Actor, notes: list[UUID]) -> None:
    with superuser() as raw:
        for table in ("signature", "note_version", "note", "chain_head"):
            raw.execute(f"delete from journal_{table} where practice_id = %s", [actor.practice_id])
    assert [(kind, number) for kind, number, _ in findings(actor)] == [("missing", 1), ("missing", 2), ("missing", 3)]


def test_N13_a_rewritten_chain_is_named(actor: Actor, notes: list[UUID]) -> None:
    """The middle one deleted and the last one linked anew: without the key its tag does not fit."""
    with superuser() as raw:
        raw.execute("delete from journal_signature where note_id = %s", [notes[1]])
        raw.execute(
            "update journal_signature s set number = 2, previous = f.digest from journal_signature f"
            " where s.note_id = %s and f.note_id = %s",
            [notes[2], notes[0]],
        )
        raw.execute("update journal_chain_head set number = 2 where practice_id = %s", [actor.practice_id])
    found = findings(actor)
    assert ("changed", 2, notes[2]) in found
    assert ("missing", 3, notes[2]) in found
    assert ("changed", 0, notes[1]) in found


def test_JR6_an_addendum_changed_or_deleted_is_named(actor: Actor, notes: list[UUID]) -> None:
    add_addendum(actor, note_id=notes[0], reason="Forgot", text="More.")
    with superuser() as raw:
        raw.execute("update journal_addendum set at = at, sealed = sealed || '\\x00' where note_id = %s", [notes[0]])
    assert findings(actor) == [("changed", 4, notes[0])]
    with superuser() as raw:
        raw.execute("delete from journal_addendum where note_id = %s", [notes[0]])
    assert findings(actor) == [("missing", 4, notes[0])]
    with superuser() as raw:
        raw.execute("delete from journal_signature where note_id = %s and addendum_id is not null", [notes[0]])
    assert findings(actor) == [("missing", 4, notes[0])]


def test_JR5_a_note_locked_by_force_is_named(actor: Actor, notes: list[UUID]) -> None:
    with superuser() as raw:
        raw.execute("delete from journal_signature where note_id = %s", [notes[0]])
    kinds = {(kind, note_id) for kind, _, note_id in findings(actor)}
    assert kinds == {("missing", notes[0]), ("changed", notes[0])}


def test_N13_findings_hold_no_text(actor: Actor, notes: list[UUID]) -> None:
    with superuser() as raw:
        raw.execute("update journal_note set head = 1 where id = %s", [notes[0]])
    found: list[Finding] = verify_practice(actor).findings
    assert found
    assert "words" not in json.dumps([str(f) for f in found])
