from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kollega.catalogue.rules.offers import Offer
from kollega.kernel.permissions import Area, Role
from kollega.platform.columns import TenantForeignKey, TenantModel
from kollega.practices.models import Practice
from kollega.teams.enums import Answer, InvitationEnd

_ROLES = [(role.value, role.value) for role in Role if role is not Role.GUEST]
_AREAS = [(area.value, area.value) for area in Area]
_ANSWERS = [(answer.value, answer.value) for answer in Answer]


class Invitation(TenantModel):
    """An invitation of one address, with everything that accepting it gives (I1, IN-4). Only the token's hash is here.

    A person who holds the token finds the row through `teams_invitation_of`, a function of the owner.
    """

    email = models.EmailField()
    roles = ArrayField(models.CharField(max_length=20, choices=_ROLES))
    areas = ArrayField(models.CharField(max_length=20, choices=_AREAS), default=list)
    title = models.CharField(max_length=80, blank=True)
    plan = models.CharField(max_length=40)
    offer = models.CharField(max_length=12, choices=[(o.value, o.value) for o in Offer])
    invited_by = TenantForeignKey("practices.Membership")
    language = models.CharField(max_length=5)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    digest = models.BinaryField(null=True, unique=True)
    accepted_at = models.DateTimeField(null=True)
    membership = TenantForeignKey("practices.Membership", null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=12, blank=True, choices=[(e.value, e.value) for e in InvitationEnd])
    replaces = TenantForeignKey("teams.Invitation", null=True)

    class Meta:
        db_table = "teams_invitation"
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "email"],
                condition=Q(accepted_at=None, ended_at=None),
                name="teams_one_invitation",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class JoinLink(TenantModel):
    """A link that several people may use to ask to join (I7): a free account type, a most of uses, an expiry."""

    roles = ArrayField(models.CharField(max_length=20, choices=_ROLES))
    areas = ArrayField(models.CharField(max_length=20, choices=_AREAS), default=list)
    plan = models.CharField(max_length=40)
    most_uses = models.PositiveSmallIntegerField()
    digest = models.BinaryField(unique=True)
    made_by = TenantForeignKey("practices.Membership")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "teams_join_link"

    def __str__(self) -> str:
        return str(self.id)


class JoinRequest(TenantModel):
    """Somebody who came by a link and waits for an administrator."""

    link = TenantForeignKey(JoinLink)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, blank=True, choices=_ANSWERS)
    answered_by = TenantForeignKey("practices.Membership", null=True)
    membership = TenantForeignKey("practices.Membership", null=True)

    class Meta:
        db_table = "teams_join_request"
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "person"], condition=Q(answered_at=None), name="teams_one_join_request"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class OwnershipOffer(TenantModel):
    """The owner's offer to hand the practice over to a member, who accepts it or not (T4)."""

    from_member = TenantForeignKey("practices.Membership")
    to_member = TenantForeignKey("practices.Membership")
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, blank=True, choices=_ANSWERS)

    class Meta:
        db_table = "teams_ownership_offer"
        constraints = [
            models.UniqueConstraint(fields=["practice"], condition=Q(answered_at=None), name="teams_one_offer")
        ]

    def __str__(self) -> str:
        return str(self.id)


class RecordsChange(TenantModel):
    """A proposed change of who is responsible for records, until all whom it touches have confirmed (T9)."""

    wanted = models.CharField(max_length=12, choices=Practice.Responsibility.choices)
    proposed_by = TenantForeignKey("practices.Membership")
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, blank=True, choices=_ANSWERS)

    class Meta:
        db_table = "teams_records_change"
        constraints = [
            models.UniqueConstraint(fields=["practice"], condition=Q(answered_at=None), name="teams_one_records_change")
        ]

    def __str__(self) -> str:
        return str(self.id)


class RecordsConfirmation(TenantModel):
    """One responsible person's yes to a change of responsibility."""

    change = TenantForeignKey(RecordsChange)
    member = TenantForeignKey("practices.Membership")
    at = models.DateTimeField()

    class Meta:
        db_table = "teams_records_confirmation"
        constraints = [models.UniqueConstraint(fields=["change", "member"], name="teams_one_confirmation")]

    def __str__(self) -> str:
        return str(self.id)
