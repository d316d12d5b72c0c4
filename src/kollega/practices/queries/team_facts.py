"""What makes a practice a team; inside its scope."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.practices.models import Practice
from kollega.practices.queries.teams import member_count


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """`team_since` is when the team was created, `records` who is responsible: `central` or `individual` (T9)."""

    name: str
    slug: str
    team_since: datetime | None
    records: str
    member_count: int

    @property
    def is_team(self) -> bool:
        """T1: more than one member, or made to have them."""
        return self.team_since is not None or self.member_count > 1


def team_facts(practice_id: UUID) -> TeamFacts:
    """Return what holds of the practice now."""
    row = Practice.objects.get(id=practice_id)
    count = member_count(practice_id)
    return TeamFacts(row.name, row.slug, row.team_since, row.records, count)
