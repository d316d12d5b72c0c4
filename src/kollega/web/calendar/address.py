"""Where a calendar page is: view, date, columns; read from the address and written into links."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self, TypeVar
from urllib.parse import urlencode

MOST_WEEK_COLUMNS = 3
MOST_COLUMNS = 20

Kind = TypeVar("Kind", bound=StrEnum)


class View(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    GROUP = "group"
    LIST = "list"


_WEEKLY = frozenset({View.WEEK, View.LIST})


class Density(StrEnum):
    """Height of an hour: 48, 72 or 96 px."""

    COMPACT = "compact"
    REGULAR = "regular"
    ROOMY = "roomy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One calendar page. `columns` are keys of people (`p-<id>`) and rooms (`r-<id>`); empty means the usual."""

    view: View
    day: date
    columns: tuple[str, ...] = ()
    density: Density = Density.REGULAR
    weekend: bool = False
    cancelled: bool = False
    grid: bool = False

    @classmethod
    def read(cls, given: Mapping[str, str], *, today: date, kept: str = "") -> Self:
        """Read the address; `kept` is the remembered `<view>.<density>` of this browser."""
        remembered = (*kept.split("."), "", "")
        columns = [key for key in given.get("columns", "").split(",") if key][:MOST_COLUMNS]
        return cls(
            view=_known(View, given.get("view", ""), remembered[0], View.WEEK),
            day=_day(given.get("date", "")) or today,
            columns=tuple(dict.fromkeys(columns)),
            density=_known(Density, given.get("density", ""), remembered[1], Density.REGULAR),
            weekend=given.get("weekend") == "1",
            cancelled=given.get("cancelled") == "1",
            grid=given.get("grid") == "1",
        )

    @property
    def kept(self) -> str:
        return f"{self.view}.{self.density}"

    @property
    def query(self) -> str:
        """The address behind the question mark."""
        fields = {"view": self.view.value, "date": self.day.isoformat()}
        if self.columns:
            fields["columns"] = ",".join(self.columns)
        flags = {"weekend": self.weekend, "cancelled": self.cancelled, "grid": self.grid}
        return urlencode(fields | {name: "1" for name, on in flags.items() if on}, safe=",")

    @property
    def first(self) -> date:
        """The first day that the page shows."""
        if self.view in _WEEKLY:
            return self.day - timedelta(days=self.day.weekday())
        if self.view is View.MONTH:
            first = self.day.replace(day=1)
            return first - timedelta(days=first.weekday())
        return self.day

    @property
    def last(self) -> date:
        """The last day that the page shows."""
        if self.view in _WEEKLY:
            return self.first + timedelta(days=6)
        if self.view is View.MONTH:
            last = self.day.replace(day=calendar.monthrange(self.day.year, self.day.month)[1])
            return last + timedelta(days=6 - last.weekday())
        return self.day

    @property
    def days(self) -> tuple[date, ...]:
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=step) for step in range(count))

    def at(self, day: date) -> Self:
        return replace(self, day=day)

    def seen_as(self, view: View) -> Self:
        """The same days in another view; a group of one column would be no group."""
        columns = () if view is View.GROUP and len(self.columns) < 2 else self.columns
        return replace(self, view=view, columns=columns, grid=False)

    def stepped(self, step: int) -> Self:
        """The next (1) or previous (-1) period of the same kind."""
        if self.view is View.MONTH:
            months = self.day.year * 12 + self.day.month - 1 + step
            return self.at(date(months // 12, months % 12 + 1, 1))
        return self.at(self.day + timedelta(days=step * (7 if self.view in _WEEKLY else 1)))


def _known(kind: type[Kind], given: str, kept: str, usual: Kind) -> Kind:
    known = {member.value: member for member in kind}
    return known.get(given) or known.get(kept) or usual


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
