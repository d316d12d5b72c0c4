"""Words for exports."""

from django.utils.translation import gettext_lazy as _

from kollega.records.enums import State, What
from kollega.records.rules.countries import Counted

WHAT = {
    What.PDF: _("Record as PDF"),
    What.ZIP: _("Everything as ZIP"),
    What.ACCESS: _("Who has opened the record"),
}
COUNTED = {
    Counted.LAST_ENTRY: _("Counted from the last entry."),
    Counted.END_OF_TREATMENT: _("Counted from the end of the treatment: the last entry of a client set inactive."),
    Counted.BY_DECISION: _("Until it is no longer needed: that is a decision, not a date."),
}
STATES = {
    State.WAITING: _("waiting"),
    State.RUNNING: _("under way"),
    State.DONE: _("ready"),
    State.STOPPED: _("stopped"),
    State.FAILED: _("failed"),
    State.EXPIRED: _("gone"),
}
LANGUAGES = [("sv", "Svenska"), ("nb", "Norsk bokmål"), ("de", "Deutsch"), ("fr", "Français"), ("en", "English")]
