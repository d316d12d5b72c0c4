from django.contrib.postgres.fields import ArrayField
from django.db import models

from kollega.online.enums import Takes
from kollega.platform.columns import TenantForeignKey, TenantModel

_TAKES = [(takes.value, takes.value) for takes in Takes]


class Page(TenantModel):
    """A practice's booking page and what holds on it (B11). `slug` is unique among all practices."""

    slug = models.SlugField(max_length=60, unique=True)
    is_on = models.BooleanField(default=False)
    takes = models.CharField(max_length=8, choices=_TAKES, default=Takes.EVERYONE)
    direct = models.BooleanField(default=True)
    in_person = models.BooleanField(default=True)
    video = models.BooleanField(default=True)
    notice_minutes = models.PositiveIntegerField(default=720)
    ahead_days = models.PositiveSmallIntegerField(default=60)
    step_minutes = models.PositiveSmallIntegerField(default=30)
    change_hours = models.PositiveSmallIntegerField(default=24)
    waiting_list = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "online_page"
        constraints = [models.UniqueConstraint(fields=["practice"], name="online_one_page")]

    def __str__(self) -> str:
        return self.slug


class ClinicianPage(TenantModel):
    """What one clinician offers online; empty columns follow the practice. No row: the clinician is not bookable."""

    membership = TenantForeignKey("practices.Membership")
    slug = models.SlugField(max_length=60)
    is_on = models.BooleanField(default=False)
    takes = models.CharField(max_length=8, choices=_TAKES, blank=True)
    in_person = models.BooleanField(default=True)
    video = models.BooleanField(default=True)
    notice_minutes = models.PositiveIntegerField(null=True)
    service_ids = ArrayField(models.UUIDField(), default=list)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "online_clinician"
        constraints = [
            models.UniqueConstraint(fields=["practice", "membership"], name="online_one_clinician"),
            models.UniqueConstraint(fields=["practice", "slug"], name="online_clinician_slug_once"),
        ]

    def __str__(self) -> str:
        return self.slug


class PolicyVersion(TenantModel):
    """What clients agree to when they book, per language; the newest counts, the others stay with their bookings."""

    version = models.IntegerField()
    texts = models.JSONField()
    by = TenantForeignKey("practices.Membership", null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "online_policy"
        constraints = [models.UniqueConstraint(fields=["practice", "version"], name="online_policy_version")]

    def __str__(self) -> str:
        return str(self.version)


class IntakeForm(TenantModel):
    """The questions asked when a service is booked: a list of {key, kind, label, required, choices}."""

    service = TenantForeignKey("scheduling.Service")
    questions = models.JSONField(default=list)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "online_intake"
        constraints = [models.UniqueConstraint(fields=["practice", "service"], name="online_one_intake")]

    def __str__(self) -> str:
        return str(self.id)
