"""The sentences that clients read: the practice's own, else ours, in the client's language.

Call these inside `translation.override(language)`.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from kollega.notices.enums import Channel, NoticeKind
from kollega.notices.rules.settings import NoticeSettings
from kollega.notices.rules.wording import text_key

_OURS: dict[tuple[Channel, NoticeKind], Callable[[], str]] = {
    (Channel.EMAIL, NoticeKind.INVITATION): lambda: _(
        "Hello {first_name},\n\nyou have an appointment at {practice}. You find it in the attached calendar file too."
    ),
    (Channel.EMAIL, NoticeKind.UPDATE): lambda: _(
        "Hello {first_name},\n\nyour appointment at {practice} has changed. This is how it is now."
    ),
    (Channel.EMAIL, NoticeKind.CANCELLATION): lambda: _(
        "Hello {first_name},\n\nyour appointment at {practice} on {date} at {time} is cancelled."
    ),
    (Channel.EMAIL, NoticeKind.REMINDER): lambda: _(
        "Hello {first_name},\n\nthis is a reminder of your appointment at {practice}."
    ),
    (Channel.SMS, NoticeKind.INVITATION): lambda: _("{practice}: your appointment is on {date} at {time}."),
    (Channel.SMS, NoticeKind.UPDATE): lambda: _("{practice}: your appointment is now on {date} at {time}."),
    (Channel.SMS, NoticeKind.CANCELLATION): lambda: _("{practice}: your appointment on {date} at {time} is cancelled."),
    (Channel.SMS, NoticeKind.REMINDER): lambda: _("{practice}: a reminder of your appointment on {date} at {time}."),
}


def our_text(channel: Channel, kind: NoticeKind) -> str:
    return _OURS[channel, kind]()


def text_for(channel: Channel, kind: NoticeKind, settings: NoticeSettings, language: str) -> str:
    return settings.wording.get(language, {}).get(text_key(channel, kind)) or our_text(channel, kind)
