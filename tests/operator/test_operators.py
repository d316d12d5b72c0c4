"""Who runs the installation: the console makes them, and nothing else does."""

import pytest
from django.db import connection, transaction
from django.test import override_settings

from kollega.accounts.models import Person
from kollega.config.routes import routes
from kollega.console.entry import main
from kollega.kernel import clock
from kollega.kernel.errors import Forbidden
from kollega.operator.operations.operators import add_operator, remove_operator
from kollega.operator.queries.operators import is_operator, operators
from kollega.platform import operations
from kollega.platform.tenancy import tenant
from tests.factories import make_person, make_practice
from tests.journal.making import make_client, make_note
from tests.operator.making import make_operator, operator_in


def test_T5b_the_console_opens_and_closes_the_back_office(capsys: pytest.CaptureFixture[str]) -> None:
    person = make_person(name="Olivia Drift")
    assert main(["operator", "add", person.email.upper()]) == 0
    assert is_operator(person.pk)
    main(["operator", "list"])
    assert person.email in capsys.readouterr().out
    assert main(["operator", "remove", person.email]) == 0
    assert not is_operator(person.pk)


def test_T5b_an_unknown_address_makes_nobody_an_operator(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["operator", "add", "nobody@example.test"]) == 1
    assert "No account" in capsys.readouterr().out


def test_T5b_added_twice_counts_once() -> None:
    person = make_operator()
    assert add_operator(person.email, at=clock.now()) is False
    assert [row.person_id for row in operators()].count(person.pk) == 1


def test_T5b_a_closed_account_is_no_operator() -> None:
    person = make_operator()
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert not is_operator(person.pk)


def test_T5b_somebody_removed_can_be_added_again() -> None:
    person = make_operator()
    assert remove_operator(person.email, at=clock.now())
    assert not remove_operator(person.email, at=clock.now())
    assert add_operator(person.email, at=clock.now())


def test_AU9_a_demo_person_runs_no_production() -> None:
    person = make_operator()
    Person.objects.filter(pk=person.pk).update(is_demo=True)
    assert is_operator(person.pk)
    with override_settings(PRODUCTION=True):
        assert not is_operator(person.pk)
        assert person.pk not in {row.person_id for row in operators()}


def test_TI7_the_operator_is_refused_everywhere_but_in_the_back_office() -> None:
    """Every framed operation and query of the program, called as the operator: only their own let them pass."""
    assert routes(), "all pages and calls are imported, and with them what they do"
    actor = operator_in(make_practice().practice_id, make_operator())
    open_to_them = {name for name, right in operations.REGISTERED.items() if actor.may(right)}
    assert len(operations.REGISTERED) > 100
    assert open_to_them
    assert {name for name in open_to_them if not name.startswith("operator.")} == set()


def test_TI7_the_operators_actor_opens_no_note_and_no_client() -> None:
    from kollega.clients.queries.access import may_read_record, readable_client_ids
    from kollega.journal.queries.notes import open_note

    owner = make_practice()
    client_id = make_client(owner)
    note = make_note(owner, client_id)
    actor = operator_in(owner.practice_id, make_operator())
    with pytest.raises(Forbidden):
        open_note(actor, note_id=note.note_id)
    with tenant(owner.practice_id), transaction.atomic():
        assert not may_read_record(actor, client_id)
        assert readable_client_ids(actor, [client_id]) == set()


def test_TI7_without_a_practice_the_app_login_sees_no_table_of_one() -> None:
    make_note(owner := make_practice(), make_client(owner))
    person = make_operator()
    with tenant(None, person.pk), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'practice_id'"
            " where c.relkind in ('r', 'p') and c.relrowsecurity and not c.relispartition"
        )
        tables = [row[0] for row in cursor.fetchall()]
        assert len(tables) > 20
        seen = {table for table in tables if _rows(cursor, table)}
    assert seen == set()


def _rows(cursor: object, table: str) -> int:
    cursor.execute(f'select count(*) from (select 1 from "{table}" where practice_id is not null limit 1) x')  # type: ignore[attr-defined]
    return int(cursor.fetchone()[0])  # type: ignore[attr-defined]
