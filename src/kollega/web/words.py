"""The words that scripts say: rendered by the server into the page, so that no script holds a language."""

from django.utils.translation import gettext as _


def script_words() -> dict[str, str]:
    """Name to sentence, in the language of the request. ``{}`` is a slot the script fills."""
    return {
        "offline": _("No connection. What you do now is not saved until it is back."),
        "online": _("The connection is back."),
        "failed": _("That did not work. Nothing was changed. Try again, and tell your administrator if it stays."),
        "forbidden": _("Your role does not allow this. Somebody with more rights in the practice can do it."),
        "gone": _("This is no longer here. Somebody may have moved or removed it."),
        "conflict": _("Somebody else changed this in the meantime. Load the page again to see it."),
        "busy": _("Too many tries. Wait a moment, then try again."),
        "sending": _("Sending"),
        "nothing_to_undo": _("Nothing to undo."),
        "minutes_left": _("{} min left"),
        "week": _("week {}"),
        "date_unknown": _("This date is not understood. Write for example 3/3 or 2027-03-03."),
        "time_unknown": _("This time is not understood. Write for example 9, 930 or 9:30."),
        "month_previous": _("Previous month"),
        "month_next": _("Next month"),
        "week_short": _("Wk"),
        "names_hidden": _("Names are hidden."),
        "names_shown": _("Names are shown."),
        "today": _("today"),
        "tomorrow": _("tomorrow"),
        "yesterday": _("yesterday"),
        "results_one": _("1 result"),
        "results_many": _("{} results"),
        "no_results": _("Nothing found."),
        "group_actions": _("On this page"),
        "group_go": _("Go to"),
        "unsaved_one": _("1 change, not saved"),
        "unsaved_many": _("{} changes, not saved"),
    }
