"""A moment of a grant in words, in a language's own order and with its own signs."""

from datetime import datetime

from babel import Locale
from babel.dates import format_date, format_skeleton

from kollega.kernel.locales import locale_of


def moment_in_words(local: datetime, language: str, *, at: datetime) -> str:
    """Return day and time of a local moment: 30 June, 17:00, with the year when it is another one than `at`'s."""
    locale = Locale.parse(locale_of(language))
    same_year = local.year == at.astimezone(local.tzinfo).year
    day = format_skeleton("MMMMd", local, locale=locale) if same_year else format_date(local, "long", locale=locale)
    time = format_skeleton("Hm", local, locale=locale)
    return str(locale.datetime_formats["medium"]).format(time, day)
