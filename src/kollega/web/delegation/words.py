"""Grants in words: what somebody may do, what they are shown of clients, until when."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kollega.delegation.queries.grants import State
from kollega.delegation.rules.moments import moment_in_words
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import ClientFields

DEED_WORDS: dict[Deed, Promise] = {
    Deed.SEE: gettext_lazy("see"),
    Deed.BOOK: gettext_lazy("book"),
    Deed.MOVE: gettext_lazy("move"),
    Deed.CANCEL: gettext_lazy("cancel"),
}
SHOWN_WORDS: dict[ClientFields, Promise] = {
    ClientFields.CODE: gettext_lazy("codes only"),
    ClientFields.INITIALS: gettext_lazy("initials only"),
    ClientFields.NAME: gettext_lazy("names"),
    ClientFields.CONTACT: gettext_lazy("names and contact data"),
}
EXAMPLES: dict[ClientFields, str] = {
    ClientFields.CODE: "K7QX-M2PD",
    ClientFields.INITIALS: "A. S.",
    ClientFields.NAME: "Anna Strand",
    ClientFields.CONTACT: "Anna Strand, 070-123 45 67",
}
STATE_WORDS: dict[State, Promise] = {
    State.OFFERED: gettext_lazy("Not accepted yet"),
    State.COMING: gettext_lazy("Begins later"),
    State.RUNNING: gettext_lazy("Running"),
    State.ASLEEP: gettext_lazy("Asleep"),
    State.OVER: gettext_lazy("Over"),
    State.REVOKED: gettext_lazy("Ended"),
}


def deed_words(deeds: Collection[Deed]) -> str:
    """Book, move; or see, when nothing else was granted."""
    named = [str(words) for deed, words in DEED_WORDS.items() if deed in deeds and deed is not Deed.SEE]
    return ", ".join(named) or str(DEED_WORDS[Deed.SEE])


def moment_words(moment: datetime, zone: ZoneInfo, *, at: datetime) -> str:
    """30 June, 17:00, with the year when it is another one than that of `at`."""
    return moment_in_words(moment.astimezone(zone), get_language() or "en", at=at)


def for_words(owner: str, deeds: Collection[Deed], fields: ClientFields, until: str) -> str:
    """For Anna Berg: book, move, initials only, until 30 June 17:00."""
    return _("For %(owner)s: %(deeds)s, %(fields)s, until %(until)s") % {
        "owner": owner,
        "deeds": deed_words(deeds),
        "fields": SHOWN_WORDS[fields],
        "until": until,
    }
