"""Times, lengths and house rules of shared rooms in words."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from kollega.communities.queries.partners import SharedRoomRow
from kollega.web.calendar import day_words


def when(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Tue 3 Mar 10:00-10:45."""
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return f"{day_words.short_day(starts.date())} {starts:%H:%M}–{ends:%H:%M}"


def all_when(times: Iterable[tuple[datetime, datetime]], zone: ZoneInfo) -> list[str]:
    return [when(starts_at, ends_at, zone) for starts_at, ends_at in times]


def house_rules(room: SharedRoomRow) -> str:
    """Quiet 12:00-13:00 · 40 h a month for each practice."""
    parts = []
    if room.quiet_from is not None and room.quiet_until is not None:
        slots = {"start": f"{room.quiet_from:%H:%M}", "end": f"{room.quiet_until:%H:%M}"}
        parts.append(_("Quiet %(start)s–%(end)s") % slots)
    if room.fair_minutes is not None:
        parts.append(_("%(hours)s h a month for each practice") % {"hours": hours(room.fair_minutes)})
    return " · ".join(parts)


def hours(minutes: int) -> str:
    """Minutes as hours with at most two decimals, by the language."""
    return str(format_decimal(round(minutes / 60, 2), format="#,##0.##", locale=day_words.locale()))
