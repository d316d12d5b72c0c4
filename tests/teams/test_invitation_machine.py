"""Whatever is invited, sent again, withdrawn, let lapse, accepted, renamed, demoted and left, in whatever order:

somebody is a member exactly when an invitation that was good at that moment was accepted by its own address (IN-1 to
IN-5).
"""

import os
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connections, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kollega.accounts.models import Person
from kollega.catalogue.rules.offers import Offer
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden, Refusal
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from kollega.practices.operations.members import change_member
from kollega.teams.errors import InvitationOver, LinkGone, NobodyInvited, OtherAddress
from kollega.teams.models import Invitation
from kollega.teams.operations.accepting import accept
from kollega.teams.operations.inviting import correct, invite, resend, revoke
from kollega.teams.queries.invitations import pending_invitations
from kollega.teams.rules.batches import Finding
from tests.factories import actor_in, at, make_member, make_person, unique
from tests.jobs import run_jobs
from tests.teams.making import guest, make_team, token_of

PROVE = bool(os.environ.get("KOLLEGA_PROVE"))
PEOPLE, ADDRESSES, ADMINS = 3, 4, 2
numbers = st.integers(0, 11)


@dataclass
class Sent:
    """What the model knows of one invitation."""

    id: UUID
    token: str
    address: str
    inviter: int
    until: timedelta
    is_open: bool = True


