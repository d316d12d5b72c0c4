"""A local time in words, in the current language: 14:00, and which of the two where the clock shows it twice (B17)."""

from datetime import datetime

from django.utils.translation import gettext as _

from kollega.scheduling.rules.localtime import exists_twice


def clock_words(local: datetime) -> str:
    """Return 14:00, or 02:30 summer time and 02:30 winter time on the night when the clock is put back. Aware."""
    words = f"{local:%H:%M}"
    if not exists_twice(local):
        return words
    return (_("%(time)s winter time") if local.fold else _("%(time)s summer time")) % {"time": words}
