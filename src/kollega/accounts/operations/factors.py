"""Adding and removing second factors. Each needs a fresh login and ends the person's other login sessions."""

from uuid import UUID

from kollega.accounts.models import AccountEvent
from kollega.accounts.operations import login_sessions, one_time_codes, recovery_codes
from kollega.accounts.operations.activity import note
from kollega.accounts.queries.factors import factors_of
from kollega.accounts.queries.sessions import Login
from kollega.accounts.visit import Visit
from kollega.kernel.errors import FreshLoginNeeded
from kollega.platform.outbox import emit

Kind = AccountEvent.Kind


def require_fresh(login: Login, visit: Visit) -> None:
    """Refuses with FreshLoginNeeded when the last authentication is more than ten minutes ago (AU-4)."""
    if not login.is_fresh(visit.at):
        raise FreshLoginNeeded


def add_one_time_codes(login: Login, *, sealed: bytes, code: str, visit: Visit) -> list[str]:
    """Add or replace the authenticator app. Returns recovery codes if the person has none, else nothing.

    Refuses with WrongCode, TooMany, FreshLoginNeeded.
    """
    require_fresh(login, visit)
    one_time_codes.add(login.person_id, sealed=sealed, code=code, visit=visit)
    return after_adding(login, Kind.CODES_ADDED, visit)


def remove_one_time_codes(login: Login, *, visit: Visit) -> None:
    """Refuses with FreshLoginNeeded."""
    require_fresh(login, visit)
    if one_time_codes.remove(login.person_id):
        after_removing(login, Kind.CODES_REMOVED, visit)


def make_recovery_codes(login: Login, *, visit: Visit) -> list[str]:
    """Replace the recovery codes and return the new ones. Refuses with FreshLoginNeeded."""
    require_fresh(login, visit)
    codes = recovery_codes.make(login.person_id, visit=visit)
    tell_person(login.person_id, Kind.RECOVERY_CODES_MADE, visit)
    return codes


def after_adding(login: Login, kind: Kind, visit: Visit) -> list[str]:
    """What follows a new factor: other sessions end, this one counts as having shown it, the person is told."""
    _changed(login, kind, visit)
    login_sessions.gained_second_factor(login)
    if factors_of(login.person_id).recovery_codes_left:
        return []
    return recovery_codes.make(login.person_id, visit=visit)


def after_removing(login: Login, kind: Kind, visit: Visit) -> None:
    """What follows a removal; without any factor the recovery codes go too and practice pages close."""
    _changed(login, kind, visit)
    if not factors_of(login.person_id).any:
        recovery_codes.remove(login.person_id)
        login_sessions.lost_second_factor(login)


def tell_person(person_id: UUID, kind: Kind, visit: Visit) -> None:
    """Send a mail about a change of how one signs in."""
    emit(
        "accounts.security_changed",
        practice_id=None,
        person_id=str(person_id),
        change=kind.value,
        device=visit.device,
        at=visit.at.isoformat(),
    )


def _changed(login: Login, kind: Kind, visit: Visit) -> None:
    note(login.person_id, kind, visit)
    login_sessions.end_after_change(login.person_id, keep=login.id, visit=visit)
    tell_person(login.person_id, kind, visit)
