"""Starting, keeping and ending login sessions."""

from uuid import UUID

from kollega.accounts.models import AccountEvent, LoginSession
from kollega.accounts.operations.activity import note
from kollega.accounts.queries.sessions import Login
from kollega.accounts.visit import Visit
from kollega.kernel import clock
from kollega.kernel.clock import real_now
from kollega.platform.outbox import emit

End = LoginSession.End


def start(person_id: UUID, *, second_factor: bool, visit: Visit) -> UUID:
    """Record a login that has passed every step and return its id; tell the person about a new browser by mail."""
    seen_before = LoginSession.objects.filter(person_id=person_id).exists()
    login = LoginSession.objects.create(
        person_id=person_id,
        started_at=visit.at,
        seen_at=visit.at,
        second_factor=second_factor,
        address=visit.address,
        device=visit.device,
    )
    note(person_id, AccountEvent.Kind.SIGNED_IN, visit)
    _tell_practices("accounts.signed_in", person_id, login.id)
    if seen_before and not visit.knows(person_id):
        emit(
            "accounts.new_device",
            practice_id=None,
            person_id=str(person_id),
            device=visit.device,
            at=visit.at.isoformat(),
        )
    return login.id


def seen(login: Login, *, visit: Visit) -> None:
    """Move the idle limit: the person did something."""
    LoginSession.objects.filter(id=login.id, ended_at=None).update(seen_at=visit.at)


def expire(login: Login, *, visit: Visit) -> None:
    """Note that a limit of time has ended the login."""
    _end(login.person_id, [login.id], End.IDLE if login.is_idle(visit.at) else End.TOO_OLD, visit)


def sign_out(login: Login, *, visit: Visit) -> None:
    _end(login.person_id, [login.id], End.SIGNED_OUT, visit)
    note(login.person_id, AccountEvent.Kind.SIGNED_OUT, visit)
    _tell_practices("accounts.signed_out", login.person_id, login.id)


def _tell_practices(kind: str, person_id: UUID, login_id: UUID) -> None:
    """Their logs run by business time."""
    emit(kind, practice_id=None, person_id=str(person_id), login_id=str(login_id), at=clock.now().isoformat())


def end_own(login: Login, *, session_id: UUID, visit: Visit) -> bool:
    """End one of the person's own login sessions; tell whether there was such a running one."""
    ended = _end(login.person_id, [session_id], End.ENDED_BY_PERSON, visit)
    if ended:
        note(login.person_id, AccountEvent.Kind.SESSION_ENDED, visit)
    return bool(ended)


def end_others(login: Login, *, visit: Visit) -> int:
    """End all of the person's login sessions but this one; return how many."""
    ended = _end_but(login.person_id, login.id, End.ENDED_BY_PERSON, visit)
    note(login.person_id, AccountEvent.Kind.SESSIONS_ENDED, visit)
    return ended


def end_after_change(person_id: UUID, *, keep: UUID | None, visit: Visit) -> int:
    """End the person's other login sessions because password, address or factors changed."""
    return _end_but(person_id, keep, End.SECURITY_CHANGE, visit)


def end_sessions_of(person_id: UUID) -> int:
    """End all login sessions of a person, as an administrator asks; return how many.

    The caller checks the right and writes the practice's log. They are dead at the next request.
    """
    running = LoginSession.objects.filter(person_id=person_id, ended_at=None)
    return running.update(ended_at=real_now(), ended_by=End.ENDED_BY_ADMIN)


def gained_second_factor(login: Login) -> None:
    """The login has now shown a second factor."""
    LoginSession.objects.filter(id=login.id).update(second_factor=True)


def lost_second_factor(login: Login) -> None:
    """The person has no second factor any more, so the login does not count as having shown one."""
    LoginSession.objects.filter(id=login.id).update(second_factor=False)


def _end(person_id: UUID, ids: list[UUID], by: End, visit: Visit) -> int:
    running = LoginSession.objects.filter(person_id=person_id, id__in=ids, ended_at=None)
    return running.update(ended_at=visit.at, ended_by=by)


def _end_but(person_id: UUID, keep: UUID | None, by: End, visit: Visit) -> int:
    running = LoginSession.objects.filter(person_id=person_id, ended_at=None)
    if keep is not None:
        running = running.exclude(id=keep)
    return running.update(ended_at=visit.at, ended_by=by)
