"""Whether the practice can send SMS. Undecorated."""

from uuid import UUID


def can_text(practice_id: UUID) -> bool:
    return False
