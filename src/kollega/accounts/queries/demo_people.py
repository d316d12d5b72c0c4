"""The people that only the demo may have."""

from uuid import UUID

from kollega.accounts.models import Person


def has_demo_people() -> bool:
    """Say whether the installation holds demo people; production does not start with them (AU-9)."""
    return Person.objects.filter(is_demo=True).exists()


def demo_people() -> dict[str, UUID]:
    """Return the ids of the demo people by address."""
    return dict(Person.objects.filter(is_demo=True).values_list("email", "id"))
