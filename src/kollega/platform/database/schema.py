"""Schema editor: tenant tables get their policy and key, tenant foreign keys get two columns."""

from typing import Any

from django.db.backends.ddl_references import Statement, Table
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.models import Model

TENANT = "practice_id = (select nullif(current_setting('app.practice', true), '')::uuid)"


def is_tenant_model(model: type[Model]) -> bool:
    return any(getattr(field, "tenant_column", False) for field in model._meta.local_fields)


class TenantSchemaEditor(DatabaseSchemaEditor):
    # Without the inline form, adding a column goes through `_create_fk_sql` like everything else.
    sql_create_column_inline_fk = None  # type: ignore[assignment]  # None is what the base class tests for

    def create_model(self, model: type[Model]) -> None:
        super().create_model(model)
        if not is_tenant_model(model):
            return
        table = model._meta.db_table
        quoted = self.quote_name(table)
        self.execute(f"ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY")
        self.execute(f"CREATE POLICY tenant ON {quoted} USING ({TENANT}) WITH CHECK ({TENANT})")
        self.execute(
            f"ALTER TABLE {quoted} ADD CONSTRAINT {self.quote_name(f'{table}_tenant_key')} UNIQUE (practice_id, id)"
        )

    def _create_fk_sql(self, model: type[Model], field: Any, suffix: str) -> Any:
        if not getattr(field, "over_practice", False):
            return super()._create_fk_sql(model, field, suffix)  # type: ignore[misc]  # missing in the stubs
        target = field.remote_field.model._meta.db_table
        return Statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (practice_id, %(column)s)"
            " REFERENCES %(to_table)s (practice_id, id)",
            table=Table(model._meta.db_table, self.quote_name),
            name=self._fk_constraint_name(model, field, suffix),  # type: ignore[attr-defined]  # as above
            column=self.quote_name(field.column),
            to_table=Table(target, self.quote_name),
        )
