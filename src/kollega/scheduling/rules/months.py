"""The local months in which appointments count against a plan (BK-10)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a practice's zone: the instants, in UTC, at which it begins and the next one begins."""

    starts_at: datetime
    ends_at: datetime

    def holds(self, moment: datetime) -> bool:
        return self.starts_at <= moment < self.ends_at


def month_of(moment: datetime, zone: ZoneInfo) -> Month:
    """Return the local month that an instant lies in."""
    local = moment.astimezone(zone)
    first = datetime(local.year, local.month, 1, tzinfo=zone)
    following = datetime(local.year + local.month // 12, local.month % 12 + 1, 1, tzinfo=zone)
    return Month(first.astimezone(UTC), following.astimezone(UTC))
