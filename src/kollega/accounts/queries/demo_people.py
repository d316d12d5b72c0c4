"""Whether the installation holds people that only the demo may have."""

from kollega.accounts.models import Person


def has_demo_people() -> bool:
    return Person.objects.filter(is_demo=True).exists()
