"""The pages of the record: writing, signing, reading, printing, and who gets where."""

import json
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kollega.audit.models import LogEntry
from kollega.journal.operations.addenda import add_addendum
from kollega.journal.operations.closing import discard
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.permissions import Area, Role
from tests.clients.factories import inside
from tests.factories import make_member, make_practice
from tests.journal.making import Writer, make_client, make_note, make_signed, make_visit, note_row
from tests.pages import browser, slug_of

HTMX = {"HTTP_HX_REQUEST": "true"}
SECRET = "Grief about the father"


def address(actor: Actor, rest: object = "") -> str:
    return f"/p/{slug_of(actor)}/notes/{rest}"


def words(answer: object) -> str:
    page = BeautifulSoup(answer.content, "html.parser")  # type: ignore[attr-defined]
    return " ".join(page.get_text(" ").split())


def stale(client: Client) -> Client:
    session = client.session
    session["authenticated_at"] = (real_now() - timedelta(minutes=11)).timestamp()
    session.save()
    return client


def send(client: Client, actor: Actor, note_id: UUID, where: str, **body: object) -> object:
    sent = {"texts": {}, "base": 1, "tab": str(uuid4()), "sequence": 1} | body
    return client.post(address(actor, f"{note_id}/{where}/"), json.dumps(sent), content_type="application/json", **HTMX)


@pytest.fixture
def anna() -> Actor:
    return make_practice()


@pytest.fixture
def page(anna: Actor) -> Client:
    return browser(anna)


def test_the_editor_shows_the_sections_as_labelled_fields(anna: Actor, page: Client) -> None:
    writer = make_note(anna)
    answer = page.get(address(anna, f"{writer.note_id}/"))
    soup = BeautifulSoup(answer.content, "html.parser")
    fields = soup.select("textarea.note-text")
    assert next(soup.select_one(f'label[for="{f["id"]}"]').get_text() for f in fields) == "What the client brings"
    assert len(fields) == 4
    assert "Lind" not in soup.title.get_text()


def test_N2_typing_is_kept_and_a_second_device_is_answered_with_the_other_text(anna: Actor, page: Client) -> None:
    writer = make_note(anna)
    key = writer.keys[0]
    first = send(page, anna, writer.note_id, "autosave", texts={key: "at the desk"}, base=writer.revision)
    assert first.status_code == 200
    assert first.json()["revision"] == writer.revision + 1
    second = send(page, anna, writer.note_id, "autosave", texts={key: "on the phone"}, base=writer.revision)
    assert second.status_code == 409
    assert second.json()["other"]["texts"][key] == "at the desk"
    listed = words(page.get(address(anna, f"{writer.note_id}/versions/")))
    assert "Kept beside, from another device" in listed


def test_JR2_a_replayed_draft_form_does_not_touch_a_signed_note(anna: Actor, page: Client) -> None:
    writer = make_note(anna)
    writer.save("final")
    old = {"base": writer.revision, f"text-{writer.keys[0]}": "changed later"}
    writer.sign()
    assert page.post(address(anna, f"{writer.note_id}/save/"), old).status_code == 409
    late = send(page, anna, writer.note_id, "autosave", texts={writer.keys[0]: "changed"}, base=writer.revision)
    assert (late.status_code, late.json()["code"]) == (409, "note_already_signed")
    assert "final" in words(page.get(address(anna, f"{writer.note_id}/")))


def test_a_body_of_another_shape_is_refused(anna: Actor, page: Client) -> None:
    writer = make_note(anna)
    for body in ("", "[]", '{"texts": 3}', '{"texts": {}, "base": "x", "tab": "y", "sequence": 1}'):
        answer = page.post(address(anna, f"{writer.note_id}/autosave/"), body, content_type="application/json", **HTMX)
        assert answer.status_code == 422


def test_an_expired_login_answers_401_to_the_script(anna: Actor) -> None:
    writer = make_note(anna)
    answer = send(Client(), anna, writer.note_id, "autosave")
    assert answer.status_code == 401


