"""Settings of a whole team that no member can override (T11)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from kollega.kernel.errors import N_
from kollega.kernel.permissions import Role

FEWEST_DAYS, MOST_DAYS = 1, 365
LONGEST_FOOTER = 300


class Viewing(StrEnum):
    """Who may read colleagues' signed notes: each one includes those before it."""

    NOBODY = "nobody"
    ADMINS = "admins"
    ASSISTANTS = "assistants"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """`draft_days`: a draft that nobody touched for so long goes to the bin, or is locked once it was saved."""

    second_factor_for_all: bool
    consent_reminder: bool
    draft_days: int
    note_footer: str
    viewing: Viewing


def team_settings_faults(wanted: TeamSettings) -> dict[str, str]:
    """Return a sentence for each field that cannot stand, by its name; empty when all is well."""
    fields: dict[str, str] = {}
    if not FEWEST_DAYS <= wanted.draft_days <= MOST_DAYS:
        fields["draft_days"] = N_("Enter a number of days from 1 to 365.")
    if len(wanted.note_footer) > LONGEST_FOOTER:
        fields["note_footer"] = N_("Enter at most 300 characters.")
    return fields


def may_view(viewing: Viewing, roles: Collection[Role]) -> bool:
    """Say whether somebody with these roles may read colleagues' signed notes."""
    if viewing is Viewing.EVERYONE:
        return True
    allowed: dict[Viewing, frozenset[Role]] = {
        Viewing.ADMINS: frozenset({Role.OWNER, Role.ADMIN}),
        Viewing.ASSISTANTS: frozenset({Role.OWNER, Role.ADMIN, Role.ASSISTANT}),
    }
    return bool(allowed.get(viewing, frozenset()).intersection(roles))
