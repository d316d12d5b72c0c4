"""The pages of importing clients: file, columns, dry run, real run, report, undo."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from kollega.clients.models import Client, ClientImport
from kollega.clients.operations.import_running import import_batch
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Area, Role
from tests.clients.factories import inside, make_client
from tests.clients.test_imports import LIST, bring
from tests.factories import make_member, make_practice
from tests.pages import browser, slug_of
from tests.web.clients.test_card_pages import text_of


def address(actor: Actor, rest: str = "") -> str:
    return f"/p/{slug_of(actor)}/import/clients/{rest}"


def upload(content: bytes = LIST.encode()) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", content, content_type="text/csv")


COLUMNS = {
    "column0": "given_name",
    "column1": "family_name",
    "column2": "national_id",
    "column3": "phone",
    "column4": "email",
    "column5": "city",
}


def test_a_list_is_brought_checked_run_and_undone_by_the_pages() -> None:
    anna = make_practice(language="sv")
    session = browser(anna)
    first = session.post(address(anna), {"file": upload()})
    assert first.status_code == 302, first.content
    columns = session.get(first["Location"])
    assert "Förnamn" in text_of(columns)
    assert "Åsa" in text_of(columns)
    checked = session.post(first["Location"], COLUMNS)
    assert checked.status_code == 302, checked.content
    shown = session.get(checked["Location"])
    assert "Add 2 clients" in text_of(shown)
    assert "Enter an e-mail address" in text_of(shown)
    assert session.post(checked["Location"] + "run/").status_code == 302
    running = session.get(checked["Location"])
    assert "Adding clients" in text_of(running)
    with inside(anna):
        job = ClientImport.objects.get()
    assert not import_batch(anna, import_id=job.id)
    assert session.get(checked["Location"], HTTP_HX_REQUEST="true")["HX-Redirect"] == checked["Location"]
    assert "Added 2" in text_of(session.get(checked["Location"]))
    assert "2 clients that this import added" in text_of(session.get(checked["Location"] + "undo/"))
    assert session.post(checked["Location"] + "undo/").status_code == 302
    with inside(anna):
        assert not Client.objects.exists()


def test_wrong_files_and_columns_are_answered_in_the_form() -> None:
    anna = make_practice()
    session = browser(anna)
    for content in (b"", b"\n", b"PK\x03\x04" + b"\x00" * 400):
        assert session.post(address(anna), {"file": upload(content)}).status_code == 422
    assert session.post(address(anna), {}).status_code == 422
    first = session.post(address(anna), {"file": upload()})
    nameless = session.post(first["Location"], {"column4": "email"})
    assert nameless.status_code == 422
    assert "Choose which column holds the name." in text_of(nameless)
    assert session.post(first["Location"], {"column0": "is_active"}).status_code == 422


def test_TI2_imports_of_others_are_not_found_and_other_roles_are_refused() -> None:
    anna, other = make_practice(), make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    import_id = bring(anna)
    for session, actor in ((browser(kari), kari), (browser(other), other)):
        for import_of_others in (import_id, uuid4()):
            for page in ("", "columns/", "undo/", "report.csv"):
                assert session.get(address(actor, f"{import_of_others}/{page}")).status_code == 404
            assert session.post(address(actor, f"{import_of_others}/run/")).status_code == 404
    assert browser(office).get(address(office)).status_code == 403


def test_UE4_the_report_is_a_file_that_runs_no_formula() -> None:
    anna = make_practice()
    make_client(anna, "=cmd()", "@Evil", email="evil@example.test")
    import_id = bring(anna, "Name;E-mail\n=HYPERLINK(1);evil@example.test\n+x y;nope\n")
    answer = browser(anna).get(address(anna, f"{import_id}/report.csv"))
    assert answer["Content-Type"].startswith("text/csv")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    cells = [cell for line in answer.content.decode("utf-8-sig").splitlines() for cell in line.split(";")]
    assert "'=HYPERLINK(1)" in answer.content.decode()
    assert not [cell for cell in cells if cell.strip('"')[:1] in ("=", "+", "-", "@")]


def test_an_import_that_is_not_done_has_nothing_to_undo() -> None:
    anna = make_practice()
    import_id = bring(anna)
    for answer in (
        browser(anna).get(address(anna, f"{import_id}/undo/")),
        browser(anna).post(address(anna, f"{import_id}/undo/")),
    ):
        assert answer.status_code == 302
        assert answer["Location"] == address(anna, f"{import_id}/")
