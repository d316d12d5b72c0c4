"""Reading colleagues' signed notes by the team's settings (T11, N8): who, what, and nothing more."""

from uuid import uuid4

import pytest
from django.db import transaction

from kollega.audit.models import LogEntry
from kollega.journal.operations.addenda import add_addendum
from kollega.journal.queries.notes import open_note
from kollega.journal.queries.team_notes import team_note, team_notes
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden, NotFound
from kollega.kernel.permissions import Permission, Role
from kollega.platform.tenancy import tenant
from kollega.practices.rules.team_settings import Viewing
from tests.api.test_frame import caller
from tests.factories import actor_in, make_member, make_practice
from tests.journal.making import make_client, make_note, make_signed
from tests.pages import slug_of
from tests.practices.team_settings import put_settings
from tests.signing_in import client_of


@pytest.fixture
def owner() -> Actor:
    return make_practice()


@pytest.fixture
def author(owner: Actor) -> Actor:
    return make_member(owner, Role.CLINICIAN, name="Kari Dahl")


def now(actor: Actor) -> Actor:
    """The actor as the next request makes it: rights are read anew."""
    from kollega.accounts.models import Person

    return actor_in(actor.practice_id, Person.objects.get(pk=actor.person_id))


def logged(owner: Actor, object_type: str) -> list[LogEntry]:
    with tenant(owner.practice_id), transaction.atomic():
        return list(LogEntry.objects.filter(practice_id=owner.practice_id, object_type=object_type, outcome="done"))


def test_T11_by_default_nobody_reads_colleagues_notes(owner: Actor, author: Actor) -> None:
    note_id = make_signed(author)
    for actor in (owner, make_member(owner, Role.ADMIN), make_member(owner, Role.CLINICIAN)):
        with pytest.raises(Forbidden):
            team_note(actor, note_id=note_id)
        with pytest.raises(Forbidden):
            team_notes(actor)


@pytest.mark.parametrize(
    ("viewing", "readers"),
    [
        (Viewing.ADMINS, {"admin"}),
        (Viewing.ASSISTANTS, {"admin", "assistant"}),
        (Viewing.EVERYONE, {"admin", "assistant", "clinician", "staff"}),
    ],
)
def test_N8_the_allowed_roles_read_signed_notes(
    owner: Actor, author: Actor, viewing: Viewing, readers: set[str]
) -> None:
    note_id = make_signed(author, "She slept better.")
    members = {
        "admin": make_member(owner, Role.ADMIN),
        "assistant": make_member(owner, Role.ASSISTANT),
        "clinician": make_member(owner, Role.CLINICIAN),
        "staff": make_member(owner, Role.OFFICE_STAFF),
    }
    put_settings(owner, viewing=viewing)
    for name, member in members.items():
        reader = now(member)
        if name in readers:
            note = team_note(reader, note_id=note_id)
            assert note.content is not None
            assert "She slept better." in {section.text for section in note.content}
            assert [row.id for row in team_notes(reader).rows] == [note_id]
        else:
            with pytest.raises(Forbidden):
                team_note(reader, note_id=note_id)


def test_N8_drafts_stay_with_their_author(owner: Actor, author: Actor) -> None:
    put_settings(owner, viewing=Viewing.EVERYONE)
    writer = make_note(author)
    writer.save("Half a thought.")
    reader = now(make_member(owner, Role.CLINICIAN))
    with pytest.raises(NotFound):
        team_note(reader, note_id=writer.note_id)
    assert team_notes(reader).rows == ()


def test_N8_reading_opens_nothing_else(owner: Actor, author: Actor) -> None:
    """Not the client card, not the note for writing, no addendum, no versions, no print."""
    put_settings(owner, viewing=Viewing.EVERYONE)
    client_id = make_client(author, family_name="Lind")
    note_id = make_signed(author, "She slept better.", client_id)
    reader = now(make_member(owner, Role.CLINICIAN))
    with pytest.raises(NotFound):
        open_note(reader, note_id=note_id)
    with pytest.raises(NotFound):
        add_addendum(reader, note_id=note_id, reason="Why", text="More")
    browser, slug = client_of(reader), slug_of(owner)
    assert "She slept better." in browser.get(f"/p/{slug}/notes/colleagues/{note_id}/").content.decode()
    for path in (
        f"clients/{client_id}/",
        f"notes/{note_id}/",
        f"notes/{note_id}/versions/",
        f"notes/{note_id}/pdf/",
        f"notes/{note_id}/addendum/",
        f"notes/client/{client_id}/",
    ):
        assert browser.get(f"/p/{slug}/{path}").status_code == 404, path


