"""What is known about login sessions."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest

from kollega.accounts.models import LoginSession, Person
from kollega.accounts.rules import sessions as rules


@dataclass(frozen=True, slots=True)
class Login:
    """A running login session; times are real, in UTC."""

    id: UUID
    person_id: UUID
    started_at: datetime
    seen_at: datetime
    second_factor: bool
    authenticated_at: datetime | None = None

    def is_fresh(self, now: datetime) -> bool:
        return rules.is_fresh(self.authenticated_at, now=now)

    def is_idle(self, now: datetime) -> bool:
        return rules.is_idle(seen_at=self.seen_at, now=now)

    def is_over(self, now: datetime) -> bool:
        return self.is_idle(now) or rules.is_too_old(started_at=self.started_at, now=now)

    def should_be_seen(self, now: datetime) -> bool:
        return now - self.seen_at >= rules.SEEN_STEP


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One line of a person's list of login sessions."""

    id: UUID
    device: str
    address: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def running_login(login_id: UUID, *, authenticated_at: datetime | None) -> tuple[Login, Person] | None:
    """Return a login session that nobody ended, with its person, if the person may use the product at all.

    `authenticated_at` comes from the browser's session and is handed through.
    """
    row = LoginSession.objects.select_related("person").filter(id=login_id, ended_at=None).first()
    if row is None or not row.person.is_active:
        return None
    return _login(row, authenticated_at), row.person


def own_sessions(login: Login, *, now: datetime) -> list[OwnSession]:
    """Return the person's living login sessions, this one first, then by last use."""
    rows = LoginSession.objects.filter(person_id=login.person_id, ended_at=None).order_by("-seen_at")
    living = [row for row in rows if not _login(row).is_over(now)]
    return sorted((_own(row, login) for row in living), key=lambda own: not own.is_this)


def authenticated_at(request: HttpRequest) -> datetime | None:
    """Return the real time of the last authentication in this login session, in UTC."""
    stamp = request.session.get("authenticated_at")
    return datetime.fromtimestamp(stamp, UTC) if stamp else None


def _login(row: LoginSession, authenticated_at: datetime | None = None) -> Login:
    return Login(
        id=row.id,
        person_id=row.person_id,
        started_at=row.started_at,
        seen_at=row.seen_at,
        second_factor=row.second_factor,
        authenticated_at=authenticated_at,
    )


def _own(row: LoginSession, login: Login) -> OwnSession:
    return OwnSession(
        id=row.id,
        device=row.device,
        address=row.address,
        started_at=row.started_at,
        seen_at=row.seen_at,
        is_this=row.id == login.id,
    )
