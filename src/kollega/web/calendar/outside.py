"""Time that is taken in a member's other calendars: dotted in the grid, with its age in words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kollega.kernel.clock import real_now
from kollega.scheduling.queries.outside_busy import OutsideTime
from kollega.web.calendar.cards import Stretch, Surroundings, stretch_on


@dataclass(frozen=True, slots=True)
class OutsideMark:
    """One dotted stretch of a day; `age` says how old the knowledge is."""

    at: Stretch
    words: str
    age: str

    @property
    def times(self) -> str:
        """From when to when on its day."""
        return f"{self.at.start // 60:02}:{self.at.start % 60:02}–{self.at.end // 60:02}:{self.at.end % 60:02}"


def marks_of(times: list[OutsideTime], clinician_id: UUID, day: date, around: Surroundings) -> tuple[OutsideMark, ...]:
    """Return the marks of a member's day; time that two calendars take alike is marked once, with the older age."""
    marks: dict[tuple[int, int], OutsideMark] = {}
    for one in sorted(times, key=_age):
        at = stretch_on(day, one.starts_at, one.ends_at, around.zone) if one.clinician_id == clinician_id else None
        if at is not None:
            words = _("Taken elsewhere") if one.read_at else _("Taken in another practice")
            mark = OutsideMark(at, words, age_words(one.read_at) if one.read_at else "")
            marks.setdefault((at.start, at.length), mark)
    return tuple(marks.values())


def _age(one: OutsideTime) -> float:
    """The oldest first; another practice is known as of now."""
    return one.read_at.timestamp() if one.read_at else float("inf")


def age_words(read_at: datetime) -> str:
    """Say how long ago something was read."""
    age = max(timedelta(0), real_now() - read_at)
    minutes, hours = int(age.total_seconds() // 60), int(age.total_seconds() // 3600)
    if minutes < 1:
        return _("read just now")
    if hours < 1:
        return ngettext("read %(count)s min ago", "read %(count)s min ago", minutes) % {"count": minutes}
    if age.days < 2:
        return ngettext("read %(count)s hour ago", "read %(count)s hours ago", hours) % {"count": hours}
    return ngettext("read %(count)s day ago", "read %(count)s days ago", age.days) % {"count": age.days}