def test_N8_a_viewer_sees_name_and_birth_date_and_no_contact_data(owner: Actor, author: Actor) -> None:
    put_settings(owner, viewing=Viewing.EVERYONE)
    note_id = make_signed(author)
    note = team_note(now(make_member(owner, Role.CLINICIAN)), note_id=note_id)
    shown = set(type(note.client).__dataclass_fields__)
    assert shown == {"id", "name", "pronoun", "born_on", "age"}


def test_N8_each_opening_stands_in_the_log_with_a_mark_of_its_own(owner: Actor, author: Actor) -> None:
    put_settings(owner, viewing=Viewing.ADMINS)
    client_id = make_client(author, family_name="Lind")
    note_id = make_signed(author, client_id=client_id)
    reader = now(make_member(owner, Role.ADMIN))
    team_notes(reader)
    team_note(reader, note_id=note_id)
    team_note(reader, note_id=note_id)
    assert [row.client_id for row in logged(owner, "team_note")] == [client_id, client_id]
    assert logged(owner, "team_note_list")[0].detail["clients"] == [str(client_id)]
    page = client_of(author).get(f"/p/{slug_of(owner)}/clients/{client_id}/log/").content.decode()
    assert "as the team&#x27;s settings allow" in page


def test_T11_turned_off_it_ends_at_the_next_request(owner: Actor, author: Actor) -> None:
    note_id = make_signed(author)
    put_settings(owner, viewing=Viewing.ADMINS)
    browser, where = client_of(owner), f"/p/{slug_of(owner)}/notes/colleagues/{note_id}/"
    assert browser.get(where).status_code == 200
    put_settings(owner, viewing=Viewing.NOBODY)
    assert browser.get(where).status_code == 403


def test_TI1_other_practices_stay_shut(owner: Actor, author: Actor) -> None:
    put_settings(owner, viewing=Viewing.EVERYONE)
    other = make_practice()
    put_settings(other, viewing=Viewing.EVERYONE)
    foreign = make_signed(make_member(other, Role.CLINICIAN))
    reader = now(owner)
    for note_id in (foreign, uuid4()):
        with pytest.raises(NotFound):
            team_note(reader, note_id=note_id)
    assert team_notes(reader).rows == ()
    answers = [client_of(reader).get(f"/p/{slug_of(owner)}/notes/colleagues/{one}/") for one in (foreign, uuid4())]
    assert {answer.status_code for answer in answers} == {404}


def test_N8_the_api_reads_the_same(owner: Actor, author: Actor) -> None:
    put_settings(owner, viewing=Viewing.ADMINS)
    client_id = make_client(author, family_name="Lind")
    note_id = make_signed(author, "She slept better.", client_id)
    ours = caller(now(make_member(owner, Role.ADMIN)))
    rows = ours.get("/api/v1/team-notes").json()["rows"]
    assert [(row["id"], row["client"]["name"]) for row in rows] == [(str(note_id), "Berit Lind")]
    assert "content" not in rows[0]
    found = ours.get(f"/api/v1/team-notes/{note_id}").json()
    assert "She slept better." in {section["text"] for section in found["content"]}
    assert set(found["client"]) == {"id", "name", "born_on"}
    assert ours.get(f"/api/v1/team-notes/{uuid4()}").status_code == 404
    assert ours.get(f"/api/v1/team-notes?author_id={uuid4()}").json()["rows"] == []
    assert ours.get(f"/api/v1/notes/{note_id}").status_code == 403
    assert caller(now(author)).get(f"/api/v1/team-notes/{note_id}").status_code == 403


def test_N8_a_token_needs_the_right_among_its_scopes(owner: Actor, author: Actor) -> None:
    put_settings(owner, viewing=Viewing.ADMINS)
    note_id = make_signed(author)
    ours = caller(now(owner), Permission.PRACTICE_SEE)
    assert ours.get(f"/api/v1/team-notes/{note_id}").status_code == 403


def test_N8_the_list_comes_in_pages_and_by_author(owner: Actor, author: Actor) -> None:
    put_settings(owner, viewing=Viewing.ADMINS)
    client_id = make_client(author)
    for number in range(51):
        make_signed(author, f"Note {number}", client_id)
    other = make_member(owner, Role.CLINICIAN, name="Ola Nordli")
    mine = make_signed(other)
    reader = now(owner)
    first = team_notes(reader)
    assert len(first.rows) == 50
    rest = team_notes(reader, before=first.before)
    assert len(rest.rows) == 2
    assert rest.before is None
    assert [row.id for row in team_notes(reader, author_id=other.own_membership).rows] == [mine]
    page = client_of(reader).get(f"/p/{slug_of(owner)}/notes/colleagues/?who={other.own_membership}")
    assert "Ola Nordli" in page.content.decode()
