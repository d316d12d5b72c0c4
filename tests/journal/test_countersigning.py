"""Co-signing and a supervisor's counter-signature: asked for, given or refused, a link of the same chain (N5)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from kollega.journal.errors import AlreadyAsked, NotSigned, NotTheAuthor, RequestAnswered
from kollega.journal.operations.countersigning import ask_to_sign, countersign, refuse_to_sign, withdraw_request
from kollega.journal.printing.note import _document, _Printed
from kollega.journal.queries.integrity import verify_practice
from kollega.journal.queries.lists import unsigned_count
from kollega.journal.queries.notes import open_note
from kollega.journal.queries.sign_requests import requested_note, requests_to_sign
from kollega.journal.rules.countersigning import SignKind
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, FreshLoginNeeded, NotFound
from kollega.kernel.permissions import Role
from kollega.messaging.models import Mail
from kollega.platform.tenancy import tenant
from tests.factories import make_member, make_practice
from tests.jobs import run_jobs
from tests.journal.making import as_app, make_client, make_note, make_signed, superuser
from tests.pages import slug_of
from tests.signing_in import client_of


@pytest.fixture
def owner() -> Actor:
    return make_practice()


@pytest.fixture
def author(owner: Actor) -> Actor:
    return make_member(owner, Role.CLINICIAN, name="Kari Dahl")


@pytest.fixture
def supervisor(owner: Actor) -> Actor:
    return make_member(owner, Role.CLINICIAN, name="Nils Lund")


def ask(author: Actor, note_id: object, of: Actor, kind: SignKind = SignKind.COUNTER) -> object:
    return ask_to_sign(author, note_id=note_id, membership_id=of.own_membership, kind=kind)  # type: ignore[arg-type]


def test_N5_a_counter_signature_is_a_link_of_the_same_chain(owner: Actor, author: Actor, supervisor: Actor) -> None:
    note_id = make_signed(author, "She slept better.")
    before = open_note(author, note_id=note_id)
    request = ask(author, note_id, supervisor)
    assert [row.id for row in requests_to_sign(supervisor)] == [request]
    assert unsigned_count(supervisor) == 1
    found = requested_note(supervisor, sign_request_id=request)  # type: ignore[arg-type]
    assert found.content == before.content
    assert countersign(supervisor, sign_request_id=request) == before.signature.number + 1  # type: ignore[arg-type,union-attr]
    after = open_note(author, note_id=note_id)
    assert after.is_unchanged
    assert after.signature == before.signature
    [one] = after.countersigns
    assert (one.state, one.kind, one.signature and one.signature.name) == ("signed", "counter", "Nils Lund")
    report = verify_practice(owner)
    assert (report.findings, report.signatures) == ([], 2)
    printed = _document(after, _Printed(author.at, author.timezone, "Kari"))
    assert "Nils Lund" in printed["countersigned"][0]["words"]
    assert unsigned_count(supervisor) == 0


def test_N5_JR6_a_changed_or_missing_counter_signature_is_found(owner: Actor, author: Actor, supervisor: Actor) -> None:
    note_id = make_signed(author)
    countersign(supervisor, sign_request_id=ask(author, note_id, supervisor))  # type: ignore[arg-type]
    for change in (
        "update journal_sign_request set kind = 'co'",
        "update journal_sign_request set kind = 'counter', state = 'refused'",
    ):
        with superuser() as raw:
            raw.execute(f"{change} where practice_id = %s", [owner.practice_id])  # type: ignore[arg-type]
        assert not open_note(author, note_id=note_id).is_unchanged, change
        assert "changed" in {finding.kind for finding in verify_practice(owner).findings}, change
    with superuser() as raw:
        raw.execute("update journal_sign_request set state = 'signed' where practice_id = %s", [owner.practice_id])
        raw.execute(
            "delete from journal_signature where practice_id = %s and request_id is not null", [owner.practice_id]
        )
    assert not open_note(author, note_id=note_id).is_unchanged
    assert {"changed", "missing"} <= {str(finding.kind) for finding in verify_practice(owner).findings}


def test_N5_only_the_one_asked_signs_freshly_and_once(owner: Actor, author: Actor, supervisor: Actor) -> None:
    request = ask(author, make_signed(author), supervisor)
    other = make_member(owner, Role.CLINICIAN)
    for stranger in (other, author):
        with pytest.raises(NotFound):
            countersign(stranger, sign_request_id=request)  # type: ignore[arg-type]
    assert supervisor.authenticated_at is not None
    stale = replace(supervisor, authenticated_at=supervisor.authenticated_at - timedelta(minutes=11))
    with pytest.raises(FreshLoginNeeded):
        countersign(stale, sign_request_id=request)  # type: ignore[arg-type]
    countersign(supervisor, sign_request_id=request)  # type: ignore[arg-type]
    with pytest.raises(RequestAnswered):
        countersign(supervisor, sign_request_id=request)  # type: ignore[arg-type]
    with pytest.raises(DatabaseError):
        as_app(owner, "update journal_sign_request set state = 'open'")
    with pytest.raises(DatabaseError):
        as_app(owner, "delete from journal_sign_request")


def test_N5_refused_with_a_reason_that_the_author_reads(owner: Actor, author: Actor, supervisor: Actor) -> None:
    note_id = make_signed(author)
    request = ask(author, note_id, supervisor)
    with pytest.raises(BadInput):
        refuse_to_sign(supervisor, sign_request_id=request, reason="  ")  # type: ignore[arg-type]
    refuse_to_sign(supervisor, sign_request_id=request, reason="The date is wrong")  # type: ignore[arg-type]
    opened = open_note(author, note_id=note_id)
    assert [(one.state, one.reason) for one in opened.countersigns] == [("refused", "The date is wrong")]
    assert opened.is_unchanged
    with pytest.raises(NotFound):
        requested_note(supervisor, sign_request_id=request)  # type: ignore[arg-type]
    run_jobs(owner.practice_id)
    with tenant(owner.practice_id), transaction.atomic():
        mails = Mail.objects.filter(practice_id=owner.practice_id)
        kinds = {(mail.kind, mail.person_id) for mail in mails}
        assert all("wrong" not in str(vars(mail)) for mail in mails)
    # The first was answered before its mail went out, so only the author hears of it.
    assert kinds == {("signature_answered", author.person_id)}
    ask(author, note_id, supervisor)


def test_N5_asking_is_for_the_author_of_a_signed_note(owner: Actor, author: Actor, supervisor: Actor) -> None:
    draft = make_note(author)
    with pytest.raises(NotSigned):
        ask(author, draft.note_id, supervisor)
    note_id = make_signed(author, client_id=make_client(author, supervisor))
    with pytest.raises(NotTheAuthor):
        ask(supervisor, note_id, supervisor)
    with pytest.raises(BadInput):
        ask(author, note_id, author)
    with pytest.raises(NotFound):
        ask(author, note_id, make_practice())
    request = ask(author, note_id, supervisor)
    with pytest.raises(AlreadyAsked):
        ask(author, note_id, supervisor)
    withdraw_request(author, sign_request_id=request)  # type: ignore[arg-type]
    with pytest.raises(RequestAnswered):
        withdraw_request(author, sign_request_id=request)  # type: ignore[arg-type]
    assert requests_to_sign(supervisor) == []


def test_N5_the_pages_ask_read_and_sign(owner: Actor, author: Actor, supervisor: Actor) -> None:
    note_id = make_signed(author, "She slept better.")
    browser, theirs, slug = client_of(author), client_of(supervisor), slug_of(owner)
    ask_at = f"/p/{slug}/notes/{note_id}/ask/"
    assert browser.get(ask_at).status_code == 200
    assert browser.post(ask_at, {"membership_id": "", "kind": "co"}).status_code == 422
    assert browser.post(ask_at, {"membership_id": str(supervisor.own_membership), "kind": "co"}).status_code == 302
    assert "Nils Lund was asked" in browser.get(f"/p/{slug}/notes/{note_id}/").content.decode()
    [row] = requests_to_sign(supervisor)
    place = f"/p/{slug}/notes/requests/{row.id}/"
    assert place in theirs.get(f"/p/{slug}/notes/").content.decode()
    assert "She slept better." in theirs.get(place).content.decode()
    assert browser.get(place).status_code == 404
    assert theirs.post(place, {"answer": "refuse", "reason": ""}).status_code == 422
    assert theirs.post(place, {"answer": "sign"}).status_code == 302
    assert "Co-signature: Signed by Nils Lund" in browser.get(f"/p/{slug}/notes/{note_id}/").content.decode()
