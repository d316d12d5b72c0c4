"""The practice's log page: in plain sentences, for those with the right, and itself logged."""

import csv
import io
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from kollega.accounts.models import Person
from kollega.audit.models import LogEntry
from kollega.audit.operations.recording import record
from kollega.audit.queries.entries import LogFilter, log_page
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Role
from kollega.platform.csv_cells import neutralised
from kollega.platform.operations import Action
from kollega.platform.tenancy import tenant
from tests.factories import at, make_member, make_practice
from tests.pages import browser as signed_in
from tests.pages import slug_of


def _write(actor: Actor, action: Action, object_type: str, client_id: UUID | None = None) -> None:
    with tenant(actor.practice_id, actor.person_id), transaction.atomic():
        record(actor, action, object_type, new_id(), client_id=client_id)


def _address(actor: Actor) -> str:
    return f"/p/{slug_of(actor)}/log/"


def _page(actor: Actor, query: str = "") -> str:
    response = signed_in(actor).get(_address(actor) + query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_L2_the_log_is_told_in_sentences_with_names_of_people_but_not_of_clients() -> None:
    owner = make_practice()
    anna = make_member(owner, Role.CLINICIAN, name="Anna Lind")
    client_id = new_id()
    _write(anna, Action.READ, "client", client_id)
    page = _page(owner)
    assert f"Anna Lind opened the client card of client {client_id.hex[-4:].upper()}." in page


def test_L2_reading_searching_and_exporting_the_log_is_logged() -> None:
    owner = make_practice()
    _page(owner)
    _page(owner, "?q=signed")
    signed_in(owner).get(_address(owner) + "export/")
    with tenant(owner.practice_id), transaction.atomic():
        rows = LogEntry.objects.filter(object_type="log").order_by("seq").values_list("action", flat=True)
        assert list(rows) == ["read", "read", "export"]


@pytest.mark.parametrize("roles", [(Role.CLINICIAN,), (Role.ASSISTANT,), (Role.OFFICE_STAFF,)])
def test_AL8_only_those_with_the_right_read_the_log(roles: tuple[Role, ...]) -> None:
    owner = make_practice()
    member = make_member(owner, *roles)
    for path in ("", "export/"):
        assert signed_in(member).get(_address(owner) + path).status_code == 403


def test_TI1_an_outsider_finds_no_log() -> None:
    ours, theirs = make_practice(), make_practice()
    for path in ("", "export/"):
        assert signed_in(theirs).get(_address(ours) + path).status_code == 404


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?theme=record", "signed a note", "opened the client card"),
        ("?theme=clients", "opened the client card", "signed a note"),
        ("?q=signed+note", "signed a note", "opened the client card"),
        ("?q=OPENED", "opened the client card", "signed a note"),
        ("?from=today", "opened the client card", "booked an appointment"),
        ("?to=-1w", "booked an appointment", "opened the client card"),
    ],
)
def test_L2_the_log_is_found_by_theme_words_and_date(query: str, shown: str, hidden: str) -> None:
    owner = make_practice()
    _write(owner, Action.READ, "client", new_id())
    _write(owner, Action.SIGN, "note", new_id())
    _write(at(owner, owner.at - timedelta(days=10)), Action.CREATE, "appointment", new_id())
    page = _page(owner, query)
    assert shown in page
    assert hidden not in page


def test_L2_the_log_is_found_by_person_and_client() -> None:
    owner = make_practice()
    anna = make_member(owner, Role.CLINICIAN, name="Anna Lind")
    first, second = new_id(), new_id()
    _write(anna, Action.READ, "client", first)
    _write(owner, Action.SIGN, "note", second)
    assert "signed a note" not in _page(owner, f"?who={anna.person_id}")
    assert "Anna Lind opened" in _page(owner, f"?who={anna.person_id}")
    assert "Anna Lind opened" not in _page(owner, f"?client={second}")
    assert "signed a note" in _page(owner, f"?client={second}")


def test_L2_words_that_no_kind_of_entry_has_find_nothing() -> None:
    assert "Nothing in the log fits these filters." in _page(make_practice(), "?q=unicorn")


def test_L2_pages_follow_each_other_without_a_gap_or_a_row_twice() -> None:
    owner = make_practice()
    clients = [new_id() for _ in range(120)]
    for client_id in clients:
        _write(owner, Action.READ, "client", client_id)
    browser, query, seen = signed_in(owner), "?theme=clients", []
    for _ in range(3):
        response = browser.get(_address(owner) + query)
        seen += [line.client_id for line in response.context["lines"]]
        query = response.context["older_url"]
    assert seen == clients[::-1]
    assert query == ""
    back = browser.get(_address(owner) + response.context["newer_url"])
    assert [line.client_id for line in back.context["lines"]] == clients[::-1][50:100]


def test_AL2_a_refused_try_is_shown_as_one() -> None:
    owner = make_practice()
    anna = make_member(owner, Role.ASSISTANT, name="Anna Lind")
    assert signed_in(anna).get(_address(owner)).status_code == 403
    assert _page(owner).count("Anna Lind tried to see something and was refused.") == 1
    with pytest.raises(Forbidden):
        log_page(anna, asked=LogFilter())
    assert _page(owner, "?theme=practice").count("Anna Lind tried to see something and was refused.") == 2


def test_UE4_the_export_holds_the_filtered_rows_and_nothing_that_a_spreadsheet_computes() -> None:
    owner = make_practice()
    anna = make_member(owner, Role.CLINICIAN, name="=HYPERLINK(1)")
    _write(anna, Action.SIGN, "note", new_id())
    _write(owner, Action.READ, "client", new_id())
    response = signed_in(owner).get(_address(owner) + "export/?theme=record")
    table = list(csv.reader(io.StringIO(response.content.decode())))
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert [row[4:6] for row in table] == [["action", "object"], ["sign", "note"]]
    assert table[1][1] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\0x", "\nx"])
def test_UE4_a_cell_that_begins_like_a_formula_is_text(text: str) -> None:
    assert neutralised(text).startswith("'")


@pytest.mark.parametrize("language", ["sv", "nb", "de", "fr"])
def test_the_log_speaks_the_readers_language(language: str) -> None:
    owner = make_practice()
    Person.objects.filter(pk=owner.person_id).update(language=language)
    _write(owner, Action.READ, "client", new_id())
    page = _page(owner)
    assert "opened the client card" not in page
    assert {"sv": "klientkortet", "nb": "klientkortet", "de": "Klientenakte", "fr": "la fiche"}[language] in page


def test_the_results_alone_come_to_htmx() -> None:
    owner = make_practice()
    response = signed_in(owner).get(_address(owner), headers={"HX-Request": "true", "HX-Target": "log"})
    assert "<html" not in response.content.decode()
    assert "announce" in response.headers["HX-Trigger"]


def test_a_login_session_is_needed() -> None:
    assert Client().get(_address(make_practice())).status_code == 302
