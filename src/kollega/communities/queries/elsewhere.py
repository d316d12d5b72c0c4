"""The same moment in another practice: for what must be asked or ended there, inside its scope."""

from dataclasses import replace
from uuid import UUID

from kollega.kernel.actor import Actor


def acting_for(actor: Actor, practice_id: UUID) -> Actor:
    """Return an actor of that practice without person or rights; it writes no log there."""
    return replace(actor, practice_id=practice_id, person_id=None, membership_id=None, permissions=frozenset())
