"""Words that stand on every printed page about a client."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from django.utils.translation import gettext

from kollega.kernel.locales import locale_of


def moment_words(moment: datetime, zone: ZoneInfo, language: str) -> str:
    return format_datetime(moment, "d MMMM y HH:mm", tzinfo=zone, locale=locale_of(language))


def client_line(given_name: str, family_name: str, born_on: date | None) -> str:
    """Return whose record it is, family name first, with the birth date when it is known."""
    name = ", ".join(part for part in (family_name, given_name) if part)
    if born_on is None:
        return name
    born = format_date(born_on, "y-MM-dd", locale="en_GB")
    return gettext("%(name)s, born %(born)s") % {"name": name, "born": born}
