"""Messages to clients in words, for the practice's own people."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kollega.kernel.actor import Actor
from kollega.notices.enums import Channel, NoticeKind, NoticeState, Why
from kollega.notices.queries.lines import NoticeLine
from kollega.web.calendar import day_words

CHANNEL_WORDS = {Channel.EMAIL: gettext_lazy("e-mail"), Channel.SMS: gettext_lazy("SMS")}
KIND_WORDS = {
    NoticeKind.INVITATION: gettext_lazy("Invitation"),
    NoticeKind.UPDATE: gettext_lazy("Changed appointment"),
    NoticeKind.CANCELLATION: gettext_lazy("Cancellation"),
    NoticeKind.REMINDER: gettext_lazy("Reminder"),
}
WHY_WORDS = {
    Why.NO_ADDRESS: gettext_lazy("Not sent: no address"),
    Why.OPTED_OUT: gettext_lazy("Not sent: the client wants no messages"),
    Why.TOO_LATE: gettext_lazy("Not sent: the appointment had begun"),
    Why.NO_ACCOUNT: gettext_lazy("Not sent: no SMS account is set up"),
}
WHY_NOT_WORDS = {
    Why.NO_ADDRESS: gettext_lazy("No address on the client card"),
    Why.OPTED_OUT: gettext_lazy("The client wants no messages"),
    Why.TOO_LATE: gettext_lazy("The appointment has begun"),
    Why.NO_ACCOUNT: gettext_lazy("No SMS account is set up"),
}
TONES = {"good": "circle-check", "warn": "hourglass", "bad": "octagon-alert", "": "circle-x"}


def state_words(line: NoticeLine, actor: Actor) -> str:
    """Waiting until 09:14, sent 09:12, not sent: no address."""
    if line.state is NoticeState.WAITING:
        return _("Waiting until %(time)s") % {"time": moment(line.due_at, actor)}
    if line.why is not None:
        return str(WHY_WORDS[line.why])
    if line.state is NoticeState.WITHHELD:
        return _("Not sent: somebody decided so")
    if line.state is NoticeState.DROPPED:
        return _("Not sent: taken back in time")
    when = {"time": moment(line.at or line.due_at, actor)}
    match line.fate:
        case "refused":
            return _refused(line) % when
        case "given_up":
            return _("Given up %(time)s: nobody took it") % when
        case "undelivered":
            return _("Not delivered: the phone did not take it")
        case "delivered":
            return _("Arrived %(time)s") % when
        case "waiting":
            return _("Tried again: nobody answered yet") if line.troubled else _("On its way since %(time)s") % when
    return _("Sent %(time)s") % when


def _refused(line: NoticeLine) -> str:
    if line.channel is Channel.SMS:
        return _("Refused by the SMS service %(time)s")
    return _("Refused by the receiver's server %(time)s")


def tone(line: NoticeLine) -> str:
    if line.state is NoticeState.WAITING or (line.state is NoticeState.SENT and line.fate == "waiting"):
        return "warn"
    if line.failed:
        return "bad"
    return "good" if line.state is NoticeState.SENT else ""


def left_words(line: NoticeLine, actor: Actor) -> str:
    """In 3 min; empty for what does not wait."""
    if line.state is not NoticeState.WAITING:
        return ""
    minutes = max(-(-(line.due_at - actor.at) // timedelta(minutes=1)), 0)
    return (
        ngettext("in %(count)s min", "in %(count)s min", minutes) % {"count": minutes} if minutes else _("in a moment")
    )


def moment(at: datetime, actor: Actor) -> str:
    """09:12 today, with the day on any other."""
    local, today = at.astimezone(actor.timezone), actor.at.astimezone(actor.timezone).date()
    clock = day_words.clock(local)
    return clock if local.date() == today else f"{day_words.short_day(local.date())} {clock}"
