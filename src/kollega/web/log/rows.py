"""Rows of the log as a reader sees them: names of people, names of clients only where the reader may know them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from babel.dates import format_date, format_time
from django.utils.translation import gettext as _

from kollega.audit.queries.entries import LoggedAction
from kollega.clients.queries.access import names_of
from kollega.kernel.actor import Actor, Source
from kollega.kernel.locales import locale_of
from kollega.practices.queries.profile import names_of_people
from kollega.web.log.sentences import sentence


@dataclass(frozen=True, slots=True)
class LogLine:
    """`day` is set on the first row of each day. `client` is a name or a short id, empty for no client."""

    day: str
    time: str
    moment: str
    sentence: str
    source: str
    client: str
    client_id: UUID | None
    is_denied: bool


def source_words() -> dict[str, str]:
    return {
        "page": "",
        "api": _("API"),
        "feed": _("calendar program"),
        "job": _("automatic"),
        "console": _("command line"),
        "operator": _("back office"),
    }


def lines(actor: Actor, rows: Iterable[LoggedAction]) -> list[LogLine]:
    """Turn rows into lines in the actor's language and the practice's time zone."""
    found = list(rows)
    people = names_of_people(actor)
    clients = names_of(actor, {row.client_id for row in found if row.client_id})
    sources = source_words()
    result: list[LogLine] = []
    day_before = ""
    for row in found:
        local = row.at.astimezone(actor.timezone)
        day = format_date(local, "full", locale=locale_of(actor.language))
        name = clients.get(row.client_id) if row.client_id else None
        client = name.full if name else short_id(row.client_id)
        result.append(
            LogLine(
                day=day if day != day_before else "",
                time=_clock(local, actor.language),
                moment=local.isoformat(timespec="seconds"),
                sentence=sentence(row, who=who(row, people), client=client),
                source=sources.get(row.source, row.source),
                client=client,
                client_id=row.client_id,
                is_denied=row.is_denied,
            )
        )
        day_before = day
    return result


def who(row: LoggedAction, people: dict[UUID, str]) -> str:
    """Return who did it, and on whose behalf."""
    if row.person_id is None:
        return _("The system")
    if row.source == Source.OPERATOR:
        return _("The operator")
    name = people.get(row.person_id) or _("Somebody from outside the practice")
    if row.on_behalf_of:
        principal = people.get(row.on_behalf_of, "")
        return _("%(name)s for %(principal)s") % {"name": name, "principal": principal}
    return name


def short_id(client_id: UUID | None) -> str:
    """Return words that tell clients apart without naming them."""
    return _("client %(id)s") % {"id": client_id.hex[-4:].upper()} if client_id else ""


def _clock(local: datetime, language: str) -> str:
    return format_time(local, "medium", locale=locale_of(language))
