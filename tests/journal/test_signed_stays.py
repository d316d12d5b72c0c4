"""Against a signed note every page and every call that writes is refused, whatever was sent before (JR-2, N4)."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from kollega.journal.operations.sharing import share_note
from kollega.journal.queries.notes import open_note
from kollega.journal.rules.sharing import Level
from kollega.kernel.permissions import Role
from tests.factories import make_member, make_practice
from tests.journal.making import make_note
from tests.pages import slug_of
from tests.signing_in import client_of


def as_json(browser: Client, place: str, body: object) -> int:
    return browser.post(place, json.dumps(body), content_type="application/json").status_code


@pytest.mark.parametrize("who", ["author", "colleague"])
def test_JR2_a_replayed_form_a_second_signature_and_every_other_page_are_refused(who: str) -> None:
    author = make_practice()
    colleague = make_member(author, Role.CLINICIAN)
    writer = make_note(author)
    writer.save("The text.")
    share_note(author, note_id=writer.note_id, membership_id=colleague.own_membership, level=Level.FULL)
    place = f"/p/{slug_of(author)}/notes"
    browser = client_of(author if who == "author" else colleague)
    note = f"{place}/{writer.note_id}" if who == "author" else f"{place}/shared/{writer.note_id}"
    form = {f"text-{writer.keys[0]}": "Another text.", "base": str(writer.revision)}
    sent = {"texts": {writer.keys[0]: "Another text."}, "base": writer.revision, "tab": str(uuid4()), "sequence": 1}
    writer.sign()
    before = open_note(author, note_id=writer.note_id)
    assert browser.post(f"{note}/save/", form).status_code == 409
    for path in ("save/", "autosave/"):
        assert as_json(browser, f"{note}/{path}", sent) == 409, path
    if who == "author":
        signed = {"base": str(before.revision), "attachments": ""}
        assert browser.post(f"{note}/sign/", signed).status_code == 409
        for path in ("take-back/", "versions/1/restore/", f"attachments/{uuid4()}/remove/", "attachments/choose/"):
            assert browser.post(f"{note}/{path}", {"document": str(uuid4())}).status_code in {404, 409}, path
        assert browser.post(f"{note}/close/", {"how": "discard"}).status_code == 409
    after = open_note(author, note_id=writer.note_id)
    assert (after.content, after.signature, after.revision) == (before.content, before.signature, before.revision)
    assert after.is_unchanged
