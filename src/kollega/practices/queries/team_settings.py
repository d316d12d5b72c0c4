"""What holds for the whole team (T11)."""

from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.practices.models import Practice
from kollega.practices.rules.team_settings import TeamSettings, Viewing


@query(requires=Permission.PRACTICE_SEE)
def team_settings(actor: Actor) -> TeamSettings:
    """Return the settings of the actor's team; every member may know them."""
    return team_settings_of(actor.practice_id)


def team_settings_of(practice_id: UUID) -> TeamSettings:
    """The same inside an operation or query."""
    row = Practice.objects.get(id=practice_id)
    return TeamSettings(
        second_factor_for_all=row.second_factor_for_all,
        consent_reminder=row.consent_reminder,
        draft_days=row.draft_days,
        note_footer=row.note_footer,
        viewing=Viewing(row.viewing),
    )
