"""One note shared inside the practice: view, edit, full; what it opens, and when it ends (N7)."""

import json

import pytest
from django.db import transaction

from kollega.accounts.models import Person
from kollega.journal.errors import NoteInBin, NotTheAuthor, NotTheirsToShare, SharedToRead
from kollega.journal.operations.closing import discard
from kollega.journal.operations.sharing import end_note_share, share_note
from kollega.journal.operations.signing import sign
from kollega.journal.queries.notes import open_note
from kollega.journal.queries.shares import share_counts, shared_note, shared_with_me, shares_of_note
from kollega.journal.queries.versions import versions
from kollega.journal.rules.sharing import Level
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, NotFound
from kollega.kernel.permissions import Role
from kollega.messaging.models import Mail
from kollega.platform.tenancy import tenant
from kollega.teams.operations.leaving import leave
from tests.factories import actor_in, make_member, make_practice
from tests.jobs import run_jobs
from tests.journal.making import Writer, make_client, make_note, make_signed
from tests.pages import slug_of
from tests.signing_in import client_of


@pytest.fixture(scope="module")
def owner() -> Actor:
    return make_practice()


@pytest.fixture
def author(owner: Actor) -> Actor:
    return make_member(owner, Role.CLINICIAN, name="Kari Dahl")


@pytest.fixture
def colleague(owner: Actor) -> Actor:
    return make_member(owner, Role.CLINICIAN, name="Nils Lund")


def share(author: Actor, note_id: object, with_: Actor, level: Level) -> None:
    share_note(author, note_id=note_id, membership_id=with_.own_membership, level=level)  # type: ignore[arg-type]


def test_N7_a_share_opens_one_note_and_nothing_else(owner: Actor, author: Actor, colleague: Actor) -> None:
    client_id = make_client(author)
    note_id, other = make_signed(author, "She slept better.", client_id), make_signed(author, "Other", client_id)
    with pytest.raises(NotFound):
        shared_note(colleague, note_id=note_id)
    share(author, note_id, colleague, Level.VIEW)
    found = shared_note(colleague, note_id=note_id)
    assert found.content is not None
    assert found.content[0].text == "She slept better."
    assert [row.note_id for row in shared_with_me(colleague)] == [note_id]
    for closed in (lambda: shared_note(colleague, note_id=other), lambda: open_note(colleague, note_id=note_id)):
        with pytest.raises(NotFound):
            closed()
    browser, slug = client_of(colleague), slug_of(owner)
    page = browser.get(f"/p/{slug}/notes/shared/{note_id}/").content.decode()
    assert "She slept better." in page
    assert "berit" not in page.lower().replace("lind, berit", "")
    for path in (
        f"clients/{client_id}/",
        f"notes/{note_id}/",
        f"notes/{note_id}/note.pdf",
        f"notes/{note_id}/versions/",
    ):
        assert browser.get(f"/p/{slug}/{path}").status_code == 404, path


def test_N7_view_reads_edit_writes_full_shares_on(owner: Actor, author: Actor, colleague: Actor) -> None:
    third = make_member(owner, Role.CLINICIAN)
    writer = make_note(author)
    writer.save("First")
    share(author, writer.note_id, colleague, Level.VIEW)
    theirs = Writer(colleague, writer.note_id)
    with pytest.raises(SharedToRead):
        theirs.type("Second")
    share(author, writer.note_id, colleague, Level.EDIT)
    assert theirs.save("Second").other is None
    with pytest.raises(NotTheirsToShare):
        share(colleague, writer.note_id, third, Level.VIEW)
    share(author, writer.note_id, colleague, Level.FULL)
    share(colleague, writer.note_id, third, Level.EDIT)
    assert {row.name for row in shares_of_note(author, note_id=writer.note_id).rows} == {"Nils Lund", "Kari Dahl"}
    rows = versions(author, note_id=writer.note_id).rows
    assert [row.author_name for row in rows if row.kind == "save"] == ["Nils Lund", "Kari Dahl"]


def test_N7_JR5_only_the_author_signs_and_discards(author: Actor, colleague: Actor) -> None:
    writer = make_note(author, make_client(author, colleague))
    writer.save("First")
    share(author, writer.note_id, colleague, Level.FULL)
    for refused in (
        lambda: sign(colleague, note_id=writer.note_id, base=writer.revision),
        lambda: discard(colleague, note_id=writer.note_id),
    ):
        with pytest.raises(NotTheAuthor):
            refused()


