"""The words that the calendar's scripts say; `{}` is a slot the script fills."""

from django.utils.translation import gettext as _


def script_words() -> dict[str, str]:
    return {
        "occupied": _("occupied"),
        "free": _("free"),
        "off_hours": _("outside working hours"),
        "slot": _("{}, {}, {}"),
        "picked_up": _(
            "Picked up. Arrows move it by 5 minutes or to the next column, Shift by an hour, plus and minus change the "
            "length, Space drops it, Escape puts it back."
        ),
        "carrying": _("Moving {}. Choose the new time: click it, or walk to it with the arrows and press Enter."),
        "at": _("{}, {}, {}"),
        "put_back": _("Put back, nothing was changed."),
    }
