"""Keeping, the hold, and destroying by a decision of two persons (N11, JR-2, JR-9, JR-11)."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError

from kollega.clients.operations.activity import set_active
from kollega.journal.models import Destruction, NoteVersion
from kollega.journal.operations.addenda import add_addendum
from kollega.journal.operations.attaching import attach
from kollega.journal.queries.integrity import verify_practice
from kollega.journal.queries.notes import open_note
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, FreshLoginNeeded, NotFound
from kollega.kernel.permissions import Role
from kollega.platform import files
from kollega.records.errors import DestructionOver, KeptByLaw, NothingToDestroy, OnHold, SecondPersonNeeded
from kollega.records.operations.keeping import (
    ask_destruction,
    confirm_destruction,
    lift_hold,
    set_hold,
    withdraw_destruction,
)
from kollega.records.queries.keeping import keeping
from kollega.records.rules.countries import LAWS, kept_until, law_of
from tests.clients.factories import inside
from tests.documents.making import make_document, pdf
from tests.factories import at, make_member, make_practice
from tests.journal.making import as_app, make_client, make_note, make_signed, superuser

DAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def pair() -> tuple[Actor, Actor]:
    first = make_practice()
    return first, make_member(first, Role.CLINICIAN)


def decided(actor: Actor, client_id: UUID, *note_ids: UUID) -> UUID:
    return ask_destruction(
        actor,
        client_id=client_id,
        note_ids=note_ids,
        decided_on=actor.at.date(),
        authority="IVO",
        number="2026-17",
        document=pdf(),
    )


def test_JR11_each_country_counts_its_own_years() -> None:
    assert kept_until(LAWS["SE"], None, DAY, None) == date(2036, 3, 1)
    assert kept_until(LAWS["DE"], None, DAY, None) is None
    assert kept_until(LAWS["DE"], None, DAY, date(2026, 4, 1)) == date(2036, 4, 1)
    assert kept_until(LAWS["NO"], 10, DAY, DAY) is None
    assert kept_until(law_of("FR"), None, DAY, DAY) is None
    assert kept_until(law_of("FR"), 20, DAY, None) == date(2046, 3, 1)
    assert kept_until(LAWS["SE"], 3, DAY, None) == date(2036, 3, 1)
    assert kept_until(LAWS["SE"], 12, date(2024, 2, 29), None) == date(2036, 2, 29)
    assert kept_until(LAWS["SE"], None, date(2024, 2, 29), None) == date(2034, 3, 1)


def test_JR9_two_persons_destroy_a_note_and_the_chain_stays_whole(pair: tuple[Actor, Actor]) -> None:
    first, second = pair
    client_id = make_client(first, second)
    writer = make_note(first, client_id)
    document_id = make_document(first, client_id)
    attach(first, note_id=writer.note_id, document_id=document_id)
    writer.save("What is to be forgotten.")
    writer.sign()
    add_addendum(first, note_id=writer.note_id, reason="More", text="Also to be forgotten.")
    other = make_signed(first, "What stays.", client_id)
    decision = decided(first, client_id, writer.note_id)
    assert open_note(first, note_id=writer.note_id).content is not None
    with pytest.raises(SecondPersonNeeded):
        confirm_destruction(first, destruction_id=decision)
    with pytest.raises(FreshLoginNeeded):
        confirm_destruction(replace(second, authenticated_at=None), destruction_id=decision)
    for stranger in (make_member(first, Role.CLINICIAN), make_practice()):
        with pytest.raises(NotFound):
            confirm_destruction(stranger, destruction_id=decision)
    confirm_destruction(second, destruction_id=decision)
    opened = open_note(first, note_id=writer.note_id)
    assert opened.content is None
    assert opened.signature is not None
    assert opened.destroyed is not None
    assert (opened.destroyed.authority, opened.destroyed.number) == ("IVO", "2026-17")
    assert opened.is_unchanged
    with inside(first):
        assert not files.is_there(first.practice_id, document_id)
        assert {bytes(v.sealed) for v in NoteVersion.objects.filter(note_id=writer.note_id)} == {b""}
    stays = open_note(first, note_id=other)
    assert stays.content is not None
    assert stays.destroyed is None
    report = verify_practice(first)
    assert report.findings == []
    with pytest.raises(DestructionOver):
        confirm_destruction(second, destruction_id=decision)
    with pytest.raises(NothingToDestroy):
        decided(first, client_id, writer.note_id)
    # A text that is emptied with higher rights and a decision that no log tells of is found.
    with superuser() as raw:
        raw.execute("update journal_note_version set sealed = '' where note_id = %s", [other])
        raw.execute("update journal_destruction set note_ids = note_ids || %s where id = %s", [[other], decision])
    assert [finding.note_id for finding in verify_practice(first).findings] == [other]


def test_JR2_nothing_but_a_confirmed_decision_empties_a_text(pair: tuple[Actor, Actor]) -> None:
    first, second = pair
    client_id = make_client(first, second)
    note_id = make_signed(first, "Signed.", client_id)
    decision = decided(first, client_id, note_id)
    for statement in (
        "update journal_note_version set sealed = '' where note_id = %s",
        "update journal_note_version set sealed = 'x' where note_id = %s",
        "delete from journal_note_version where note_id = %s",
        "update journal_destruction set confirmed_at = now(), confirmed_by_id = asked_by_id where %s = any (note_ids)",
        "delete from journal_destruction where %s = any (note_ids)",
    ):
        with pytest.raises(DatabaseError):
            as_app(first, statement, note_id)
    withdraw_destruction(second, destruction_id=decision)
    with pytest.raises(DestructionOver):
        confirm_destruction(second, destruction_id=decision)
    assert open_note(first, note_id=note_id).content is not None


def test_JR11_the_years_of_keeping_and_a_hold_stand_against_it(pair: tuple[Actor, Actor]) -> None:
    first, second = pair
    client_id = make_client(first, second)
    note_id = make_signed(first, "Signed.", client_id)
    until = keeping(first, client_id=client_id).until
    assert until is not None
    own = {"client_id": client_id, "note_ids": [note_id]}
    with pytest.raises(KeptByLaw):
        ask_destruction(first, decided_on=first.at.date(), **own)  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        ask_destruction(first, decided_on=first.at.date(), authority="IVO", **own)  # type: ignore[arg-type]
    decision = decided(first, client_id, note_id)
    set_hold(first, client_id=client_id, reason="A complaint is being looked into.")
    shown = keeping(second, client_id=client_id).hold
    assert shown is not None
    assert shown.reason == "A complaint is being looked into."
    with pytest.raises(OnHold):
        confirm_destruction(second, destruction_id=decision)
    lift_hold(second, client_id=client_id)
    withdraw_destruction(first, destruction_id=decision)
    later = first.at + timedelta(days=3660)
    decision = ask_destruction(at(first, later), decided_on=later.date(), **own)  # type: ignore[arg-type]
    confirm_destruction(at(second, later), destruction_id=decision)
    with inside(first):
        assert Destruction.objects.get(id=decision).confirmed_at == later


def test_JR11_in_germany_the_years_begin_when_the_treatment_ends(pair: tuple[Actor, Actor]) -> None:
    first, _ = pair
    client_id = make_client(first)
    make_signed(first, "Signed.", client_id)
    as_app(first, "update practices_practice set country = 'DE' where id = %s", first.practice_id)
    try:
        assert keeping(first, client_id=client_id).until is None
        set_active(first, client_id=client_id, is_active=False)
        assert keeping(first, client_id=client_id).until is not None
    finally:
        as_app(first, "update practices_practice set country = 'SE' where id = %s", first.practice_id)
