"""What somebody would see with the chosen fields, said with an invented client."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kollega.kernel.grants import Deed
from kollega.kernel.locales import locale_of
from kollega.kernel.permissions import ClientFields
from kollega.web.delegation.words import EXAMPLES, deed_words

# A Tuesday at ten.
SAMPLE = datetime(2030, 1, 1, 10, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Example:
    """`sees` and `does` are whole sentences without their ends; `line` is what stands in the calendar."""

    sees: str
    line: str
    does: str


def example_of(*, who: str, deeds: Collection[Deed], fields: str) -> Example:
    """Return the example; `who` is empty while nobody is chosen, unknown `fields` count as the least."""
    level = ClientFields(fields) if fields in set(ClientFields) else ClientFields.CODE
    locale = locale_of(get_language() or "en")
    day, time = format_date(SAMPLE, "ccc", locale=locale), format_skeleton("Hm", SAMPLE, locale=locale)
    named = {"name": who, "deeds": deed_words(deeds)}
    more = bool(set(deeds) - {Deed.SEE})
    return Example(
        sees=_("%(name)s sees:") % named if who else _("They see:"),
        line=f"{day} {time} · {EXAMPLES[level]}",
        does=_("And may: %(deeds)s.") % named if more else _("And changes nothing."),
    )
