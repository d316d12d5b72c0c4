"""Words for exports."""

from django.utils.translation import gettext_lazy as _

from kollega.records.enums import State, What

WHAT = {
    What.PDF: _("Record as PDF"),
    What.ZIP: _("Everything as ZIP"),
    What.ACCESS: _("Who has opened the record"),
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
