"""The two logins and the database: the owner makes tables, the app login only works in them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import LiteralString
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from kollega.platform.postgres.cluster import SUPERUSER
from kollega.platform.postgres.folder import running_port, stored_password

# Any number, the same for everyone: two processes that bootstrap one server take turns.
BOOTSTRAP_LOCK = 0x6B6F6C6C


@dataclass(frozen=True)
class Urls:
    """How to connect as each login. Both hold a password: never print them."""

    owner_url: str = field(repr=False)
    app_url: str = field(repr=False)


def bootstrap(superuser_url: str, *, database: str, owner: str, app: str, keep_in: Path | None = None) -> Urls:
    """Make the logins and the database, or bring them back to what they should be, and return their URLs.

    The owner login owns the database and everything in it; the app login gets rows, sequences and functions of the
    owner's future objects, no DDL, and both are bound by row-level security. Passwords are kept in `keep_in`/secrets;
    by default in the embedded server's folder.
    """
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [BOOTSTRAP_LOCK])
        folder = keep_in or _folder_of(connection)
        passwords = {login: stored_password(folder, login) for login in (owner, app)}
        for login, password in passwords.items():
            _ensure_login(connection, login, password)
        _ensure_database(connection, database, owner=owner, app=app)
        with psycopg.connect(psycopg.conninfo.make_conninfo(superuser_url, dbname=database)) as inside:
            _grant(inside, owner=owner, app=app)
    return Urls(
        owner_url=_url(superuser_url, database, owner, passwords[owner]),
        app_url=_url(superuser_url, database, app, passwords[app]),
    )


def find_running(folder: Path, *, database: str, owner: str, app: str) -> Urls | None:
    """The URLs of the embedded server that another process runs on `folder`, None when none does."""
    port = running_port(folder)
    if port is None:
        return None
    where = f"postgresql://127.0.0.1:{port}/"
    return Urls(
        owner_url=_url(where, database, owner, stored_password(folder, owner)),
        app_url=_url(where, database, app, stored_password(folder, app)),
    )


def superuser_of_running(folder: Path) -> str | None:
    """The superuser's URL of the embedded server that runs on `folder`, None when none does; for its backups."""
    port = running_port(folder)
    if port is None:
        return None
    return _url(f"postgresql://127.0.0.1:{port}/", "postgres", SUPERUSER, stored_password(folder, SUPERUSER))


def _folder_of(connection: psycopg.Connection) -> Path:
    row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    return Path(row[0]).parent.parent


def _ensure_login(connection: psycopg.Connection, login: str, password: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login]).fetchone()
    # Encrypted here, so that the server never sees, and so never logs, the password itself.
    encrypted = connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
    verb = sql.SQL("ALTER" if known else "CREATE")
    connection.execute(
        sql.SQL(
            "{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT PASSWORD {}"
        ).format(verb, sql.Identifier(login), sql.Literal(encrypted))
    )


def _ensure_database(connection: psycopg.Connection, database: str, *, owner: str, app: str) -> None:
    names = {"database": sql.Identifier(database), "owner": sql.Identifier(owner), "app": sql.Identifier(app)}
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is None:
        create = "CREATE DATABASE {database} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8' "
        connection.execute(sql.SQL(create + _locale(connection.info.server_version)).format(**names))
    for statement in (
        "ALTER DATABASE {database} OWNER TO {owner}",
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def _locale(server_version: int) -> LiteralString:
    """Code point order with upper and lower case for every letter, the same on every machine."""
    if server_version >= 17_00_00:
        return "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
    return "LOCALE_PROVIDER libc LOCALE 'C.UTF-8'"


def _grant(connection: psycopg.Connection, *, owner: str, app: str) -> None:
    names = {"owner": sql.Identifier(owner), "app": sql.Identifier(app)}
    by_default = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} "
    for statement in (
        "ALTER SCHEMA public OWNER TO {owner}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}",
        by_default + "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        by_default + "GRANT USAGE ON SEQUENCES TO {app}",
        by_default + "REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        by_default + "GRANT EXECUTE ON FUNCTIONS TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def _url(superuser_url: str, database: str, login: str, password: str) -> str:
    where = conninfo_to_dict(superuser_url)
    return f"postgresql://{quote(login)}:{quote(password)}@{where['host']}:{where.get('port', 5432)}/{quote(database)}"
