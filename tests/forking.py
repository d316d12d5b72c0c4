"""For tests that kill a process of their own."""

from django.db import connections


def leave_no_connection() -> None:
    """Close connections and pools before a fork: a socket that both have would live on when the child is killed."""
    for each in connections.all(initialized_only=True):
        each.close()
        each.close_pool()  # type: ignore[attr-defined]
