"""An id as it stands in an address or a field."""

from uuid import UUID


def id_in(text: str) -> UUID | None:
    """Return the id, or None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
