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


def keeping_in_step(address: str) -> Steps:
    """Name of a program or device, and how to set up CalDAV there. `address` is that of the calendar itself."""
    return [
        (
            "iPhone, iPad",
            _(
                "Settings, Apps, Calendar, Calendar accounts, Add account, Other, Add CalDAV account. On older ones"
                " Settings, Calendar, Accounts. Enter the three lines above."
            ),
        ),
        (
            "Android",
            _(
                "Install DAVx⁵, tap plus, choose login with address and user name, and enter the three lines above."
                " Tick the calendar, then choose how often it is read."
            ),
        ),
        (
            "Mac",
            _("Calendar, Add account, Other CalDAV account, account type Manual. Enter the three lines above."),
        ),
        (
            "Thunderbird",
            _(
                "New calendar, On the network. Enter the user name and the server, Find calendars, then the password;"
                " tick the calendar."
            ),
        ),
        (
            "Outlook",
            _("Outlook does not speak CalDAV. Make an address for it instead and subscribe to that."),
        ),
        (
            _("Another program"),
            _("Choose CalDAV. If it asks for the address of the calendar itself, enter %(address)s")
            % {"address": address},
        ),
    ]
