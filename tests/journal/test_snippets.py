"""Snippets: mine and the team's, with placeholders that are checked, put into notes by a word (N6)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kollega.clients.queries.access import ClientName
from kollega.journal.errors import SnippetWordTaken
from kollega.journal.operations.snippets import change_snippet, create_snippet, delete_snippet, give_snippet_to_team
from kollega.journal.queries.snippets import snippets, snippets_for
from kollega.journal.rules.placeholders import Placeholder, filled_in, unknown
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Role
from tests.factories import make_member, make_practice
from tests.journal.making import make_note
from tests.pages import slug_of
from tests.signing_in import client_of

BERIT = ClientName(new_id(), "Berit", "Lind")


@pytest.fixture(scope="module")
def owner() -> Actor:
    return make_practice()


@pytest.fixture
def clinician(owner: Actor) -> Actor:
    return make_member(owner, Role.CLINICIAN)


def test_N6_placeholders_are_filled_and_unknown_ones_named() -> None:
    values = {Placeholder.CLIENT: "Berit Lind", Placeholder.DATE: "3 May"}
    assert filled_in("{Klient}, { date }: {x} {last note}", values) == "Berit Lind, 3 May: {x} {last note}"
    assert unknown(["{client} {clint}", "{clint} {dernière note}"]) == ["clint"]


def test_N6_a_snippet_is_filled_with_client_and_date(clinician: Actor) -> None:
    create_snippet(clinician, word="/Start", text="{client} came on {date}.")
    at = datetime(2027, 5, 3, 22, 30, tzinfo=UTC)
    then = replace(clinician, at=at, zone="Europe/Stockholm", language="sv")
    assert snippets_for(then, client=BERIT)["start"] == "Berit Lind came on 4 maj 2027."


def test_N6_an_unknown_placeholder_or_a_bad_word_is_refused(clinician: Actor) -> None:
    for word, text in (("ok", "{clint}"), ("ok", "{last note}"), ("two words", "x"), ("", "x"), ("ok", " ")):
        with pytest.raises(BadInput):
            create_snippet(clinician, word=word, text=text)
    create_snippet(clinician, word="once", text="x")
    with pytest.raises(SnippetWordTaken):
        create_snippet(clinician, word="ONCE", text="y")


def test_N6_team_snippets_reach_everyone_and_a_members_change_is_an_own_copy(owner: Actor, clinician: Actor) -> None:
    manager = make_member(owner, Role.CLINICIAN, Role.TEMPLATE_MANAGER)
    team = create_snippet(manager, word="sleep", text="Sleeps well.")
    with pytest.raises(NotFound):
        change_snippet(clinician, snippet_id=team, word="sleep", text="Mine")
    give_snippet_to_team(manager, snippet_id=team)
    assert snippets_for(clinician, client=BERIT)["sleep"] == "Sleeps well."
    copy = change_snippet(clinician, snippet_id=team, word="sleep", text="Sleeps badly.")
    assert copy != team
    assert snippets_for(clinician, client=BERIT)["sleep"] == "Sleeps badly."
    assert {row.text for row in snippets(manager)} == {"Sleeps well."}
    with pytest.raises(Forbidden):
        delete_snippet(clinician, snippet_id=team)
    with pytest.raises(Forbidden):
        give_snippet_to_team(clinician, snippet_id=copy)
    change_snippet(manager, snippet_id=team, word="sleep", text="Sleeps very well.")
    delete_snippet(clinician, snippet_id=copy)
    assert snippets_for(clinician, client=BERIT)["sleep"] == "Sleeps very well."


def test_N6_the_pages_make_them_and_the_editor_offers_them(owner: Actor, clinician: Actor) -> None:
    browser, place = client_of(clinician), f"/p/{slug_of(owner)}/notes/snippets/"
    assert browser.get(place).status_code == 200
    assert browser.post(f"{place}new/", {"word": "mood", "text": "{mod}"}).status_code == 422
    assert browser.post(f"{place}new/", {"word": "mood", "text": "Calm today."}).status_code == 302
    note_id = make_note(clinician).note_id
    page = browser.get(f"/p/{slug_of(owner)}/notes/{note_id}/").content.decode()
    assert 'data-snippet="mood"' in page
    [row] = [row for row in snippets(clinician) if row.word == "mood"]
    assert browser.post(f"{place}{row.id}/remove/").status_code == 302
    assert "mood" not in {row.word for row in snippets(clinician)}
