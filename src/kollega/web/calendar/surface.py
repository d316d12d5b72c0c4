"""The grid of day, week and group view: columns of people or rooms, with bands of working time and cards."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kollega.practices.queries.columns import CalendarMember
from kollega.scheduling.queries.calendar import CalendarEvent, CalendarRange
from kollega.scheduling.queries.offers import RoomRow
from kollega.scheduling.queries.others_time import OccupiedTime
from kollega.scheduling.rules.windows import Window
from kollega.web.calendar import day_words
from kollega.web.calendar.cards import Card, Stretch, Surroundings, card_of, stretch_on
from kollega.web.calendar.occupied import occupied_card
from kollega.web.calendar.outside import OutsideMark, marks_of

FIRST_HOUR, LAST_HOUR = 7, 18
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card with its lane among those that run at the same time."""

    card: Card
    lane: int
    lanes: int

    @property
    def classes(self) -> str:
        lane = f" lane{self.lane} of{self.lanes}" if self.lanes > 1 else ""
        return f"{self.card.classes} {self.card.at.classes}{lane}"


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column: a day of a person or of a room. `person` and `room` are ids as text, one of them empty.

    `shared` marks a room that other practices use too.
    """

    id: str
    day: date
    person: str
    room: str
    head: str
    sub: str
    label: str
    today: bool
    first_of_day: bool
    bookable: bool
    bands: tuple[Stretch, ...]
    cards: tuple[PlacedCard, ...]
    shared: bool = False
    outside: tuple[OutsideMark, ...] = ()


@dataclass(frozen=True, slots=True)
class DayHead:
    """The head over the columns of one day, when a day has several."""

    day: date
    words: str
    span: int
    today: bool
    holiday: str


@dataclass(frozen=True, slots=True)
class Surface:
    columns: tuple[ColumnView, ...]
    days: tuple[DayHead, ...]
    two_rows: bool
    days_as_heads: bool
    first_hour: int
    last_hour: int
    now: str
    now_at: Stretch
    token: str

    @property
    def hours(self) -> range:
        return range(self.first_hour, self.last_hour)

    @property
    def classes(self) -> str:
        return f"from{self.first_hour} to{self.last_hour} cols{len(self.columns)}"


def grid_of(
    found: CalendarRange,
    days: Iterable[date],
    around: Surroundings,
    *,
    people: list[CalendarMember],
    rooms: list[RoomRow],
    bookable: frozenset[UUID],
) -> Surface:
    """Lay out the days for these people's or these rooms' columns; `bookable` are whose time the viewer may book."""
    zone, today = around.zone, around.now.astimezone(around.zone).date()
    holidays = {holiday.day: holiday.name for holiday in found.holidays}
    width = len(people) + len(rooms)
    columns: list[ColumnView] = []
    heads: list[DayHead] = []
    for day in days:
        shown = [*(_person_column(found, day, one, around, one.id in bookable) for one in people)]
        shown += [_room_column(found, day, one, around, bool(bookable)) for one in rooms]
        columns += [replace(column, first_of_day=index == 0) for index, column in enumerate(shown)]
        heads.append(
            DayHead(day, day_words.capital(day_words.short_day(day)), width, day == today, holidays.get(day, ""))
        )
    if width == 1:
        columns = [
            replace(column, head=head.words, sub=column.sub) for column, head in zip(columns, heads, strict=True)
        ]
    stretches = [placed.card.at for column in columns for placed in column.cards]
    stretches += [band for column in columns for band in column.bands]
    now = around.now.astimezone(zone)
    return Surface(
        columns=tuple(columns),
        days=tuple(heads),
        two_rows=width > 1 and len(heads) > 1,
        days_as_heads=width == 1,
        first_hour=min([FIRST_HOUR, *(one.start // 60 for one in stretches)]),
        last_hour=max([LAST_HOUR, *(-(-one.end // 60) for one in stretches)]),
        now=f"{now:%Y-%m-%dT%H:%M:%S}",
        now_at=Stretch(now.hour * 60 + now.minute, 0),
        token=found.token,
    )


def shown_days(found: CalendarRange, days: Iterable[date], *, weekend: bool) -> list[date]:
    """The days of a week to show: an empty Saturday or Sunday only when asked for."""
    zone = ZoneInfo(found.zone)
    used = {day for windows in found.windows.values() for day, parts in windows.items() if parts}
    for event in found.events:
        used.add(event.starts_at.astimezone(zone).date())
        used.add((event.ends_at - timedelta(seconds=1)).astimezone(zone).date())
    used.update(one.starts_at.astimezone(zone).date() for one in found.occupied)
    return [day for day in days if weekend or day.weekday() < SATURDAY or day in used]


def _person_column(
    found: CalendarRange, day: date, member: CalendarMember, around: Surroundings, bookable: bool
) -> ColumnView:
    events = [event for event in found.events if event.clinician_id == member.id]
    windows = found.windows.get(member.id, {}).get(day, [])
    bands = _bands(windows, day, around.zone)
    own = _placed(events, day, around, in_room=False)
    cards = _placed(events, day, around, in_room=False, others=_others(found, windows))
    return ColumnView(
        id=f"c-{day:%m%d}-{member.id}",
        day=day,
        person=str(member.id),
        room="",
        head=member.name,
        sub=_person_sub(bands, own, windows, around),
        label=f"{day_words.short_day(day)}, {member.name}",
        today=day == around.now.astimezone(around.zone).date(),
        first_of_day=False,
        bookable=bookable,
        bands=bands,
        cards=cards,
        outside=marks_of(found.outside, member.id, day, around),
    )


def _room_column(found: CalendarRange, day: date, room: RoomRow, around: Surroundings, bookable: bool) -> ColumnView:
    events = [event for event in found.events if event.room_id == room.id]
    others = [one for one in found.occupied if one.room_id == room.id]
    cards = _placed(events, day, around, in_room=True, others=others)
    count = len(cards) - len(_placed((), day, around, in_room=True, others=others))
    return ColumnView(
        id=f"c-{day:%m%d}-{room.id}",
        day=day,
        person="",
        room=str(room.id),
        head=room.name,
        shared=room.shared_room_id is not None,
        sub=ngettext("%(count)s booking", "%(count)s bookings", count) % {"count": count} if count else "",
        label=f"{day_words.short_day(day)}, {room.name}",
        today=day == around.now.astimezone(around.zone).date(),
        first_of_day=False,
        bookable=bookable,
        bands=(Stretch(FIRST_HOUR * 60, (LAST_HOUR - FIRST_HOUR) * 60),),
        cards=cards,
    )


def _bands(windows: Iterable[Window], day: date, zone: ZoneInfo) -> tuple[Stretch, ...]:
    parts = (stretch_on(day, window.starts_at, window.ends_at, zone) for window in windows)
    return tuple(part for part in parts if part)


def _person_sub(
    bands: tuple[Stretch, ...], cards: tuple[PlacedCard, ...], windows: list[Window], around: Surroundings
) -> str:
    """Room of the day and booked of working time."""
    if not bands and not cards:
        return _("off")
    booked = sum(placed.card.at.length for placed in cards if placed.card.blocking)
    capacity = sum(band.length for band in bands)
    rooms = dict.fromkeys(around.rooms.get(window.room_id, "") for window in windows if window.room_id)
    fill = _("%(booked)s of %(capacity)s h") % {
        "booked": day_words.hours(booked),
        "capacity": day_words.hours(capacity),
    }
    return " · ".join([*(room for room in rooms if room), fill])


def _others(found: CalendarRange, windows: list[Window]) -> list[OccupiedTime]:
    """What others take up of the room that the person works in that day, or of the only room there is."""
    usual = {window.room_id for window in windows}
    only = {room.id for room in found.rooms} if len(found.rooms) == 1 else set()
    return [one for one in found.occupied if one.room_id in usual | only]


def _placed(
    events: Iterable[CalendarEvent],
    day: date,
    around: Surroundings,
    *,
    in_room: bool,
    others: Iterable[OccupiedTime] = (),
) -> tuple[PlacedCard, ...]:
    drawn = [card_of(event, day, around, in_room=in_room) for event in events]
    drawn += [occupied_card(one, day, around, in_room=in_room) for one in others]
    cards = [card for card in drawn if card]
    return tuple(_laned(sorted(cards, key=lambda card: (card.at.start, -card.at.length))))


def _laned(cards: list[Card]) -> Iterable[PlacedCard]:
    """Cards that run at the same time stand side by side, in clusters of what touches."""
    cluster: list[tuple[Card, int]] = []
    end = -1
    for card in cards:
        if card.at.start >= end and cluster:
            yield from _cluster(cluster)
            cluster = []
        taken = {lane for other, lane in cluster if other.at.end > card.at.start}
        lane = next(number for number in range(len(cluster) + 1) if number not in taken)
        cluster.append((card, lane))
        end = max(end, card.at.end)
    yield from _cluster(cluster)


def _cluster(cluster: list[tuple[Card, int]]) -> Iterable[PlacedCard]:
    lanes = max((lane for _card, lane in cluster), default=0) + 1
    return (PlacedCard(card, min(lane, 5), min(lanes, 6)) for card, lane in cluster)
