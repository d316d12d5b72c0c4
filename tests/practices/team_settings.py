"""Settings of a team, as its owner sets them."""

from dataclasses import replace
from typing import Any

from kollega.kernel.actor import Actor
from kollega.practices.operations.team_settings import change_team_settings
from kollega.practices.queries.team_settings import team_settings


def put_settings(owner: Actor, **values: Any) -> None:
    """Change some of the settings and leave the others."""
    change_team_settings(owner, wanted=replace(team_settings(owner), **values))
