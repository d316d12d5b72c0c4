"""Which columns a calendar page shows, and which of them the viewer may book in."""

from dataclasses import dataclass, replace
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.practices.queries.columns import CalendarMember
from kollega.scheduling.queries.bookable import may_book_in
from kollega.scheduling.queries.column_sets import SavedColumns
from kollega.scheduling.queries.offers import RoomRow
from kollega.web.calendar.address import MOST_COLUMNS, MOST_WEEK_COLUMNS, Place, View


@dataclass(frozen=True, slots=True)
class Columns:
    people: list[CalendarMember]
    rooms: list[RoomRow]


@dataclass(frozen=True, slots=True)
class SetLink:
    """A saved set: `query` shows it, `current` says that it is shown."""

    id: UUID
    name: str
    query: str
    current: bool


def set_links(place: Place, sets: list[SavedColumns]) -> list[SetLink]:
    """The saved sets as links; a week that cannot hold so many columns opens as a group."""
    found = []
    for one in sets:
        keys = (*(f"p-{id_}" for id_ in one.people), *(f"r-{id_}" for id_ in one.rooms))
        view = place.view
        if view is View.DAY or (view is View.WEEK and len(keys) > MOST_WEEK_COLUMNS):
            view = View.GROUP
        query = replace(place, view=view, columns=keys).query
        found.append(SetLink(one.id, one.name, query, set(place.columns) == set(keys)))
    return found


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One row of the columns picker."""

    key: str
    name: str
    chosen: bool


def chosen_columns(place: Place, actor: Actor, people: list[CalendarMember], rooms: list[RoomRow]) -> Columns:
    """The columns of the address, else the usual ones: a group shows everyone, other views the viewer or the first."""
    named = Columns(
        [one for one in people if f"p-{one.id}" in place.columns],
        [one for one in rooms if f"r-{one.id}" in place.columns],
    )
    if not named.people and not named.rooms:
        named = Columns(people if place.view is View.GROUP else _usual(actor, people), [])
    most = MOST_WEEK_COLUMNS if place.view is View.WEEK else MOST_COLUMNS
    return Columns(named.people[:most], named.rooms[: max(0, most - len(named.people))])


def _usual(actor: Actor, people: list[CalendarMember]) -> list[CalendarMember]:
    own = [one for one in people if one.id == actor.membership_id]
    return own or people[:1]


def choices(columns: Columns, people: list[CalendarMember], rooms: list[RoomRow]) -> tuple[list[ColumnChoice], ...]:
    """The picker's two lists: people and rooms."""
    return (
        [ColumnChoice(f"p-{one.id}", one.name, one in columns.people) for one in people],
        [ColumnChoice(f"r-{one.id}", one.name, one in columns.rooms) for one in rooms],
    )


def bookable(actor: Actor, people: list[CalendarMember]) -> frozenset[UUID]:
    """Whose time the viewer may book."""
    return frozenset(one.id for one in people if may_book_in(actor, one.id))
