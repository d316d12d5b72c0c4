"""The database keeps practices apart, whatever the code above it does."""

from unittest import mock

import pytest
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction

from kollega.audit.models import LogEntry
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership, Practice
from tests.factories import make_person, make_practice


def test_TI4_without_a_practice_set_there_are_no_rows() -> None:
    make_practice()
    with transaction.atomic():
        assert not Practice.objects.exists()
        assert not Membership.objects.exists()
        assert not LogEntry.objects.exists()


def test_TI4_a_practice_sees_only_its_own_rows() -> None:
    ours, theirs = make_practice(), make_practice()
    with tenant(ours.practice_id), transaction.atomic():
        assert set(Practice.objects.values_list("id", flat=True)) == {ours.practice_id}
        assert set(LogEntry.objects.values_list("practice_id", flat=True)) == {ours.practice_id}
        assert not Membership.objects.filter(practice_id=theirs.practice_id).exists()


def test_TI4_a_row_of_another_practice_cannot_be_written() -> None:
    ours, theirs = make_practice(), make_practice()
    person = make_person()
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        tenant(ours.practice_id),
        transaction.atomic(),
    ):
        Membership.objects.create(
            practice_id=theirs.practice_id,
            person_id=person.pk,
            display_name="x",
            roles=["clinician"],
            since=ours.at,
        )


def test_scope_ends_with_its_block_also_inside_an_open_transaction() -> None:
    ours = make_practice()
    with transaction.atomic():
        with tenant(ours.practice_id):
            assert Practice.objects.exists()
        assert not Practice.objects.exists()


def test_T4_a_practice_has_exactly_one_owner() -> None:
    ours = make_practice()
    person = make_person()
    with (
        pytest.raises(IntegrityError, match="practices_one_owner"),
        tenant(ours.practice_id),
        transaction.atomic(),
    ):
        Membership.objects.create(
            practice_id=ours.practice_id,
            person_id=person.pk,
            display_name="x",
            roles=["owner"],
            since=ours.at,
        )


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_entry set action = 'x'",
        "delete from audit_entry",
        "truncate audit_entry",
        "drop table audit_entry",
        "alter table audit_entry disable row level security",
        "set session authorization kollega_owner",
    ],
)
def test_AL4_the_app_login_cannot_change_the_log(statement: str) -> None:
    ours = make_practice()
    with (
        pytest.raises(ProgrammingError),
        tenant(ours.practice_id),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_TI4_the_scope_is_told_once_and_again_after_a_rollback() -> None:
    ours, theirs = make_practice(), make_practice()
    with transaction.atomic(), tenant(ours.practice_id):
        with mock.patch.object(connection.connection, "execute") as told, tenant(ours.practice_id):
            assert Practice.objects.get().id == ours.practice_id
        told.assert_not_called()
        with pytest.raises(ZeroDivisionError), transaction.atomic(), tenant(theirs.practice_id):
            assert Practice.objects.get().id == theirs.practice_id
            raise ZeroDivisionError
        assert Practice.objects.get().id == ours.practice_id
        with pytest.raises(DataError), tenant(theirs.practice_id), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select 1 / 0")
        assert Practice.objects.get().id == ours.practice_id
        with tenant(theirs.practice_id):
            assert Practice.objects.get().id == theirs.practice_id
    with transaction.atomic():
        assert not Practice.objects.exists()
