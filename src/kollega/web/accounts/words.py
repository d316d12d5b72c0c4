"""What happened to an account, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kollega.accounts.models import AccountEvent
from kollega.accounts.queries.activity import ActivityRow

Kind = AccountEvent.Kind

ACTIVITY: dict[str, str | Promise] = {
    Kind.SIGNED_UP: _("Account made"),
    Kind.SIGNED_IN: _("Signed in"),
    Kind.SIGNED_OUT: _("Signed out"),
    Kind.CONFIRMED: _("Confirmed again who you are"),
    Kind.PASSWORD_WRONG: _("A wrong password was entered"),
    Kind.CODE_WRONG: _("A wrong code or passkey was used"),
    Kind.CODES_ADDED: _("Authenticator app added"),
    Kind.CODES_REMOVED: _("Authenticator app removed"),
    Kind.PASSKEY_ADDED: _("Passkey added"),
    Kind.PASSKEY_REMOVED: _("Passkey removed"),
    Kind.RECOVERY_CODES_MADE: _("New recovery codes made"),
    Kind.RECOVERY_CODE_USED: _("A recovery code was used"),
    Kind.PASSWORD_CHANGED: _("Password changed"),
    Kind.PASSWORD_RESET: _("Password set anew by a mailed link"),
    Kind.ADDRESS_CHANGE_WANTED: _("A new e-mail address was asked for"),
    Kind.ADDRESS_CHANGED: _("E-mail address changed"),
    Kind.SESSION_ENDED: _("A login was ended"),
    Kind.SESSIONS_ENDED: _("All other logins were ended"),
    Kind.FACTORS_FORGOTTEN: _("All second steps were removed by the operator"),
    Kind.CLOSED: _("Account closed by the operator"),
    Kind.OPENED: _("Account opened by the operator"),
}
WARNING = {Kind.PASSWORD_WRONG, Kind.CODE_WRONG, Kind.RECOVERY_CODE_USED, Kind.FACTORS_FORGOTTEN}


@dataclass(frozen=True, slots=True)
class ActivityLine:
    at: datetime
    words: str | Promise
    device: str
    address: str
    warns: bool


def activity_lines(rows: list[ActivityRow]) -> list[ActivityLine]:
    return [ActivityLine(row.at, ACTIVITY[row.kind], row.device, row.address, row.kind in WARNING) for row in rows]
