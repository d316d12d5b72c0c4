"""What outcomes and states of a calendar import are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kollega.scheduling.enums import ImportState, Outcome

OUTCOMES: dict[Outcome, str | Promise] = {
    Outcome.NEW: _("Comes in"),
    Outcome.OVERLAP: _("Overlaps, blocks nothing"),
    Outcome.FREE: _("Marked as free, blocks nothing"),
    Outcome.KNOWN: _("Already here"),
    Outcome.OVER_LIMIT: _("Not in your plan: this month is full"),
    Outcome.CANCELLED: _("Cancelled in the file"),
    Outcome.MISSING_TIME: _("Time does not exist that night"),
    Outcome.TOO_LONG: _("Longer than a year"),
    Outcome.TOO_OFTEN: _("Repeats too often"),
    Outcome.UNREADABLE: _("Cannot be read"),
}
TONES = {
    Outcome.NEW: "chip-good",
    Outcome.OVERLAP: "chip-warn",
    Outcome.FREE: "chip-info",
    Outcome.OVER_LIMIT: "chip-bad",
    Outcome.MISSING_TIME: "chip-bad",
    Outcome.TOO_LONG: "chip-bad",
    Outcome.TOO_OFTEN: "chip-bad",
    Outcome.UNREADABLE: "chip-bad",
}
STATES: dict[ImportState, str | Promise] = {
    ImportState.READING: _("Being read"),
    ImportState.CHECKED: _("Read, nothing added yet"),
    ImportState.RUNNING: _("Running"),
    ImportState.DONE: _("Done"),
    ImportState.FAILED: _("Could not be read"),
    ImportState.UNDONE: _("Undone"),
}
