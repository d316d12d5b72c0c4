"""The practice acting for a visitor: what a public booking does to calendar and clients once its own rules allow it."""

from dataclasses import replace

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission

_NEEDED = {
    Permission.APPOINTMENT_BOOK,
    Permission.APPOINTMENT_CHANGE,
    Permission.APPOINTMENT_BOOK_ANY,
    Permission.CLIENT_CREATE,
    Permission.CLIENT_OPEN,
    Permission.CLIENT_CONTACT_ANY,
}


def as_practice(actor: Actor) -> Actor:
    """Return the same visitor (or job) with the rights that booking one visit takes; for nested operations only."""
    return replace(actor, permissions=actor.permissions | _NEEDED)
