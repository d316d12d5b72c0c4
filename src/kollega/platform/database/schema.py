"""Schema editor: tenant tables get their policy and key, tenant foreign keys get two columns."""

from typing import Any

from django.db.backends.ddl_references import ForeignKeyName, Statement, Table
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.models import Field, Model

TENANT = "practice_id = (select nullif(current_setting('app.practice', true), '')::uuid)"


def is_tenant_model(model: type[Model]) -> bool:
    return any(getattr(field, "tenant_column", False) for field in model._meta.local_fields)


class TenantSchemaEditor(DatabaseSchemaEditor):
    # Without the inline form, adding a column goes through `_create_fk_sql` like everything else.
    sql_create_column_inline_fk = None

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

    def _create_fk_sql(self, model: type[Model], field: "Field[Any, Any]", suffix: str) -> Statement:
        if not getattr(field, "over_practice", False):
            return super()._create_fk_sql(model, field, suffix)
        table = Table(model._meta.db_table, self.quote_name)
        target = field.remote_field.model._meta.db_table
        name = ForeignKeyName(
            model._meta.db_table,
            [field.column],
            target,
            ["id"],
            suffix,
            lambda *args: self.quote_name(self._fk_constraint_name_text(*args)),
        )
        return Statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (practice_id, %(column)s)"
            " REFERENCES %(to_table)s (practice_id, id)",
            table=table,
            name=name,
            column=self.quote_name(field.column),
            to_table=Table(target, self.quote_name),
        )

    def _fk_constraint_name_text(self, table: str, columns: list[str], suffix: str) -> str:
        return self._create_index_name(table, columns, suffix=suffix)