def test_the_form_saves_without_script(anna: Actor, page: Client) -> None:
    writer = make_note(anna)
    sent = {"base": writer.revision, f"text-{writer.keys[1]}": "written without script"}
    assert page.post(address(anna, f"{writer.note_id}/save/"), sent).status_code == 302
    again = page.post(address(anna, f"{writer.note_id}/save/"), sent | {f"text-{writer.keys[1]}": "other"})
    assert again.status_code == 409
    assert "written without script" in words(again)


def test_N4_the_dialog_tells_what_is_signed_and_signing_locks(anna: Actor, page: Client) -> None:
    writer = make_note(anna)
    writer.save("three words here")
    asked = words(page.get(address(anna, f"{writer.note_id}/sign/?base={writer.revision}")))
    for expected in ("Lind, Berit", "1984-05-02", "Nobody can change this text afterwards", "3"):
        assert expected in asked
    answer = page.post(address(anna, f"{writer.note_id}/sign/"), {"base": writer.revision})
    assert answer.status_code == 302
    read = words(page.get(address(anna, f"{writer.note_id}/")))
    assert "Unchanged, checked today" in read
    assert "<textarea" not in page.get(address(anna, f"{writer.note_id}/")).content.decode()


def test_N4_an_old_login_is_asked_for_the_password(anna: Actor, page: Client) -> None:
    from kollega.accounts.models import Person

    writer = make_note(anna)
    writer.save("to sign")
    person = Person.objects.get(id=anna.person_id)
    person.set_password("a long enough pass phrase")
    person.save(update_fields=["password"])
    page = stale(browser(anna))
    sent = {"base": writer.revision}
    assert 'type="password"' in page.get(address(anna, f"{writer.note_id}/sign/")).content.decode()
    assert page.post(address(anna, f"{writer.note_id}/sign/"), sent).status_code == 422
    assert page.post(address(anna, f"{writer.note_id}/sign/"), sent | {"password": "wrong"}).status_code == 422
    assert note_row(anna, writer.note_id).status == "draft"
    right = sent | {"password": "a long enough pass phrase"}
    assert page.post(address(anna, f"{writer.note_id}/sign/"), right).status_code == 302
    assert note_row(anna, writer.note_id).status == "signed"


def test_JR5_a_request_field_cannot_sign(anna: Actor, page: Client) -> None:
    writer = make_note(anna)
    sent = {"base": writer.revision, f"text-{writer.keys[0]}": "x", "status": "signed", "signed_at": "2026-01-01"}
    page.post(address(anna, f"{writer.note_id}/save/"), sent)
    assert note_row(anna, writer.note_id).status == "draft"


def test_JR7_a_text_that_moved_on_is_shown_instead_of_signed(anna: Actor, page: Client) -> None:
    writer = make_note(anna)
    writer.save("one")
    Writer(anna, writer.note_id).save("one two")
    answer = page.post(address(anna, f"{writer.note_id}/sign/"), {"base": writer.revision}, **HTMX)
    assert answer.status_code == 409
    assert "Look at the text now" in words(answer)


def test_JR8_a_note_entered_in_error_is_one_line_in_the_list_and_shown_on_demand(anna: Actor, page: Client) -> None:
    client_id = make_client(anna)
    note_id = make_signed(anna, "About somebody else.", client_id)
    assert page.post(address(anna, f"{note_id}/error/"), {"reason": ""}).status_code == 422
    assert page.post(address(anna, f"{note_id}/error/"), {"reason": "Wrong record."}).status_code == 302
    assert page.post(address(anna, f"{note_id}/error/"), {"reason": "Twice."}).status_code == 409
    normal = page.get(address(anna, f"client/{client_id}/")).content.decode()
    assert "About somebody else." not in normal
    assert "1 note entered in error" in normal
    assert "About somebody else." in page.get(address(anna, f"client/{client_id}/?error=1")).content.decode()
    read = page.get(address(anna, f"{note_id}/")).content.decode()
    for expected in ("Entered in error", "Wrong record.", "Show the note", "About somebody else."):
        assert expected in read, expected
    assert f"{note_id}/addendum/" not in read


def test_JR3_original_and_addendum_are_read_together(anna: Actor, page: Client) -> None:
    note_id = make_signed(anna, "The visit was on Monday.")
    sent = {"reason": "The day was wrong", "text": "It was on **Tuesday**."}
    assert page.post(address(anna, f"{note_id}/addendum/"), {}).status_code == 422
    assert page.post(address(anna, f"{note_id}/addendum/"), sent).status_code == 302
    read = words(page.get(address(anna, f"{note_id}/")))
    for expected in ("The visit was on Monday.", "The day was wrong", "Tuesday", "1 addendum", "Addendum 1"):
        assert expected in read


