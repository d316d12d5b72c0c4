"""Whatever is invited, resent, revoked, accepted, left, removed and handed over in whatever order: members are exactly
those who accepted with the verified address, and there is always one owner and an administrator (T4, I2, I4, IN-1 to
IN-5)."""

import os
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connections, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from kollega.accounts.models import Person
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from kollega.practices.operations.members import change_member
from kollega.teams.models import Invitation
from kollega.teams.operations.accepting import accept
from kollega.teams.operations.inviting import resend, revoke
from kollega.teams.operations.leaving import leave, remove_member
from kollega.teams.operations.ownership import accept_ownership, offer_ownership
from tests.factories import actor_in, at, make_person, unique
from tests.jobs import run_jobs
from tests.teams.making import guest, invitation_of, invited, make_team, token_of

PROVE = bool(os.environ.get("KOLLEGA_PROVE"))
PEOPLE = 4
DAYS = 30
who = st.integers(0, PEOPLE)
role = st.sampled_from([Role.ADMIN, Role.CLINICIAN, Role.ASSISTANT])


@dataclass
class Link:
    """What a mailed link is worth: whom it was sent to, by whom, until when, as what."""

    email: str
    token: str
    inviter: UUID
    until: datetime
    gives: Role
    lives: bool = True


class Team(RuleBasedStateMachine):
    links = Bundle("links")

    @initialize()
    def found(self) -> None:
        owner = make_team()
        assert owner.person_id is not None
        self.practice = owner
        self.now = real_now()
        self.people = [Person.objects.get(pk=owner.person_id), *(make_person() for _ in range(PEOPLE))]
        self.roles: dict[UUID, set[Role]] = {owner.person_id: set(owner.roles)}
        self.sent: list[Link] = []

    @rule(target=links, by=who, to=who, gives=role)
    def invite(self, by: int, to: int, gives: Role) -> Link | None:
        actor, email = self.actor(by), self.people[to].email
        if actor is None:
            return None
        allowed = Role.ADMIN in actor.roles and self.people[to].pk not in self.roles and self.open(email) is None
        try:
            invited(actor, email, roles=(gives,))
        except Refusal:
            assert not allowed
            return None
        assert allowed
        for link in self.sent:
            if link.email == email:
                link.lives = False
        return self.send(email, invitation_of(actor, email).id, actor, gives)

    @rule(target=links, by=who, link=links)
    def resend(self, by: int, link: Link | None) -> Link | None:
        """Resending goes by the address: it kills the link that is open now."""
        actor, now_open = self.actor(by), self.still_there(link)
        if actor is None or link is None:
            return None
        allowed = Role.ADMIN in actor.roles and now_open is not None
        row = invitation_of(self.practice, link.email)
        try:
            new_id = resend(actor, invitation_id=row.id)
        except Refusal:
            assert not allowed
            return None
        assert allowed
        assert now_open is not None
        now_open.lives = False
        return self.send(link.email, new_id, actor, now_open.gives)

    @rule(by=who, link=links)
    def revoke(self, by: int, link: Link | None) -> None:
        actor, now_open = self.actor(by), self.still_there(link)
        if actor is None or link is None:
            return
        allowed = Role.ADMIN in actor.roles and now_open is not None
        try:
            revoke(actor, invitation_id=invitation_of(self.practice, link.email).id)
        except Refusal:
            assert not allowed
            return
        assert allowed
        assert now_open is not None
        now_open.lives = False

    @rule(days=st.sampled_from([1, 29, 31]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(number=who, link=links)
    def accept(self, number: int, link: Link | None) -> None:
        if link is None:
            return
        person = self.people[number]
        allowed = (
            link.lives
            and self.now < link.until
            and person.email == link.email
            and person.pk not in self.roles
            and Role.ADMIN in self.roles.get(link.inviter, set())
        )
        try:
            accept(guest(self.practice, person, at=self.now), token=link.token)
        except Refusal:
            assert not allowed
            return
        assert allowed
        link.lives = False
        self.roles[person.pk] = {link.gives}

    @rule(number=who)
    def change_address(self, number: int) -> None:
        person = self.people[number]
        person.email = f"{unique('moved')}@example.test"
        person.save(update_fields=["email"])

    @rule(by=who, number=who, gives=role)
    def change_role(self, by: int, number: int, gives: Role) -> None:
        actor, member = self.actor(by), self.member(number)
        if actor is None or member is None:
            return
        try:
            change_member(actor, membership_id=member.id, roles=[gives], areas=[], title="")
        except Refusal:
            return
        assert Role.ADMIN in actor.roles
        self.roles[self.people[number].pk] = {gives}
        self.forget_links_without_inviter()

    @rule(by=who, number=who)
    def remove(self, by: int, number: int) -> None:
        actor, member = self.actor(by), self.member(number)
        if actor is None or member is None:
            return
        try:
            remove_member(actor, membership_id=member.id)
        except Refusal:
            return
        assert Role.ADMIN in actor.roles
        self.gone(number)

    @rule(number=who)
    def leave(self, number: int) -> None:
        actor = self.actor(number)
        if actor is None:
            return
        try:
            leave(actor)
        except Refusal:
            assert Role.ADMIN in actor.roles, "only an owner or a last administrator is held back here"
            return
        self.gone(number)

    @rule(by=who, to=who)
    def hand_over(self, by: int, to: int) -> None:
        actor, member = self.actor(by), self.member(to)
        if actor is None or member is None:
            return
        try:
            offer_ownership(actor, membership_id=member.id)
            receiver = self.actor(to)
            assert receiver is not None
            accept_ownership(receiver)
        except Refusal:
            return
        assert Role.OWNER in actor.roles
        self.roles[self.people[by].pk] = (self.roles[self.people[by].pk] - {Role.OWNER}) | {Role.ADMIN}
        self.roles[self.people[to].pk] |= {Role.OWNER, Role.ADMIN}

    @invariant()
    def members_are_exactly_the_verified_acceptances(self) -> None:
        if not hasattr(self, "roles"):
            return
        with tenant(self.practice.practice_id), transaction.atomic():
            rows = list(Membership.objects.filter(practice_id=self.practice.practice_id, ended_at=None))
            accepted = list(Invitation.objects.filter(practice_id=self.practice.practice_id).exclude(membership=None))
        assert {row.person_id: {Role(one) for one in row.roles} for row in rows} == self.roles
        assert len({row.membership_id for row in accepted}) == len(accepted), "at most one member of an invitation"

    @invariant()
    def there_is_one_owner_and_an_administrator(self) -> None:
        if not hasattr(self, "roles"):
            return
        assert sum(Role.OWNER in held for held in self.roles.values()) == 1
        assert any(Role.ADMIN in held for held in self.roles.values())

    def teardown(self) -> None:
        connections.close_all()

    def actor(self, number: int) -> Actor | None:
        """The person as an actor of the practice, freshly authenticated, or None for an outsider."""
        person = self.people[number]
        if person.pk not in self.roles:
            return None
        return replace(at(actor_in(self.practice.practice_id, person), self.now), authenticated_at=real_now())

    def member(self, number: int) -> Membership | None:
        with tenant(self.practice.practice_id), transaction.atomic():
            return Membership.objects.filter(
                practice_id=self.practice.practice_id, person_id=self.people[number].pk, ended_at=None
            ).first()

    def send(self, email: str, invitation_id: UUID, actor: Actor, gives: Role) -> Link:
        assert actor.person_id is not None
        run_jobs(self.practice.practice_id)
        token = token_of(actor, invitation_id)
        link = Link(email, token, actor.person_id, self.now + timedelta(days=DAYS), gives)
        self.sent.append(link)
        return link

    def open(self, email: str) -> Link | None:
        """The link to this address that can still be accepted."""
        return next((one for one in self.sent if one.email == email and one.lives and self.now < one.until), None)

    def still_there(self, link: Link | None) -> Link | None:
        """The newest link to the address, unless it was used, revoked or lost its inviter; an expired one counts."""
        if link is None:
            return None
        newest = [one for one in self.sent if one.email == link.email][-1]
        return newest if newest.lives else None

    def gone(self, number: int) -> None:
        self.roles.pop(self.people[number].pk)
        self.forget_links_without_inviter()

    def forget_links_without_inviter(self) -> None:
        """Losing the right revokes the open invitations (IN-5); getting it back does not bring them back."""
        run_jobs(self.practice.practice_id)
        for link in self.sent:
            if Role.ADMIN not in self.roles.get(link.inviter, set()):
                link.lives = False


TestTeam = Team.TestCase
TestTeam.settings = settings(
    max_examples=300 if PROVE else 12,
    stateful_step_count=60 if PROVE else 25,
    deadline=None,
    derandomize=not PROVE,
    suppress_health_check=list(HealthCheck),
)
