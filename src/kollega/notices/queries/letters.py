"""A message to a client in words: the same for a preview and for what is sent."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_name
from django.utils import translation
from django.utils.translation import gettext as _

from kollega.clients.queries.contacts import ClientContact
from kollega.kernel.locales import locale_of
from kollega.messaging.rules.letters import Letter, Link
from kollega.notices.enums import Channel, NoticeKind
from kollega.notices.queries.texts import text_for
from kollega.notices.rules.facts import Facts
from kollega.notices.rules.settings import NoticeSettings
from kollega.notices.rules.wording import filled
from kollega.scheduling.clock_words import clock_words

VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Matter:
    """All that a message is made of. `before` is what the client was told last, `own_zone` the client's time zone.

    `page` is the address of the client's own page about the appointment, empty where there is none. `sender` is the
    name that the practice chose for its SMS.
    """

    kind: NoticeKind
    facts: Facts
    before: Facts | None
    zone: str
    own_zone: str
    client: ClientContact
    practice_name: str
    clinician_name: str
    service_names: dict[str, str]
    settings: NoticeSettings
    page: str = ""
    sender: str = ""

    @property
    def language(self) -> str:
        return self.client.language or "en"


def letter_of(matter: Matter) -> Letter:
    """Return the mail in the client's language. The subject names practice and time only."""
    with translation.override(matter.language):
        return Letter(
            subject=_subject(matter),
            lines=tuple(part for part in body(matter, Channel.EMAIL).split("\n\n") if part),
            facts=() if matter.kind is NoticeKind.CANCELLATION else tuple(_facts(matter)),
            action=_action(matter),
            closing=_closing(matter),
        )


def text_message_of(matter: Matter) -> str:
    """Return the SMS in the client's language: one line, no name of a service or a therapist.

    The practice is named as it chose to be in SMS: its full name may say what it treats.
    """
    with translation.override(matter.language):
        text = " ".join(body(matter, Channel.SMS).split())
        return f"{text} {matter.page}".strip() if matter.kind is not NoticeKind.CANCELLATION else text


def body(matter: Matter, channel: Channel) -> str:
    """Return the text with its placeholders filled; inside the client's language."""
    text = text_for(channel, matter.kind, matter.settings, matter.language)
    # Without a first name the greeting closes up: "Hello," instead of "Hello ,".
    return re.sub(r" +,", ",", filled(text, _values(matter, channel))).strip()


def summary_of(matter: Matter) -> str:
    """Return the title of the entry in the client's calendar; whoever looks at it learns no more than the practice."""
    with translation.override(matter.language):
        if matter.settings.names_service and service_of(matter):
            return f"{service_of(matter)}, {matter.practice_name}"
        return _("Appointment at %(practice)s") % {"practice": matter.practice_name}


def location_of(matter: Matter) -> str:
    if matter.facts.place == VIDEO:
        return matter.facts.video
    return ", ".join(matter.settings.where.split("\n")) or matter.practice_name


def _subject(matter: Matter) -> str:
    slots = {
        "practice": matter.practice_name,
        "when": f"{date_of(matter.facts, matter)}, {time_of(matter.facts, matter)}",
    }
    match matter.kind:
        case NoticeKind.UPDATE:
            return _("%(practice)s: changed, %(when)s") % slots
        case NoticeKind.CANCELLATION:
            return _("%(practice)s: cancelled, %(when)s") % slots
        case NoticeKind.REMINDER:
            return _("%(practice)s: reminder, %(when)s") % slots
    return _("%(practice)s: %(when)s") % slots


def _facts(matter: Matter) -> list[tuple[str, str]]:
    facts = [(_("When"), when_of(matter.facts, matter, matter.zone))]
    if _moved(matter) and matter.before is not None:
        facts.append((_("Before"), f"{date_of(matter.before, matter)}, {time_of(matter.before, matter)}"))
    if _elsewhere(matter):
        facts.append((_("In your time zone"), when_of(matter.facts, matter, matter.own_zone)))
    facts.append((_("Where"), where_of(matter)))
    if matter.settings.names_clinician:
        facts.append((_("With"), matter.clinician_name))
    if matter.settings.names_service and service_of(matter):
        facts.append((_("Service"), service_of(matter)))
    return facts


def where_of(matter: Matter) -> str:
    if matter.facts.place == VIDEO:
        return "\n".join(part for part in (_("Video call"), matter.facts.video) if part)
    return matter.settings.where or matter.practice_name


def _action(matter: Matter) -> Link | None:
    if not matter.page or matter.kind is NoticeKind.CANCELLATION:
        return None
    return Link(_("Change or cancel"), matter.page)


def _closing(matter: Matter) -> tuple[str, ...]:
    if matter.kind is NoticeKind.CANCELLATION:
        return ()
    return (_("Tell %(practice)s if the time does not suit you.") % {"practice": matter.practice_name},)


def _moved(matter: Matter) -> bool:
    return (
        matter.kind is NoticeKind.UPDATE
        and matter.before is not None
        and matter.before.starts_at != matter.facts.starts_at
    )


def _elsewhere(matter: Matter) -> bool:
    """A client who takes part from another time zone reads both times."""
    if matter.facts.place != VIDEO or not matter.own_zone or matter.own_zone == matter.zone:
        return False
    at = matter.facts.starts_at
    return at.astimezone(ZoneInfo(matter.own_zone)).utcoffset() != at.astimezone(ZoneInfo(matter.zone)).utcoffset()


def _values(matter: Matter, channel: Channel) -> dict[str, str]:
    before = matter.before or matter.facts
    return {
        "first_name": matter.client.given_name,
        "practice": matter.sender if channel is Channel.SMS and matter.sender else matter.practice_name,
        "date": date_of(matter.facts, matter),
        "time": time_of(matter.facts, matter),
        "place": where_of(matter).replace("\n", ", "),
        "before": f"{date_of(before, matter)}, {time_of(before, matter)}",
    }


def service_of(matter: Matter) -> str:
    names = matter.service_names
    return names.get(matter.language) or names.get("en") or next(iter(names.values()), "")


def date_of(facts: Facts, matter: Matter) -> str:
    return format_date(local(facts.starts_at, matter.zone), "full", locale=locale_of(matter.language))


def time_of(facts: Facts, matter: Matter) -> str:
    return clock_words(local(facts.starts_at, matter.zone))


def when_of(facts: Facts, matter: Matter, zone: str) -> str:
    """Monday, 29 March 2027, 09:00–09:45 (Central European Summer Time)."""
    locale = locale_of(matter.language)
    starts, ends = local(facts.starts_at, zone), local(facts.ends_at, zone)
    times = f"{clock_words(starts)}–{clock_words(ends)}"
    return f"{format_date(starts, 'full', locale=locale)}, {times} ({get_timezone_name(starts, locale=locale)})"


def local(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone))
