"""Changing what holds for the whole team (T11)."""

from dataclasses import asdict, replace
from typing import Any

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.practices.models import Practice
from kollega.practices.queries.team_settings import team_settings_of
from kollega.practices.rules.team_settings import TeamSettings, team_settings_faults


@operation(requires=Permission.PRACTICE_MANAGE)
def change_team_settings(actor: Actor, *, wanted: TeamSettings) -> None:
    """Make these the settings of the team, from the next request on. Refuses with BadInput.

    The log keeps what changed and to what; of the footer only that it changed.
    """
    wanted = replace(wanted, note_footer=wanted.note_footer.strip())
    faults = team_settings_faults(wanted)
    if faults:
        raise BadInput(fields=faults)
    Practice.objects.select_for_update(no_key=True).get(id=actor.practice_id)
    before = asdict(team_settings_of(actor.practice_id))
    changed = {name: value for name, value in asdict(wanted).items() if value != before[name]}
    Practice.objects.filter(id=actor.practice_id).update(**asdict(wanted))
    record(actor, Action.CHANGE, "team_settings", actor.practice_id, **_told(changed))


def _told(changed: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changed.items() if name != "note_footer"} | {"fields": sorted(changed)}