class Inviting(RuleBasedStateMachine):
    @initialize()
    def found(self) -> None:
        self.owner = make_team()
        self.start = self.owner.at
        self.passed = timedelta(0)
        self.addresses = [f"{unique('address')}@example.test" for _ in range(ADDRESSES)]
        self.people = [make_person(email=address) for address in self.addresses[:PEOPLE]]
        self.emails = self.addresses[:PEOPLE]
        self.admins = [make_member(self.owner, Role.ADMIN) for _ in range(ADMINS)]
        self.may = [True] * ADMINS
        self.sent: list[Sent] = []
        self.members: set[int] = set()

    @property
    def now(self) -> timedelta:
        return self.passed

    def admin(self, number: int) -> Actor:
        """The administrator as a request would see them: rights are read anew."""
        known = self.admins[number % ADMINS]
        person = Person.objects.get(pk=known.person_id)
        return at(actor_in(known.practice_id, person), self.start + self.passed)

    def open_for(self, address: str) -> Sent | None:
        return next((s for s in self.sent if s.is_open and s.address == address and self.now < s.until), None)

    def remember(self, invitation_id: UUID, address: str, admin: int) -> None:
        token = token_of(at(self.owner, self.start + self.passed), invitation_id)
        self.sent.append(Sent(invitation_id, token, address, admin % ADMINS, self.now + timedelta(days=30)))

    def is_member_address(self, address: str) -> bool:
        return any(self.emails[number] == address for number in self.members)

    @rule(admin=numbers, address=numbers)
    def invite(self, admin: int, address: int) -> None:
        email = self.addresses[address % ADDRESSES]
        try:
            [outcome] = invite(
                self.admin(admin), emails=[email], plan_id="clinician", offer=Offer.THEMSELVES, roles=[Role.CLINICIAN]
            )
        except Forbidden:
            assert not self.may[admin % ADMINS]
            return
        except NobodyInvited as refused:
            [outcome] = refused.outcomes
            expected = Finding.ALREADY_MEMBER if self.is_member_address(email) else Finding.ALREADY_INVITED
            assert outcome.finding is expected
            assert self.is_member_address(email) or self.open_for(email) is not None
            return
        assert self.may[admin % ADMINS]
        assert self.open_for(email) is None
        for old in self.sent:
            old.is_open = old.is_open and old.address != email
        self.remember(outcome.invitation_id, email, admin)

    @precondition(lambda self: self.sent)
    @rule(admin=numbers, which=numbers)
    def resend(self, admin: int, which: int) -> None:
        old = self.sent[which % len(self.sent)]
        try:
            new_id = resend(self.admin(admin), invitation_id=old.id)
        except Forbidden:
            assert not self.may[admin % ADMINS]
        except InvitationOver:
            assert not old.is_open
        else:
            assert old.is_open
            assert self.may[admin % ADMINS]
            old.is_open = False
            self.remember(new_id, old.address, admin)

    @precondition(lambda self: self.sent)
    @rule(admin=numbers, which=numbers, address=numbers)
    def correct(self, admin: int, which: int, address: int) -> None:
        old, email = self.sent[which % len(self.sent)], self.addresses[address % ADDRESSES]
        try:
            new_id = correct(self.admin(admin), invitation_id=old.id, email=email)
        except Refusal:
            taken = any(s.is_open and s.address == email for s in self.sent)
            assert not self.may[admin % ADMINS] or not old.is_open or taken or self.is_member_address(email)
        else:
            assert old.is_open
            old.is_open = False
            self.remember(new_id, email, admin)

    @precondition(lambda self: self.sent)
    @rule(which=numbers)
    def revoke(self, which: int) -> None:
        old = self.sent[which % len(self.sent)]
        try:
            revoke(at(self.owner, self.start + self.passed), invitation_id=old.id)
        except InvitationOver:
            assert not old.is_open
        else:
            assert old.is_open
            old.is_open = False

    @rule(days=st.sampled_from([1, 10, 29, 30]))
    def wait(self, days: int) -> None:
        self.passed += timedelta(days=days)

    @precondition(lambda self: self.sent)
    @rule(who=numbers, which=numbers)
    def accept(self, who: int, which: int) -> None:
        number, found = who % PEOPLE, self.sent[which % len(self.sent)]
        is_good = found.is_open and self.now < found.until and self.may[found.inviter]
        try:
            accept(guest(self.owner, self.people[number], at=self.start + self.passed), token=found.token)
        except LinkGone:
            assert not is_good
        except OtherAddress:
            assert is_good
            assert self.emails[number] != found.address
        except Refusal:
            assert number in self.members
        else:
            assert is_good
            assert self.emails[number] == found.address
            assert number not in self.members
            found.is_open = False
            self.members.add(number)

    @rule(who=numbers, address=numbers)
    def change_address(self, who: int, address: int) -> None:
        """As when the link in the mail to the new address was opened."""
        number, email = who % PEOPLE, self.addresses[address % ADDRESSES]
        if email not in self.emails:
            Person.objects.filter(pk=self.people[number].pk).update(email=email)
            self.emails[number] = email

    @rule(admin=numbers)
    def demote_or_restore(self, admin: int) -> None:
        number = admin % ADMINS
        roles = [Role.CLINICIAN] if self.may[number] else [Role.ADMIN]
        membership_id = self.admins[number].membership_id
        assert membership_id is not None
        change_member(self.owner, membership_id=membership_id, roles=roles, areas=[], title="")
        self.may[number] = not self.may[number]

    @rule()
    def do_jobs(self) -> None:
        """The reaction to lost rights ends the invitations for good: giving the right back revives none."""
        run_jobs(self.owner.practice_id)
        with tenant(self.owner.practice_id), transaction.atomic():
            ended = set(Invitation.objects.filter(end_reason="right_lost").values_list("id", flat=True))
            tokens = dict(Invitation.objects.values_list("id", "digest"))
        for sent in self.sent:
            if sent.is_open and sent.id in ended:
                sent.is_open = False
            elif sent.is_open and tokens[sent.id] is not None:
                # A mail that the job has just written carries a newer token.
                self.renew(sent)

    def renew(self, sent: Sent) -> None:
        if self.now < sent.until and self.may[sent.inviter]:
            sent.token = token_of(at(self.owner, self.start + self.passed), sent.id)

    @precondition(lambda self: self.members)
    @rule(who=numbers)
    def leave(self, who: int) -> None:
        number = sorted(self.members)[who % len(self.members)]
        with tenant(self.owner.practice_id), transaction.atomic():
            running = Membership.objects.filter(person_id=self.people[number].pk, ended_at=None)
            assert running.update(ended_at=self.start + self.passed) == 1
        self.members.remove(number)

    @invariant()
    def somebody_is_a_member_exactly_when_the_model_says_so(self) -> None:
        if not hasattr(self, "owner"):
            return
        with tenant(self.owner.practice_id), transaction.atomic():
            running = list(Membership.objects.filter(ended_at=None).values_list("person_id", flat=True))
            accepted = Invitation.objects.exclude(accepted_at=None)
            assert accepted.filter(membership=None).count() == 0
            assert accepted.exclude(ended_at=None).count() == 0
        expected = {self.people[number].pk for number in self.members}
        others = {self.owner.person_id, *(admin.person_id for admin in self.admins)}
        assert sorted(set(running) - others) == sorted(expected)
        assert len(running) == len(set(running))

    @invariant()
    def each_address_has_at_most_one_open_invitation(self) -> None:
        if hasattr(self, "owner"):
            rows = pending_invitations(at(self.owner, self.start + self.passed))
            assert len({row.email for row in rows}) == len(rows)

    def teardown(self) -> None:
        connections.close_all()


TestInviting = Inviting.TestCase
TestInviting.settings = settings(
    max_examples=60 if PROVE else 8,
    stateful_step_count=50 if PROVE else 30,
    deadline=None,
    derandomize=not PROVE,
    suppress_health_check=list(HealthCheck),
)
