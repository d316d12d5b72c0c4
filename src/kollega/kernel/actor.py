"""Who does something: a person in one practice at one moment, or a job on behalf of the practice.

The operator of the installation is a person without a membership, whose source is the back office.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from kollega.kernel.errors import Forbidden
from kollega.kernel.permissions import Area, Permission, Role


class Source(StrEnum):
    PAGE = "page"
    API = "api"
    FEED = "feed"
    JOB = "job"
    CONSOLE = "console"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Actor:
    """Handed by keyword-free first position to every operation and query.

    `at` is business time in UTC and the only clock an operation sees. `person_id` is None for jobs.
    `authenticated_at` is the real time of the last authentication, for what needs a fresh one.
    """

    person_id: UUID | None
    practice_id: UUID
    membership_id: UUID | None
    roles: frozenset[Role]
    areas: frozenset[Area]
    permissions: frozenset[Permission]
    at: datetime
    zone: str
    language: str
    source: Source
    request_id: str = ""
    on_behalf_of: UUID | None = None
    authenticated_at: datetime | None = field(default=None, compare=False)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def own_membership(self) -> UUID:
        """The membership that acts. Refuses with Forbidden for a job, which has none."""
        if self.membership_id is None:
            raise Forbidden
        return self.membership_id

    @property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
