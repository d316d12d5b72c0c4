"""PostgreSQL backend that opens every transaction in the current tenant scope."""

from typing import Any

from django.db.backends.postgresql import base

from kollega.platform.database.schema import TenantSchemaEditor
from kollega.platform.tenancy import Scope, apply_scope, current_scope

_UNSET = Scope()


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = TenantSchemaEditor

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # missing in the stubs
        if not autocommit and current_scope() != _UNSET:
            with self.wrap_database_errors:
                apply_scope(self)

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        params.setdefault("application_name", "kollega")
        return params
