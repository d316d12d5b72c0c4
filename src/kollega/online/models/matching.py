from django.contrib.postgres.fields import ArrayField
from django.db import models

from kollega.online.enums import ReferralState
from kollega.platform.columns import TenantForeignKey, TenantModel


class MatchingVersion(TenantModel):
    """The matching questionnaire (C4): the newest version counts, the others stay with their answers."""

    version = models.IntegerField()
    is_on = models.BooleanField()
    intro = models.CharField(max_length=1000, blank=True)
    topics = ArrayField(models.CharField(max_length=60), default=list)
    questions = models.JSONField(default=list)
    by = TenantForeignKey("practices.Membership")
    at = models.DateTimeField()

    class Meta:
        db_table = "online_matching"
        constraints = [models.UniqueConstraint(fields=["practice", "version"], name="online_matching_version")]

    def __str__(self) -> str:
        return str(self.version)


class ClinicianProfile(TenantModel):
    """What a clinician works with, as the questionnaire proposes them."""

    membership = TenantForeignKey("practices.Membership")
    is_listed = models.BooleanField(default=False)
    about = models.CharField(max_length=400, blank=True)
    languages = ArrayField(models.CharField(max_length=5), default=list)
    topics = ArrayField(models.CharField(max_length=60), default=list)
    ages = ArrayField(models.CharField(max_length=8), default=list)
    places = ArrayField(models.CharField(max_length=9), default=list)

    class Meta:
        db_table = "online_profile"
        constraints = [models.UniqueConstraint(fields=["practice", "membership"], name="online_one_profile")]

    def __str__(self) -> str:
        return str(self.id)


class Referral(TenantModel):
    """Somebody who filled in the questionnaire. `sealed` holds what they typed; a client exists once they picked.

    `digest` is of the link they were led to, `mail_digest` of the one that was mailed.
    """

    version = TenantForeignKey(MatchingVersion)
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in ReferralState])
    sealed = models.BinaryField()
    language = models.CharField(max_length=5)
    digest = models.BinaryField()
    mail_digest = models.BinaryField(null=True)
    proposed = ArrayField(models.UUIDField(), default=list)
    declined = ArrayField(models.UUIDField(), default=list)
    picked = TenantForeignKey("practices.Membership", null=True)
    client = TenantForeignKey("clients.Client", null=True)
    submitted_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "online_referral"
        constraints = [models.UniqueConstraint(fields=["practice", "client"], name="online_one_referral")]
        indexes = [models.Index(fields=["practice", "state", "submitted_at"], name="online_referral_open")]

    def __str__(self) -> str:
        return str(self.id)