def test_N7_two_authors_of_one_draft_lose_nothing(author: Actor, colleague: Actor) -> None:
    """The second one gets the other's text beside their own, and both stay as versions."""
    writer = make_note(author)
    share(author, writer.note_id, colleague, Level.EDIT)
    theirs = Writer(colleague, writer.note_id)
    writer.type("From the author")
    kept = theirs.type("From the colleague")
    assert kept.other is not None
    assert kept.other.content[0].text == "From the author"
    assert "beside" in {row.kind for row in versions(author, note_id=writer.note_id).rows}


def test_N7_nobody_outside_and_no_one_without_the_note(owner: Actor, author: Actor, colleague: Actor) -> None:
    note_id = make_signed(author)
    with pytest.raises(NotFound):
        share(author, note_id, make_practice(), Level.VIEW)
    with pytest.raises(NotFound):
        share(author, note_id, make_member(owner, Role.OFFICE_STAFF), Level.VIEW)
    with pytest.raises(NotFound):
        share(colleague, note_id, colleague, Level.VIEW)
    with pytest.raises(BadInput):
        share(author, note_id, author, Level.VIEW)
    binned = make_note(author)
    discard(author, note_id=binned.note_id)
    with pytest.raises(NoteInBin):
        share(author, binned.note_id, colleague, Level.VIEW)


def test_N7_the_receiver_is_told_in_the_product_and_by_mail_without_content(
    owner: Actor, author: Actor, colleague: Actor
) -> None:
    note_id = make_signed(author, "She slept better.", make_client(author, family_name="Kvist"))
    share(author, note_id, colleague, Level.VIEW)
    run_jobs(owner.practice_id)
    with tenant(owner.practice_id), transaction.atomic():
        mail = Mail.objects.get(practice_id=owner.practice_id, kind="note_shared", person_id=colleague.person_id)
        told = json.dumps([str(value) for value in vars(mail).values()])
    assert "Kvist" not in told
    assert "slept" not in told
    assert share_counts(colleague).new == 1
    browser, slug = client_of(colleague), slug_of(owner)
    assert f"/p/{slug}/notes/shared/" in browser.get(f"/p/{slug}/notes/").content.decode()
    browser.get(f"/p/{slug}/notes/shared/{note_id}/")
    assert (share_counts(colleague).new, share_counts(colleague).running) == (0, 1)


def test_N7_it_ends_when_taken_back_and_with_the_membership(owner: Actor, author: Actor, colleague: Actor) -> None:
    note_id, second = make_signed(author), make_signed(author)
    for one in (note_id, second):
        share(author, one, colleague, Level.VIEW)
    with pytest.raises(NotFound):
        end_note_share(make_member(owner, Role.CLINICIAN), note_id=note_id, membership_id=colleague.own_membership)
    end_note_share(author, note_id=note_id, membership_id=colleague.own_membership)
    with pytest.raises(NotFound):
        shared_note(colleague, note_id=note_id)
    leave(colleague)
    run_jobs(owner.practice_id)
    assert shares_of_note(author, note_id=second).rows == ()
    back = actor_in(owner.practice_id, Person.objects.get(pk=author.person_id))
    assert shared_with_me(back) == []


def test_N7_the_pages_share_write_and_end(owner: Actor, author: Actor, colleague: Actor) -> None:
    writer = make_note(author)
    browser, slug = client_of(author), slug_of(owner)
    place = f"/p/{slug}/notes/{writer.note_id}/share/"
    assert browser.post(place, {"membership_id": "", "level": "edit"}).status_code == 422
    done = browser.post(place, {"membership_id": str(colleague.own_membership), "level": "edit"})
    assert "Nils Lund" in done.content.decode()
    theirs = client_of(colleague)
    page = theirs.get(f"/p/{slug}/notes/shared/{writer.note_id}/")
    assert b"data-editor" in page.content
    field = f"text-{writer.keys[0]}"
    saved = theirs.post(f"/p/{slug}/notes/shared/{writer.note_id}/save/", {field: "Written together", "base": "1"})
    assert saved.status_code == 302
    behind = theirs.post(f"/p/{slug}/notes/shared/{writer.note_id}/save/", {field: "Too late", "base": "1"})
    assert behind.status_code == 409
    assert browser.post(f"{place}{colleague.own_membership}/end/").status_code == 302
    assert theirs.get(f"/p/{slug}/notes/shared/{writer.note_id}/").status_code == 404
