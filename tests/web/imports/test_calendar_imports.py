"""The pages of importing a calendar: file, report, run with progress, undo."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from kollega.edge.actors import job_actor
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Role
from kollega.scheduling.operations.importing import check_import, run_import
from kollega.scheduling.queries.imports import calendar_imports
from tests.factories import make_member, make_practice
from tests.pages import browser, slug_of
from tests.scheduling.factories import tomorrow_at
from tests.scheduling.rules.test_ics import calendar
from tests.web.clients.test_card_pages import text_of


def address(actor: Actor, rest: str = "") -> str:
    return f"/p/{slug_of(actor)}/import/calendar/{rest}"


def upload(anna: Actor) -> SimpleUploadedFile:
    start = tomorrow_at(anna, 9)
    data = calendar(
        f"UID:a\nDTSTART:{start:%Y%m%dT%H%M%S}\nDURATION:PT45M\nSUMMARY:Dentist",
        f"UID:b\nDTSTART:{start:%Y%m%dT%H%M%S}\nDURATION:PT15M\nSUMMARY:Call",
    )
    return SimpleUploadedFile("calendar.ics", data, content_type="text/calendar")


def test_a_calendar_is_read_reported_brought_in_and_undone_by_the_pages() -> None:
    anna = make_practice()
    session, worker = browser(anna), job_actor(anna.practice_id, anna.zone)
    sent = session.post(address(anna), {"file": upload(anna), "kind": "blocks"})
    assert sent.status_code == 302, sent.content
    here = sent["Location"]
    assert "Reading the file" in text_of(session.get(here))
    assert "Reading the file" in text_of(session.get(here, HTTP_HX_REQUEST="true"))
    (standing,) = calendar_imports(anna)
    check_import(worker, import_id=standing.id)
    assert session.get(here, HTTP_HX_REQUEST="true")["HX-Redirect"] == here
    report = text_of(session.get(here))
    assert "Add 2 events" in report
    assert "Dentist" in report
    assert "Overlaps, blocks nothing" in report
    assert "Dentist" not in text_of(session.get(here + "?outcome=free"))
    assert session.post(here + "run/").status_code == 302
    assert "Adding events" in text_of(session.get(here))
    run_import(worker, import_id=standing.id)
    assert "Undo the import" in text_of(session.get(here))
    assert session.post(here + "run/").status_code == 409
    assert session.get(here + "undo/").status_code == 200
    assert session.post(here + "undo/").status_code == 302
    assert "Undone" in text_of(session.get(address(anna)))


def test_a_file_that_is_no_calendar_is_refused_in_the_form() -> None:
    anna = make_practice()
    file = SimpleUploadedFile("list.csv", b"name,phone\n", content_type="text/csv")
    answer = browser(anna).post(address(anna), {"file": file, "kind": "blocks"})
    assert answer.status_code == 422
    assert "not a calendar" in text_of(answer)
    assert calendar_imports(anna) == []


def test_TI2_anothers_import_and_a_missing_one_look_alike() -> None:
    anna = make_practice()
    browser(anna).post(address(anna), {"file": upload(anna), "kind": "blocks"})
    (standing,) = calendar_imports(anna)
    kari = make_member(anna, Role.CLINICIAN)
    answers = [browser(kari).get(address(anna, f"{id_}/")) for id_ in (standing.id, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    admin = make_member(anna, Role.ADMIN)
    assert browser(admin).get(address(anna)).status_code == 403
