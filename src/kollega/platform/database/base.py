"""PostgreSQL backend that opens every transaction in the current tenant scope."""

from functools import partial
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool

from kollega.platform.database.schema import TenantSchemaEditor
from kollega.platform.tenancy import Scope, apply_scope, current_scope

_UNSET = Scope()


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = TenantSchemaEditor
    # The scope that the open transaction has; None when that is not known for certain.
    told_scope: Scope | None = None

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # missing in the stubs
        self.told_scope = _UNSET
        if not autocommit and current_scope() != _UNSET:
            with self.wrap_database_errors:
                apply_scope(self)

    def _savepoint_rollback(self, sid: str) -> None:
        """What was told since the savepoint is rolled back, too."""
        self.told_scope = None
        super()._savepoint_rollback(sid)  # type: ignore[misc]  # missing in the stubs

    @property
    def pool(self) -> "ConnectionPool | None":
        pool: ConnectionPool | None = super().pool
        if pool is not None and pool._check == ConnectionPool.check_connection:
            pool._check = partial(_check_or_drain, pool)
        return pool

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        params.setdefault("application_name", "kollega")
        return params


def _check_or_drain(pool: ConnectionPool, connection: "Connection[Any]") -> None:
    """One dead connection means that the database was away and all that wait in the pool are dead.

    By itself the pool finds that out one by one, with growing pauses, so that requests fail long after the
    database is back.
    """
    try:
        ConnectionPool.check_connection(connection)
    except OperationalError:
        pool.drain()
        raise
