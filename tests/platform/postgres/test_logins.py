"""The two logins: the owner makes tables, the app login works in them and can do no more."""

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from kollega.platform.postgres import Server, Urls, bootstrap, start


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start(tmp_path_factory.mktemp("database"), durable=False)
    yield running
    running.stop()


def _bootstrap(server: Server, database: str = "practice_books") -> Urls:
    return bootstrap(server.superuser_url, database=database, owner="books_owner", app="books_app")


@pytest.fixture(scope="module")
def urls(server: Server) -> Urls:
    made = _bootstrap(server)
    with psycopg.connect(made.owner_url) as connection:
        connection.execute("CREATE TABLE entry (number serial, text text)")
        connection.execute(
            "CREATE FUNCTION double(value int) RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT value * 2'"
        )
        connection.execute("CREATE TABLE guarded (text text)")
        connection.execute("ALTER TABLE guarded ENABLE ROW LEVEL SECURITY")
        connection.execute("INSERT INTO guarded VALUES ('hidden')")
    return made


def test_the_app_login_reads_writes_and_calls(urls: Urls) -> None:
    with psycopg.connect(urls.app_url) as connection:
        connection.execute("INSERT INTO entry (text) VALUES ('one'), ('two')")
        connection.execute("UPDATE entry SET text = 'three' WHERE text = 'two'")
        connection.execute("DELETE FROM entry WHERE text = 'three'")
        assert connection.execute("SELECT text, double(21) FROM entry").fetchall() == [("one", 42)]
        connection.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (text text)",
        "CREATE TEMPORARY TABLE mine (text text)",
        "CREATE SCHEMA mine",
        "CREATE DATABASE mine",
        "CREATE ROLE mine",
        "DROP TABLE entry",
        "ALTER TABLE entry ADD COLUMN mine text",
        "TRUNCATE entry",
        "ALTER TABLE guarded DISABLE ROW LEVEL SECURITY",
        "SET ROLE books_owner",
        "COPY entry TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/hostname')",
    ],
)
def test_TI4_the_app_login_has_no_further_rights(urls: Urls, statement: LiteralString) -> None:
    with (
        psycopg.connect(urls.app_url, autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_TI4_the_app_login_is_bound_by_row_level_security(urls: Urls) -> None:
    with psycopg.connect(urls.app_url) as connection:
        assert connection.execute("SELECT count(*) FROM guarded").fetchone() == (0,)


def test_neither_login_is_more_than_it_should_be(server: Server, urls: Urls) -> None:
    with psycopg.connect(server.superuser_url) as connection:
        rows = connection.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication "
            "FROM pg_roles WHERE rolname LIKE 'books%'"
        ).fetchall()
    assert rows == [(False,) * 5] * 2


def test_a_second_bootstrap_changes_nothing(server: Server, urls: Urls) -> None:
    assert _bootstrap(server) == urls
    psycopg.connect(urls.app_url).close()


def test_bootstrap_mends_a_changed_login(server: Server, urls: Urls) -> None:
    with psycopg.connect(server.superuser_url) as connection:
        connection.execute("ALTER ROLE books_app PASSWORD 'other' CREATEDB")
    _bootstrap(server)
    psycopg.connect(urls.app_url).close()
    test_neither_login_is_more_than_it_should_be(server, urls)


def test_bootstraps_at_once_take_turns(server: Server) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda number: _bootstrap(server, f"books_{number % 2}"), range(8)))
    for urls in made:
        psycopg.connect(urls.app_url).close()


def test_passwords_are_kept_closed_and_shown_nowhere(server: Server, urls: Urls) -> None:
    for login in ("books_owner", "books_app"):
        secret = server.folder / "secrets" / login
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
        assert secret.read_text() not in repr(urls)
        assert secret.read_text() not in (server.folder / "postgres.log").read_text()


def test_passwords_can_be_kept_elsewhere(server: Server, tmp_path: Path) -> None:
    bootstrap(server.superuser_url, database="elsewhere", owner="else_owner", app="else_app", keep_in=tmp_path)
    assert (tmp_path / "secrets" / "else_app").exists()


def test_the_database_knows_upper_case_of_every_letter(urls: Urls) -> None:
    with psycopg.connect(urls.app_url) as connection:
        assert connection.execute("SELECT upper('åäöæøéü')").fetchone() == ("ÅÄÖÆØÉÜ",)
