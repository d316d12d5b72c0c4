"""One event as a card: what it shows, which shape its state has, how it is read aloud."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from kollega.scheduling.enums import Kind, Place, Status
from kollega.scheduling.queries.calendar import CalendarEvent
from kollega.scheduling.queries.offers import ServiceRow
from kollega.web.calendar import day_words
from kollega.web.calendar.notes import SIGNED, States, clients_to_write_about, note_address, state_of
from kollega.web.calendar.status_words import status_word
from kollega.web.calendar.titles import title_of

DAY_MINUTES = 24 * 60
HUES = ("blue", "amber", "green", "violet", "teal", "brick", "plum", "olive")
STATUS_GLYPHS = {
    Status.REQUESTED: "ask",
    Status.CONFIRMED: "tick",
    Status.ARRIVED: "door",
    Status.COMPLETED: "attended",
    Status.NO_SHOW: "noshow",
    Status.LATE_CANCELLED: "cancelled",
    Status.CANCELLED: "cancelled",
}
STATUS_SHAPES = {
    Status.REQUESTED: "cal-requested",
    Status.COMPLETED: "cal-completed",
    Status.NO_SHOW: "cal-missed",
    Status.LATE_CANCELLED: "cal-missed cal-cancelled",
    Status.CANCELLED: "cal-cancelled",
}
GONE = frozenset({Status.NO_SHOW, Status.LATE_CANCELLED, Status.CANCELLED})
MOST_GLYPHS = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """Minutes from local midnight, inside one day."""

    start: int
    length: int

    @property
    def end(self) -> int:
        return self.start + self.length

    @property
    def classes(self) -> str:
        """The classes that put an element at its minute."""
        return f"h{self.start // 60} m{self.start % 60} dh{self.length // 60} dm{self.length % 60}"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What cards of one page share."""

    zone: ZoneInfo
    now: datetime
    practice: str
    services: dict[UUID, ServiceRow]
    rooms: dict[UUID, str]
    initials: dict[UUID, str]
    notes: States | None
    membership_id: UUID | None


@dataclass(frozen=True, slots=True)
class Card:
    """One card in one column. `url` is empty for time that is merely occupied."""

    at: Stretch
    classes: str
    starts: str
    ends: str
    id: UUID | None
    url: str
    name: str
    short: str
    initials: str
    is_client: bool
    code: str
    place: str
    service: str
    glyphs: tuple[str, ...]
    status: str
    status_words: str
    label: str
    version: int
    blocking: bool
    may_move: bool
    note_url: str
    buffers: tuple[Stretch, ...]


