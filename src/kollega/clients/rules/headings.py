"""The fixed headings of the client information (C1), in the order in which they are shown and printed."""

from enum import StrEnum

from kollega.kernel.errors import N_


class Heading(StrEnum):
    BACKGROUND = "background"
    HEALTH = "health"
    NETWORK = "network"
    GOALS = "goals"
    CONTACTS = "contacts"
    OTHER = "other"


TITLES: dict[Heading, str] = {
    Heading.BACKGROUND: N_("Background"),
    Heading.HEALTH: N_("Health and medication"),
    Heading.NETWORK: N_("Family and people around"),
    Heading.GOALS: N_("Goals and agreements"),
    Heading.CONTACTS: N_("Other caregivers"),
    Heading.OTHER: N_("Other"),
}
LONGEST_TEXT = 20_000
