"""A day as a list: its cards and what is taken elsewhere in order, with the free stretches between as offers."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from kollega.scheduling.queries.calendar import CalendarRange
from kollega.web.calendar import day_words
from kollega.web.calendar.address import Place
from kollega.web.calendar.cards import Card, Stretch
from kollega.web.calendar.outside import OutsideMark
from kollega.web.calendar.surface import ColumnView

SHORTEST_GAP = 30


@dataclass(frozen=True, slots=True)
class DayRow:
    """A card, time that is taken elsewhere, or a free stretch; `query` opens the booking page for that."""

    card: Card | None = None
    outside: OutsideMark | None = None
    free: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class StripDay:
    day: date
    weekday: str
    number: int
    count: int
    query: str
    label: str
    current: bool
    today: bool


def rows_of(column: ColumnView, *, not_before: int = 0) -> list[DayRow]:
    """The cards of a column with its gaps of half an hour and more inside working time, after a minute of the day.

    What is taken elsewhere stands as a row of its own and is no gap.
    """
    rows = [(placed.card.at.start, DayRow(placed.card)) for placed in column.cards]
    rows += [(mark.at.start, DayRow(outside=mark)) for mark in column.outside]
    if column.bookable:
        rows += [(gap.start, _gap(column, gap)) for gap in _gaps(column, not_before)]
    return [row for _start, row in sorted(rows, key=lambda pair: pair[0])]


def _gap(column: ColumnView, gap: Stretch) -> DayRow:
    start = f"{gap.start // 60:02}:{gap.start % 60:02}"
    fields = {"date": column.day.isoformat(), "start": start, "clinician": column.person}
    return DayRow(free=f"{start}–{gap.end // 60:02}:{gap.end % 60:02}", query=urlencode(fields))


def _gaps(column: ColumnView, not_before: int) -> list[Stretch]:
    taken = [placed.card.at for placed in column.cards if placed.card.blocking] + [mark.at for mark in column.outside]
    busy = sorted(taken, key=lambda at: at.start)
    found: list[Stretch] = []
    for band in column.bands:
        start = max(band.start, not_before)
        for at in busy:
            if at.end <= start or at.start >= band.end:
                continue
            found.append(Stretch(start, at.start - start))
            start = max(start, at.end)
        found.append(Stretch(start, band.end - start))
    return [gap for gap in found if gap.length >= SHORTEST_GAP]


def strip_of(place: Place, found: CalendarRange) -> list[StripDay]:
    """The week around the day of the page, with the number of appointments where the page knows them."""
    zone, today = ZoneInfo(found.zone), found.now.astimezone(ZoneInfo(found.zone)).date()
    monday = place.day - timedelta(days=place.day.weekday())
    counts: dict[date, int] = {}
    for event in found.events:
        day = event.starts_at.astimezone(zone).date()
        counts[day] = counts.get(day, 0) + 1
    return [
        StripDay(
            day=day,
            weekday=day_words.weekday(day),
            number=day.day,
            count=counts.get(day, 0),
            query=place.at(day).query,
            label=day_words.full_day(day),
            current=day == place.day,
            today=day == today,
        )
        for day in (monday + timedelta(days=step) for step in range(7))
    ]