def test_JR6_a_note_changed_in_the_database_says_so(anna: Actor, page: Client) -> None:
    from tests.journal.making import superuser

    note_id = make_signed(anna)
    with superuser() as raw:
        raw.execute("update journal_note set occurred_at = occurred_at - interval '1 day' where id = %s", [note_id])
    assert "not as it was signed" in words(page.get(address(anna, f"{note_id}/")))


def test_N1_closing_asks_and_discard_goes_back(anna: Actor, page: Client) -> None:
    writer = make_note(anna)
    writer.save("kept")
    writer.type("kept and more")
    assert "goes back to the last Save" in words(page.get(address(anna, f"{writer.note_id}/close/")))
    page.post(address(anna, f"{writer.note_id}/close/"), {"how": "discard"})
    assert "kept and more" not in page.get(address(anna, f"{writer.note_id}/")).content.decode()


def test_N3_versions_are_listed_compared_and_restored(anna: Actor, page: Client) -> None:
    writer = make_note(anna)
    writer.save("she slept badly")
    writer.save("she slept well")
    answer = page.get(address(anna, f"{writer.note_id}/versions/?old=2&new=3"))
    soup = BeautifulSoup(answer.content, "html.parser")
    assert soup.select_one("del").get_text() == "badly"
    assert soup.select_one("ins").get_text() == "well"
    page.post(address(anna, f"{writer.note_id}/versions/2/restore/"))
    assert "she slept badly" in page.get(address(anna, f"{writer.note_id}/")).content.decode()


def test_N10_the_pdf_is_an_attachment_that_can_do_nothing(anna: Actor, page: Client) -> None:
    note_id = make_signed(anna)
    answer = page.get(address(anna, f"{note_id}/note.pdf"))
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "Lind" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    with inside(anna):
        assert LogEntry.objects.filter(object_id=note_id, action="print").count() == 1


def test_the_notes_tab_lists_and_searches_inside_one_client(anna: Actor, page: Client) -> None:
    client_id = make_client(anna)
    make_signed(anna, f"{SECRET} came up.", client_id)
    make_signed(anna, "Sleep was the theme.", client_id)
    make_signed(anna, f"{SECRET} of another client.")
    tab = words(page.get(address(anna, f"client/{client_id}/")))
    assert "2 notes" in tab
    found = words(page.post(address(anna, f"client/{client_id}/search/"), {"words": "GRIEF father"}, **HTMX))
    assert "1 note " in found
    assert "came up" in found
    assert "another client" not in found
    nothing = page.post(address(anna, f"client/{client_id}/search/"), {"words": "holiday"}, **HTMX)
    assert "No note holds these words" in words(nothing)


def test_AL1_reading_listing_and_searching_is_logged_without_text(anna: Actor, page: Client) -> None:
    client_id = make_client(anna)
    note_id = make_signed(anna, SECRET, client_id)
    add_addendum(anna, note_id=note_id, reason=SECRET, text=SECRET)
    page.get(address(anna, f"{note_id}/"))
    page.get(address(anna, f"client/{client_id}/"))
    page.post(address(anna, f"client/{client_id}/search/"), {"words": SECRET})
    page.get(address(anna, f"{note_id}/versions/"))
    with inside(anna):
        rows = list(LogEntry.objects.filter(client_id=client_id).values("action", "object_type", "detail"))
    seen = {(row["action"], row["object_type"]) for row in rows}
    assert {("read", "note"), ("read", "note_list"), ("search", "note_list"), ("read", "note_versions")} <= seen
    assert "Grief" not in json.dumps(rows)


def test_the_list_of_notes_to_sign_has_the_own_drafts_and_the_bin(anna: Actor, page: Client) -> None:
    client_id = make_client(anna)
    make_note(anna, client_id).save("a draft")
    binned = make_note(anna, client_id)
    discard(anna, note_id=binned.note_id)
    listed = words(page.get(address(anna)))
    assert "1 note" in listed
    assert "Take back" in listed
    assert page.post(address(anna, f"{binned.note_id}/take-back/")).status_code == 302
    assert "2 notes" in words(page.get(address(anna)))


