"""Time that another practice takes up in a shared room, as a card: no id, no name, nothing but room and times (B6)."""

from datetime import date

from django.utils.translation import gettext as _

from kollega.scheduling.queries.others_time import OccupiedTime
from kollega.web.calendar.cards import Card, Surroundings, stretch_on


def occupied_card(other: OccupiedTime, day: date, around: Surroundings, *, in_room: bool) -> Card | None:
    """The card of a day; `in_room` for the room's own column, where its name need not stand."""
    at = stretch_on(day, other.starts_at, other.ends_at, around.zone)
    if at is None:
        return None
    starts, ends = (f"{moment.astimezone(around.zone):%H:%M}" for moment in (other.starts_at, other.ends_at))
    place = "" if in_room else around.rooms.get(other.room_id, "")
    parts = (_("%(start)s to %(end)s") % {"start": starts, "end": ends}, _("Occupied"), place)
    return Card(
        at=at,
        classes="cal-occupied",
        starts=starts,
        ends=ends,
        id=None,
        url="",
        name=_("Occupied"),
        short=_("Occupied"),
        initials="",
        is_client=False,
        code="",
        place=place,
        service="",
        glyphs=(),
        status="",
        status_words="",
        label=", ".join(part for part in parts if part),
        version=0,
        blocking=True,
        may_move=False,
        note_url="",
        buffers=(),
    )
