"""What to press in which program, in words."""

from django.utils.translation import gettext as _

Steps = list[tuple[str, str]]


def subscribing() -> Steps:
    """Name of a program or device, and how to subscribe to an address there."""
    return [
        ("Outlook", _("Calendar, Add calendar, Subscribe from web. Paste the address.")),
        ("Google", _("In the browser: Other calendars, plus, From URL. Google reads it a few times a day.")),
        ("Thunderbird", _("File, New, Calendar, On the network. Paste the address; no user name is needed.")),
        ("iPhone", _("Calendar, Calendars, Add calendar, Add subscription calendar. Paste the address.")),
        ("Android", _("Subscribe in Google Calendar in the browser; it then appears on the phone.")),
    ]
