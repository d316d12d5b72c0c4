"""Who runs this installation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from kollega.operator.models import Operator


@dataclass(frozen=True, slots=True)
class OperatorRow:
    person_id: UUID
    name: str
    email: str
    language: str
    since: datetime


def is_operator(person_id: UUID) -> bool:
    """Say whether this person runs the installation now. A person of the demo never does in production (AU-9)."""
    return _running().filter(person_id=person_id).exists()


def operators() -> list[OperatorRow]:
    """Return who runs the installation now, by name."""
    rows = _running().select_related("person").order_by("person__name", "id")
    return [
        OperatorRow(row.person_id, row.person.name, row.person.email, row.person.language, row.since) for row in rows
    ]


def _running() -> "QuerySet[Operator]":
    running = Operator.objects.filter(ended_at=None, person__is_active=True)
    return running.exclude(person__is_demo=True) if settings.PRODUCTION else running
