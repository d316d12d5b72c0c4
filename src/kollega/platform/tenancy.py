"""Which practice the current work belongs to.

The scope is set on the database connection at the start of each transaction; row-level security reads it
there. Without a scope a tenant table shows no rows and takes none.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Scope:
    practice_id: UUID | None = None
    person_id: UUID | None = None

    @property
    def settings(self) -> tuple[str, str]:
        """The values of `app.practice` and `app.person`; empty text means unset."""
        return (str(self.practice_id or ""), str(self.person_id or ""))


_NOWHERE = Scope()
_scope: ContextVar[Scope] = ContextVar("scope", default=_NOWHERE)


def current_scope() -> Scope:
    return _scope.get()


@contextmanager
def tenant(practice_id: UUID | None, person_id: UUID | None = None) -> Iterator[None]:
    """Do the work inside for this practice (and person); the previous scope comes back afterwards."""
    token = _scope.set(Scope(practice_id, person_id))
    _tell_open_transactions()
    try:
        yield
    finally:
        _scope.reset(token)
        _tell_open_transactions()


def _tell_open_transactions() -> None:
    for connection in connections.all(initialized_only=True):
        if connection.in_atomic_block and connection.connection is not None:
            apply_scope(connection)


def apply_scope(connection: BaseDatabaseWrapper) -> None:
    """Write the current scope into the open transaction, unless that has failed or already has it."""
    raw: Any = connection.connection
    scope = current_scope()
    told: Any = connection
    if told.told_scope == scope:
        return
    # Until the statement below has run, nothing is known for certain.
    told.told_scope = None
    if raw.closed or raw.info.transaction_status.name == "INERROR":
        return
    raw.execute(
        "select set_config('app.practice', %s, true), set_config('app.person', %s, true)",
        scope.settings,
    )
    told.told_scope = scope
