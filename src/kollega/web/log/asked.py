"""The log page's address, read and written."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import QueryDict

from kollega.audit.queries.entries import Cursor, LogFilter
from kollega.audit.rules.themes import Theme
from kollega.kernel.actor import Actor
from kollega.web.date_text import read_date
from kollega.web.ids import id_in
from kollega.web.log.sentences import kinds_like


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address; dates as they were typed."""

    theme: Theme
    text: str
    person: str
    client: str
    first: str
    until: str
    older: str
    newer: str

    def address(self, **other: str) -> str:
        """The same page with something changed; places between rows are not kept."""
        values = {
            "theme": self.theme.value if self.theme is not Theme.ALL else "",
            "q": self.text,
            "who": self.person,
            "client": self.client,
            "from": self.first,
            "to": self.until,
            **other,
        }
        return "?" + urlencode({name: value for name, value in values.items() if value})

    @property
    def is_filtered(self) -> bool:
        return any((self.text, self.person, self.client, self.first, self.until))


def asked_by(given: QueryDict) -> Asked:
    theme = given.get("theme", "")
    return Asked(
        theme=Theme(theme) if theme in list(Theme) else Theme.ALL,
        text=given.get("q", "").strip()[:100],
        person=given.get("who", ""),
        client=given.get("client", ""),
        first=given.get("from", "").strip()[:20],
        until=given.get("to", "").strip()[:20],
        older=given.get("older", ""),
        newer=given.get("newer", ""),
    )


def log_filter(actor: Actor, asked: Asked) -> LogFilter:
    """Days are those of the practice's time zone; the last day counts in whole."""
    first, last = day(actor, asked.first), day(actor, asked.until)
    return LogFilter(
        theme=asked.theme,
        person_id=id_in(asked.person),
        client_id=id_in(asked.client),
        first=midnight(actor, first) if first else None,
        until=midnight(actor, last + timedelta(days=1)) if last else None,
        kinds=kinds_like(asked.text) if asked.text else None,
    )


def day(actor: Actor, text: str) -> date | None:
    return read_date(text, today=actor.at.astimezone(actor.timezone).date()) if text else None


def midnight(actor: Actor, when: date) -> datetime:
    """Return when a day begins in the practice's time zone, as an instant in UTC."""
    return datetime.combine(when, time(), actor.timezone).astimezone(UTC)


def cursor(text: str) -> Cursor | None:
    """Read a place between rows; None when there is none or it is no place."""
    at, _, row = text.partition("~")
    found = id_in(row)
    try:
        return Cursor(datetime.fromisoformat(at), found) if found else None
    except ValueError:
        return None


def cursor_text(place: Cursor | None) -> str:
    return f"{place.at.astimezone(UTC).isoformat()}~{place.id}" if place else ""