def stretch_on(day: date, starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> Stretch | None:
    """The part of an event that lies on this local day, None when it does not touch it."""
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    if starts.date() > day or ends.date() < day or ends == datetime.combine(day, time(), tzinfo=zone):
        return None
    start = starts.hour * 60 + starts.minute if starts.date() == day else 0
    end = ends.hour * 60 + ends.minute if ends.date() == day else DAY_MINUTES
    return Stretch(start, max(5, end - start))


def card_of(event: CalendarEvent, day: date, around: Surroundings, *, in_room: bool) -> Card | None:
    """The card of an event on a day; `in_room` for the column of a room, where the person's initials stand."""
    at = stretch_on(day, event.starts_at, event.ends_at, around.zone)
    if at is None:
        return None
    service = around.services.get(event.service_id) if event.service_id else None
    title = title_of(event, service, around.zone)
    place = _place(event, around, in_room=in_room)
    glyphs = _glyphs(event, around)
    starts, ends = (day_words.clock(moment.astimezone(around.zone)) for moment in (event.starts_at, event.ends_at))
    return Card(
        at=at,
        classes=_classes(event, service),
        starts=starts,
        ends=ends,
        id=event.id,
        url=reverse("calendar:appointment", args=[around.practice, event.id]) if event.id else "",
        name=title.name,
        short=title.short,
        initials=title.initials,
        is_client=title.is_person,
        code=service.code if service else "",
        place=place,
        service=service.name if service else "",
        glyphs=glyphs,
        status=event.status.value if event.status and event.kind is Kind.VISIT else "",
        status_words=status_word(event.status) if event.status and event.kind is Kind.VISIT else "",
        label=_label(event, service, title.spoken, place, glyphs, starts, ends),
        version=event.version,
        blocking=not event.overlaps and event.status not in GONE,
        may_move=event.may_change and event.status not in GONE,
        note_url=_note_url(event, around),
        buffers=_buffers(event, day, around.zone),
    )


def _place(event: CalendarEvent, around: Surroundings, *, in_room: bool) -> str:
    where = around.rooms.get(event.room_id, "") if event.room_id else ""
    if event.place is Place.VIDEO:
        where = _("Video")
    if in_room:
        return around.initials.get(event.clinician_id, "")
    return where


def _classes(event: CalendarEvent, service: ServiceRow | None) -> str:
    if not event.full:
        return "cal-occupied"
    if event.kind is Kind.BLOCK:
        return "cal-block cal-loose" if event.overlaps else "cal-block"
    hue = HUES[(service.colour - 1) % len(HUES)] if service else "blue"
    shape = STATUS_SHAPES.get(event.status, "") if event.status else ""
    loose = " cal-loose" if event.overlaps else ""
    return f"event hue-{hue} {shape}{loose}".strip()


def _glyphs(event: CalendarEvent, around: Surroundings) -> tuple[str, ...]:
    """At most three, the most pressing first: status, missing note, override, repeat."""
    if not event.full or event.kind is not Kind.VISIT or event.status is None:
        return ()
    past = event.ends_at <= around.now
    status = STATUS_GLYPHS.get(event.status) or ("open" if past else "")
    wanted = {
        status: bool(status),
        "note": _note_missing(event, around),
        "lock": _is_signed(event, around),
        "changed": event.length_overridden,
        "repeat": event.recurrence_id is not None,
    }
    return tuple(name for name, shown in wanted.items() if shown)[:MOST_GLYPHS]


def _is_signed(event: CalendarEvent, around: Surroundings) -> bool:
    return event.id is not None and state_of(event, around.notes) == SIGNED


def _note_missing(event: CalendarEvent, around: Surroundings) -> bool:
    return (
        around.notes is not None
        and event.id is not None
        and bool(clients_to_write_about(event))
        and not state_of(event, around.notes)
        and event.clinician_id == around.membership_id
        and event.ends_at <= around.now
        and event.status not in GONE
    )


def _note_url(event: CalendarEvent, around: Surroundings) -> str:
    own = event.clinician_id == around.membership_id and event.kind is Kind.VISIT
    if around.notes is None or event.id is None or not own:
        return ""
    states = around.notes.get(event.id, {})
    waiting = [client.id for client in clients_to_write_about(event) if client.id not in states]
    return note_address(around.practice, event.id, waiting[0] if waiting and event.participants else None)


def _buffers(event: CalendarEvent, day: date, zone: ZoneInfo) -> tuple[Stretch, ...]:
    """Set-up before and tidy-up after, on this day."""
    if not event.full or event.status in GONE:
        return ()
    around = ((event.busy_from, event.starts_at), (event.ends_at, event.busy_until))
    parts = (stretch_on(day, from_, until, zone) for from_, until in around if from_ < until)
    return tuple(part for part in parts if part)


def _label(
    event: CalendarEvent,
    service: ServiceRow | None,
    name: str,
    place: str,
    glyphs: tuple[str, ...],
    starts: str,
    ends: str,
) -> str:
    """What a screen reader says: 10:00 to 10:45, Anna Berg, Follow-up, Room 2, confirmed, note missing."""
    parts = [_("%(start)s to %(end)s") % {"start": starts, "end": ends}, name]
    if service:
        parts.append(service.name)
    parts.append(place)
    if event.kind is Kind.VISIT and event.status:
        parts.append(status_word(event.status))
    if event.overlaps:
        parts.append(_("does not block the time"))
    words = {
        "note": _("note missing"),
        "lock": _("note signed"),
        "changed": _("length changed"),
        "repeat": _("repeats"),
    }
    parts += [words[glyph] for glyph in glyphs if glyph in words]
    return ", ".join(part for part in parts if part)
