"""Who does something: a person in one practice at one moment, or a job on behalf of the practice.

The operator of the installation is a person without a membership, whose source is the back office.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from kollega.kernel.errors import Forbidden
from kollega.kernel.grants import Deed, Grant
from kollega.kernel.permissions import Area, ClientFields, Permission, Role


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
    `authenticated_at` is the real time of the last authentication, for what needs a fresh one. `grants` are those of
    calendar owners that run or begin later. `limited_rights` are those that only they bring, or area T with less than
    contact data: with these alone only what declares itself made for delegates can be done. `office_fields` is how much
    of clients office staff with area T are shown.
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
    grants: tuple[Grant, ...] = ()
    limited_rights: frozenset[Permission] = frozenset()
    office_fields: ClientFields = ClientFields.CONTACT
    authenticated_at: datetime | None = field(default=None, compare=False)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def grants_on(self, column: UUID) -> tuple[Grant, ...]:
        """Return the grants by which the actor may be in the column of this membership now."""
        return tuple(grant for grant in self.grants if grant.owner_id == column and grant.runs_at(self.at))

    def granted(self, column: UUID, deed: Deed) -> bool:
        """Say whether a running grant of the column's owner allows this."""
        return any(deed in grant.deeds for grant in self.grants_on(column))

    @property
    def known_columns(self) -> frozenset[UUID] | None:
        """The only columns that exist for a delegate without a calendar right of their own; None for all."""
        if Permission.CALENDAR_SEE not in self.limited_rights or self.may(Permission.APPOINTMENT_BOOK_ANY):
            return None
        return frozenset(grant.owner_id for grant in self.grants if grant.runs_at(self.at))

    @property
    def own_membership(self) -> UUID:
        """The membership that acts. Refuses with Forbidden for a job, which has none."""
        if self.membership_id is None:
            raise Forbidden
        return self.membership_id

    @property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
