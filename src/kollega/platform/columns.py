"""The columns that keep practices apart; the schema editor gives their tables policy and keys."""

from typing import Any

from django.db import models

from kollega.kernel.ids import new_id


class PracticeKey(models.ForeignKey):  # type: ignore[type-arg]  # the target is always a Practice
    """The column that makes a tenant table: it brings row-level security and UNIQUE (practice, id)."""

    tenant_column = True

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("to", "practices.Practice")
        kwargs.setdefault("on_delete", models.PROTECT)
        kwargs.setdefault("related_name", "+")
        kwargs.setdefault("db_index", False)
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)


class PracticeId(models.UUIDField):  # type: ignore[type-arg]  # always a UUID
    """The same for tables below the practices domain, which may not point up to it."""

    tenant_column = True


class TenantForeignKey(models.ForeignKey):  # type: ignore[type-arg]  # as ForeignKey itself
    """A foreign key over (practice_id, id), so that the database refuses rows of another practice.

    Plain foreign keys are checked without row-level security and would accept a foreign id.
    """

    over_practice = True

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs.setdefault("related_name", "+")
        super().__init__(to, on_delete, **kwargs)


class TenantModel(models.Model):
    """Base of every table that belongs to a practice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    practice = PracticeKey()

    class Meta:
        abstract = True
