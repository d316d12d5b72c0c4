"""Imports, settings, members and PDFs over the API."""

from django.core.files.uploadedfile import SimpleUploadedFile

from kollega.kernel.permissions import Role
from tests.api.test_frame import caller
from tests.api.test_notes import start
from tests.factories import make_member, make_practice
from tests.jobs import run_jobs

LIST = "Förnamn;Efternamn;E-post\nÅsa;Öberg;asa@client.example\nBo;Lund;bo@client.example\n"
EVENT = "BEGIN:VEVENT\nUID:1\nDTSTART:20261124T090000Z\nDURATION:PT45M\nSUMMARY:Busy\nEND:VEVENT\n"
CALENDAR = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//\n{EVENT}END:VCALENDAR\n"


def test_clients_come_in_on_trial_then_for_real_and_go_again() -> None:
    actor = make_practice(language="sv")
    ours = caller(actor)
    brought = ours.post("/api/v1/imports/clients", {"file": SimpleUploadedFile("list.csv", LIST.encode())})
    assert brought.status_code == 201, brought.content
    address = f"/api/v1/imports/clients/{brought.json()['id']}"
    guessed = ours.get(address).json()["columns"]
    tried = ours.put(f"{address}/columns", {"columns": guessed}, content_type="application/json")
    assert tried.status_code == 200, tried.content
    assert tried.json()["counts"] == {"new": 2}
    assert ours.get("/api/v1/clients").json()["items"] == []
    assert ours.post(f"{address}/run").status_code == 200
    run_jobs(actor.practice_id)
    assert len(ours.get("/api/v1/clients").json()["items"]) == 2
    assert [row["outcome"] for row in ours.get(f"{address}/rows").json()] == ["added", "added"]
    assert ours.post(f"{address}/undo").json()["removed"] == 2
    assert ours.get("/api/v1/clients").json()["items"] == []


def test_a_calendar_comes_in_on_trial_then_for_real() -> None:
    actor = make_practice()
    ours = caller(actor)
    file = SimpleUploadedFile("week.ics", CALENDAR.replace("\n", "\r\n").encode())
    brought = ours.post("/api/v1/imports/calendars", {"file": file})
    assert brought.status_code == 201, brought.content
    run_jobs(actor.practice_id)
    address = f"/api/v1/imports/calendars/{brought.json()['id']}"
    assert ours.get(address).json()["total"] == 1
    assert ours.post(f"{address}/run").status_code == 200
    run_jobs(actor.practice_id)
    assert ours.get(address).json()["state"] == "done"


def test_T4_members_are_changed_by_the_same_rules() -> None:
    owner = make_practice()
    ours = caller(owner)
    address = f"/api/v1/members/{make_member(owner, Role.CLINICIAN).membership_id}"
    refused = ours.put(address, {"roles": ["owner", "admin"]}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "owner_stays")
    assert ours.put(address, {"roles": ["assistant"]}, content_type="application/json").status_code == 200
    assert ours.post(f"{address}/logins/end").json() == {"ended": 0}


def test_N10_a_note_is_printed() -> None:
    ours = caller(make_practice())
    note_id = start(ours)
    answer = ours.get(f"/api/v1/notes/{note_id}/pdf")
    assert answer.status_code == 200, answer.content
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_token_lists_and_ends_tokens_but_makes_none() -> None:
    owner = make_practice()
    ours = caller(owner)
    (own,) = ours.get("/api/v1/tokens").json()
    other = caller(make_member(owner, Role.CLINICIAN))
    assert other.delete(f"/api/v1/tokens/{own['id']}").status_code == 404
    assert ours.post("/api/v1/tokens", {}, content_type="application/json").status_code == 405
    assert ours.delete(f"/api/v1/tokens/{own['id']}").status_code == 200
    assert ours.get("/api/v1/tokens").status_code == 401
