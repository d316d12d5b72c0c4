"""People, teams and a clock that can be turned, all by the pages: how the suites of the catalogues walk their rules."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from kollega.accounts.models import Person
from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.seats import HeldSeat, running_seats_of
from kollega.kernel.clock import now, real_now, write_offset
from kollega.kernel.permissions import Role
from kollega.messaging.models import Mail
from kollega.messaging.operations.sealing import open_content
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership, Practice
from tests.factories import make_person, unique
from tests.jobs import run_jobs
from tests.signing_in import client_of

LINK = re.compile(r"/(invitation|join)/([^/\s\"]+)/")


@dataclass
class Somebody:
    """A person and the browser they are signed in with."""

    person: Person
    browser: Client

    @property
    def email(self) -> str:
        return self.person.email

    def seats(self) -> dict[UUID | None, HeldSeat]:
        """Their running seats by payer; None is their own."""
        with tenant(None, self.person.pk), transaction.atomic():
            return {seat.state.payer_id: seat for seat in running_seats_of(self.person.pk)}

    @property
    def own(self) -> HeldSeat | None:
        return self.seats().get(None)


@dataclass
class Team:
    """A practice as its owner sees it."""

    owner: Somebody
    id: UUID
    slug: str

    def at(self, path: str) -> str:
        return f"/p/{self.slug}/{path}"

    def member(self, who: Somebody) -> Membership | None:
        """The person's running membership, as stored."""
        with tenant(self.id), transaction.atomic():
            return Membership.objects.filter(practice_id=self.id, person_id=who.person.pk, ended_at=None).first()

    def member_id(self, who: Somebody) -> UUID:
        found = self.member(who)
        assert found is not None, "no member"
        return found.id

    def seat_of(self, who: Somebody) -> HeldSeat | None:
        """The seat that the practice pays or gives."""
        return who.seats().get(self.id)

    def plan_in_force(self) -> str:
        from kollega.catalogue.queries.plans import plan_of

        with tenant(self.id), transaction.atomic():
            return plan_of(self.id, now()).plan.id


def words(answer: Any) -> str:
    """What a page says in its main part, without markup; for messages of failed tests and for comparing pages."""
    page = answer if isinstance(answer, str) else answer.content.decode()
    main = page.split("<main", 1)[-1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def somebody(*, language: str = "en", email: str | None = None) -> Somebody:
    person = make_person(name="Kari Dahl", email=email, language=language)
    return Somebody(person, client_of(person))


def practice_of(who: Somebody, *, sees_clients: bool = True) -> Team:
    """Found a practice by its page."""
    name = unique("House").title()
    fields = {
        "name": name,
        "country": "SE",
        "zone": "Europe/Stockholm",
        "currency": "EUR",
        "language": "en",
        **({"sees_clients": "on"} if sees_clients else {}),
    }
    answer = who.browser.post("/practices/new/", fields)
    assert answer.status_code == 302, words(answer)[-700:]
    slug = answer.headers["Location"].split("/")[2]
    with tenant(None, who.person.pk), transaction.atomic():
        practice = Practice.objects.get(slug=slug)
    return Team(who, practice.id, slug)


def create_team(team: Team, *, records: str = "individual") -> HttpResponse:
    return team.owner.browser.post(team.at("team/create/"), {"name": "Team", "records": records})


def team_of(who: Somebody, *, sees_clients: bool = True) -> Team:
    """Found a practice and make it a team, by their pages."""
    team = practice_of(who, sees_clients=sees_clients)
    answer = create_team(team)
    assert answer.status_code == 302, words(answer)[-700:]
    return team


def invite(
    team: Team, *emails: str, plan: str, offer: str = "", roles: tuple[Role, ...] = (Role.CLINICIAN,), by: Any = None
) -> HttpResponse:
    """Post the form for new members as a browser does, in which the first offer is chosen already."""
    fields = {"emails": "\n".join(emails), "account_type": plan, "roles": [role.value for role in roles]}
    chosen = {"offer": offer or "now"} if catalogue().billing else {}
    return (by or team.owner).browser.post(team.at("invitations/new/"), fields | chosen)


def invited(team: Team, who: Somebody | str, *, plan: str, offer: str = "", **more: Any) -> str:
    """Invite one address by the page and return the token that its mail carries."""
    email = who if isinstance(who, str) else who.email
    answer = invite(team, email, plan=plan, offer=offer, **more)
    assert answer.status_code == 302, words(answer)[-700:]
    return token_for(team, email)


def token_for(team: Team, email: str) -> str:
    """The token in the newest mail to the address."""
    run_jobs(team.id)
    for mail in reversed(mails_of(team)):
        found = LINK.search(mail["text"])
        if mail["to"] == email and found:
            return found.group(2)
    raise AssertionError(f"no mail with a link to {email}")


def mails_of(team: Team) -> list[dict[str, Any]]:
    """The practice's mails that wait to be sent, oldest first, with kind, receiver and text."""
    run_jobs(team.id)
    with tenant(team.id), transaction.atomic():
        rows = list(Mail.objects.filter(practice_id=team.id).order_by("id"))
        return [{"kind": row.kind, **json.loads(open_content(team.id, row.id, bytes(row.sealed)))} for row in rows]


def seen(who: Somebody, token: str) -> str:
    """Open the accept page and return what it shows."""
    answer = who.browser.get(f"/invitation/{token}/")
    return answer.content.decode()


def accept(who: Somebody, token: str, **forged: str) -> HttpResponse:
    """Open the page, read what it says, and press its button."""
    shown = re.search(r'name="seen" value="([^"]*)"', seen(who, token))
    return who.browser.post(f"/invitation/{token}/", {"seen": shown.group(1) if shown else "", **forged})


def joined(team: Team, who: Somebody, *, plan: str, offer: str = "", **more: Any) -> None:
    answer = accept(who, invited(team, who, plan=plan, offer=offer, **more))
    assert answer.status_code == 302, words(answer)[-700:]
    assert team.member(who) is not None


@contextmanager
def after(**time: float) -> Iterator[None]:
    """Do what is inside so much later by the business clock (days, hours, minutes, seconds)."""
    with at_moment(real_now() + timedelta(**time)):
        yield


@contextmanager
def at_moment(moment: datetime) -> Iterator[None]:
    """Do what is inside as if it were this moment now."""
    file = Path(settings.CLOCK_FILE)
    write_offset(file, moment - real_now())
    try:
        yield
    finally:
        file.unlink(missing_ok=True)
