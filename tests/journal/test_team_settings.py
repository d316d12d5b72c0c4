"""What the team's settings do to notes (T11): consent before one is begun, and drafts that are put away."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from kollega.audit.models import LogEntry
from kollega.journal.errors import ConsentNotConfirmed, NoteLocked
from kollega.journal.handlers.duties import empty_bins, put_away_untouched
from kollega.journal.operations.addenda import add_addendum
from kollega.journal.operations.closing import discard, restore_version, take_back
from kollega.journal.operations.starting import start, start_from_visit
from kollega.journal.operations.templates import create_template
from kollega.journal.queries.lists import unsigned_notes
from kollega.kernel import clock
from kollega.kernel.actor import Actor
from kollega.platform.tenancy import tenant
from tests.api.test_frame import caller
from tests.factories import at, make_practice
from tests.journal.making import Writer, as_app, make_client, make_note, make_visit, note_row
from tests.pages import slug_of
from tests.practices.team_settings import put_settings
from tests.signing_in import client_of


@pytest.fixture
def actor() -> Actor:
    return make_practice()


@pytest.fixture
def days_pass() -> Iterator[None]:
    yield
    clock.write_offset(Path(settings.CLOCK_FILE), timedelta(0))


def after(days: int) -> None:
    """Let so many days and a minute pass, and the scheduler come round."""
    clock.write_offset(Path(settings.CLOCK_FILE), timedelta(days=days, minutes=1))
    put_away_untouched(clock.now())
    empty_bins(clock.now())


def later(writer: Writer) -> Writer:
    """The same writer at this moment of business time."""
    writer.actor = at(writer.actor, clock.now())
    return writer


def consent_in_log(actor: Actor, note_id: object) -> object:
    with tenant(actor.practice_id), transaction.atomic():
        row = LogEntry.objects.get(practice_id=actor.practice_id, object_id=note_id, action="create")
    return row.detail.get("consent_confirmed")


def test_T11_without_the_reminder_a_note_is_begun_at_once(actor: Actor) -> None:
    note_id = start(actor, client_id=make_client(actor))
    assert consent_in_log(actor, note_id) is None


def test_T11_with_the_reminder_consent_comes_first(actor: Actor) -> None:
    put_settings(actor, consent_reminder=True)
    client_id = make_client(actor)
    with pytest.raises(ConsentNotConfirmed):
        start(actor, client_id=client_id)
    note_id = start(actor, client_id=client_id, consent_confirmed=True)
    assert consent_in_log(actor, note_id) is True


def test_T11_a_visits_note_asks_once_and_opens_again_without(actor: Actor) -> None:
    put_settings(actor, consent_reminder=True)
    visit = make_visit(actor, make_client(actor))
    with pytest.raises(ConsentNotConfirmed):
        start_from_visit(actor, appointment_id=visit)
    note_id = start_from_visit(actor, appointment_id=visit, consent_confirmed=True)
    assert start_from_visit(actor, appointment_id=visit) == note_id


def test_T11_an_addendum_asks_for_nothing(actor: Actor) -> None:
    writer = make_note(actor)
    writer.save("Written before.")
    writer.sign()
    put_settings(actor, consent_reminder=True)
    assert add_addendum(actor, note_id=writer.note_id, reason="Forgotten", text="More.")


def test_T11_the_pages_ask_for_consent(actor: Actor) -> None:
    put_settings(actor, consent_reminder=True)
    client_id, browser, slug = make_client(actor), client_of(actor), slug_of(actor)
    where = f"/p/{slug}/notes/new/{client_id}/"
    template = create_template(actor, name="Mine", headings=["Today"])
    form = {"occurred_at": "2026-03-03 10:00", "template": str(template)}
    page = browser.get(where).content.decode()
    assert "The client knows that I write this note" in page
    answer = browser.post(where, form)
    assert answer.status_code == 422
    assert "2026-03-03 10:00" in answer.content.decode()
    assert browser.post(where, {**form, "consent_confirmed": "on"}).status_code in {302, 204}
    visit = f"/p/{slug}/notes/visit/{make_visit(actor, client_id)}/"
    assert browser.post(visit).status_code == 422
    assert browser.post(visit, {"consent_confirmed": "on"}).status_code == 302


def test_T11_the_api_asks_for_consent(actor: Actor) -> None:
    put_settings(actor, consent_reminder=True)
    body, ours = {"client_id": str(make_client(actor))}, caller(actor)
    answer = ours.post("/api/v1/notes", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "consent_not_confirmed")
    answer = ours.post("/api/v1/notes", {**body, "consent_confirmed": True}, content_type="application/json")
    assert answer.status_code == 201


@pytest.mark.usefixtures("days_pass")
def test_T11_an_untouched_draft_that_was_never_saved_goes_to_the_bin(actor: Actor) -> None:
    put_settings(actor, draft_days=7)
    writer = make_note(actor)
    writer.type("a thought")
    after(6)
    assert note_row(actor, writer.note_id).binned_at is None
    after(7)
    assert note_row(actor, writer.note_id).binned_at is not None
    take_back(later(writer).actor, note_id=writer.note_id)
    after(8)
    assert note_row(actor, writer.note_id).binned_at is None, "taking it back is touching it"
    after(16)
    after(47)
    with pytest.raises(ObjectDoesNotExist):
        note_row(actor, writer.note_id)


@pytest.mark.usefixtures("days_pass")
def test_T11_an_untouched_draft_that_was_saved_is_locked_and_never_deleted(actor: Actor) -> None:
    put_settings(actor, draft_days=7)
    writer = make_note(actor)
    writer.save("Slept better.")
    after(6)
    assert note_row(actor, writer.note_id).locked_at is None
    after(7)
    assert note_row(actor, writer.note_id).locked_at is not None
    after(400)
    row = note_row(actor, writer.note_id)
    assert (row.status, row.binned_at) == ("draft", None)
    assert [note.is_locked for note in unsigned_notes(actor).rows] == [True]


@pytest.mark.usefixtures("days_pass")
def test_T11_each_touch_starts_the_days_anew(actor: Actor) -> None:
    put_settings(actor, draft_days=7)
    writer = make_note(actor)
    writer.save("Slept better.")
    after(5)
    later(writer).type("Slept better. Ate more.")
    after(11)
    assert note_row(actor, writer.note_id).locked_at is None
    after(13)
    assert note_row(actor, writer.note_id).locked_at is not None


@pytest.mark.usefixtures("days_pass")
def test_T11_a_locked_draft_is_read_and_signed_but_not_written(actor: Actor) -> None:
    put_settings(actor, draft_days=7)
    writer = make_note(actor)
    writer.save("Slept better.")
    after(7)
    later(writer)
    for touch in (
        lambda: writer.type("Changed."),
        lambda: writer.save("Changed."),
        lambda: discard(writer.actor, note_id=writer.note_id),
        lambda: restore_version(writer.actor, note_id=writer.note_id, number=1),
    ):
        with pytest.raises(NoteLocked):
            touch()
    browser, where = client_of(actor), f"/p/{slug_of(actor)}/notes/{writer.note_id}/"
    page = browser.get(where).content.decode()
    assert "Slept better." in page
    assert "Sign as it is" in page
    assert "<textarea" not in page
    writer.sign()
    assert note_row(actor, writer.note_id).status == "signed"
    assert add_addendum(writer.actor, note_id=writer.note_id, reason="Forgotten", text="Ate more.")
    assert "Sign as it is" not in browser.get(where).content.decode()


@pytest.mark.usefixtures("days_pass")
def test_T11_what_is_put_away_stands_in_the_log(actor: Actor) -> None:
    put_settings(actor, draft_days=7)
    client_id = make_client(actor)
    never, once = make_note(actor, client_id), make_note(actor, client_id)
    never.type("a thought")
    once.save("Slept better.")
    after(7)
    with tenant(actor.practice_id), transaction.atomic():
        rows = LogEntry.objects.filter(practice_id=actor.practice_id, source="job", client_id=client_id)
        told = {(row.action, row.object_type, row.object_id) for row in rows}
    assert told == {("delete", "note", never.note_id), ("create", "note_lock", once.note_id)}


@pytest.mark.usefixtures("days_pass")
def test_T11_each_practice_has_its_own_days(actor: Actor) -> None:
    other = make_practice()
    put_settings(actor, draft_days=2)
    mine, theirs = make_note(actor), make_note(other)
    mine.save("Slept better.")
    theirs.save("Slept better.")
    after(3)
    assert note_row(actor, mine.note_id).locked_at is not None
    assert note_row(other, theirs.note_id).locked_at is None


def test_T11_the_database_locks_only_what_was_saved(actor: Actor) -> None:
    from django.db import IntegrityError

    writer = make_note(actor)
    with pytest.raises(IntegrityError):
        as_app(actor, "update journal_note set locked_at = now() where id = %s", writer.note_id)


def test_T11_N5_the_list_warns_a_week_before_a_draft_is_locked() -> None:
    actor = make_practice()
    put_settings(actor, draft_days=10)
    writer = make_note(actor)
    writer.save("half done")
    [row] = unsigned_notes(actor).rows
    assert (row.put_away_soon, row.was_saved) == (False, True)
    later = replace(actor, at=actor.at + timedelta(days=3, minutes=1))
    [row] = unsigned_notes(later).rows
    assert row.put_away_soon
    page = client_of(actor).get(f"/p/{slug_of(actor)}/notes/").content.decode()
    assert "Locked on" not in page
    put_settings(actor, draft_days=5)
    assert "Locked on" in client_of(actor).get(f"/p/{slug_of(actor)}/notes/").content.decode()
