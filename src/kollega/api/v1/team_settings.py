"""What holds for the whole team, and no member can override (T11)."""

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.kernel.permissions import Permission
from kollega.practices.operations.team_settings import change_team_settings
from kollega.practices.queries.team_settings import team_settings
from kollega.practices.rules.team_settings import TeamSettings, Viewing

router = Router()
PATH = "/practice/team-settings"


class TeamSettingsBody(Schema):
    second_factor_for_all: bool = Field(description="Everybody needs a second factor, also who sees no clients")
    consent_reminder: bool = Field(description="A note is begun with `consent_confirmed` only")
    draft_days: int = Field(description="1 to 365: then untouched drafts go to the bin, or are locked once saved")
    note_footer: str = Field(description="The last line of printed notes")
    viewing: Viewing = Field(description="Who reads colleagues' signed notes; each includes those before it")


@endpoint(router, "GET", PATH, requires=Permission.PRACTICE_SEE, answer=TeamSettingsBody, tag="Practice")
def read_team_settings(request: ApiRequest) -> TeamSettings:
    """What holds for the whole team."""
    return team_settings(request.actor)


@endpoint(router, "PUT", PATH, requires=Permission.PRACTICE_MANAGE, answer=TeamSettingsBody, tag="Practice")
def edit_team_settings(request: ApiRequest, body: TeamSettingsBody) -> TeamSettings:
    """Change what holds for the whole team, as a whole."""
    change_team_settings(request.actor, wanted=TeamSettings(**body.dict()))
    return team_settings(request.actor)