def test_a_note_begins_from_the_card_and_from_a_visit(anna: Actor, page: Client) -> None:
    client_id = make_client(anna)
    visit = make_visit(anna, client_id)
    begun = page.post(address(anna, f"new/{client_id}/"), {"occurred_at": "2026-11-20 10:00"})
    assert begun.status_code == 302
    wrong = page.post(address(anna, f"new/{client_id}/"), {"occurred_at": "soon"})
    assert wrong.status_code == 422
    assert "Begin the note" in words(page.get(address(anna, f"visit/{visit}/")))
    first = page.post(address(anna, f"visit/{visit}/"))
    assert page.get(address(anna, f"visit/{visit}/")).headers["Location"] == first.headers["Location"]


PLACES = ("", "last/", "note.pdf", "versions/", "sign/", "close/", "addendum/", "error/")


@pytest.mark.parametrize("place", PLACES)
def test_AZ3_outsiders_and_colleagues_outside_the_care_find_nothing(anna: Actor, place: str) -> None:
    note_id = make_signed(anna)
    colleague = make_member(anna, Role.CLINICIAN)
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    assert browser(colleague).get(address(anna, f"{note_id}/{place}")).status_code == 404
    assert browser(office).get(address(anna, f"{note_id}/{place}")).status_code == 403
    assert browser(make_practice()).get(address(anna, f"{note_id}/{place}")).status_code == 404
    missing = browser(anna).get(address(anna, f"{uuid4()}/{place}"))
    assert missing.status_code == 404


def test_C6_a_colleague_in_the_care_reads_and_does_not_write(anna: Actor) -> None:
    colleague = make_member(anna, Role.CLINICIAN)
    writer = make_note(anna, make_client(anna, colleague))
    writer.save("shared reading")
    page = browser(colleague)
    answer = page.get(address(anna, f"{writer.note_id}/"))
    assert "shared reading" in words(answer)
    assert b"<textarea" not in answer.content
    assert send(page, anna, writer.note_id, "autosave", texts={writer.keys[0]: "mine"}).status_code == 403


def test_N6_templates_are_made_changed_and_given_to_the_team(anna: Actor, page: Client) -> None:
    make_note(anna)
    sent = {"name": "First visit", "headings": "Reason\nHistory\n\nPlan"}
    assert page.post(address(anna, "templates/new/"), sent).status_code == 302
    listed = page.get(address(anna, "templates/"))
    assert "Reason · History · Plan" in words(listed)
    own = re.search(r"templates/([0-9a-f-]{36})/to-team/", listed.content.decode())
    assert own is not None
    assert page.post(address(anna, f"templates/{own[1]}/to-team/")).status_code == 302
    assert page.post(address(anna, f"templates/{own[1]}/standard/")).status_code == 302
    colleague = browser(make_member(anna, Role.CLINICIAN))
    changed = {"name": "My first visit", "headings": "Reason"}
    assert colleague.post(address(anna, f"templates/{own[1]}/"), changed).status_code == 302
    assert "First visit" in words(page.get(address(anna, "templates/")))
    assert "My first visit" not in words(page.get(address(anna, "templates/")))
    assert "My first visit" in words(colleague.get(address(anna, "templates/")))
    assert colleague.post(address(anna, f"templates/{own[1]}/standard/")).status_code == 403
    assert page.post(address(anna, "templates/new/"), {"name": "", "headings": ""}).status_code == 422
    mine = re.search(r"templates/([0-9a-f-]{36})/remove/", colleague.get(address(anna, "templates/")).content.decode())
    assert mine is not None
    assert "Remove this template?" in words(colleague.get(address(anna, f"templates/{mine[1]}/remove/")))
    assert page.post(address(anna, f"templates/{mine[1]}/remove/")).status_code == 404
    assert page.post(address(anna, f"templates/{own[1]}/remove/")).status_code == 403
    assert colleague.post(address(anna, f"templates/{mine[1]}/remove/")).status_code == 302
    assert "My first visit" not in words(colleague.get(address(anna, "templates/")))
