"""Which plans are stored anywhere in the installation, for the operator."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """`kind` is seat, practice or contract; `number` counts them. No ids, so it crosses practices by a function."""

    kind: str
    plan_id: str
    number: int


def stored_plans() -> list[StoredPlan]:
    """Return the plans of running seats, of practices now, and of contracts."""
    with connection.cursor() as cursor:
        cursor.execute("select kind, plan, number from catalogue_stored_plans() order by kind, plan")
        return [StoredPlan(*row) for row in cursor.fetchall()]
