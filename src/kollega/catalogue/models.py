from typing import Any

from django.conf import settings
from django.db import models

from kollega.catalogue.rules.plans import Cycle
from kollega.catalogue.rules.seats import SeatChange
from kollega.kernel.ids import new_id
from kollega.platform.columns import TenantModel


def _payer() -> Any:
    return models.ForeignKey("practices.Practice", on_delete=models.PROTECT, null=True, related_name="+")


class Seat(models.Model):
    """One person's plan with one payer (P2): the practice it is used in, or without one the person themselves.

    It is what the newest row of its history says; the history is the truth. Seats cross practices on purpose: seen by
    the person, the payer, and the practices the person is a member of. Row-level security is set in the migration.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    payer = _payer()
    plan = models.CharField(max_length=40)
    cycle = models.CharField(max_length=5, choices=[(c.value, c.value) for c in Cycle], default=Cycle.MONTH)
    started_at = models.DateTimeField()
    trial_ends_at = models.DateTimeField(null=True)
    pays_after_trial = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "catalogue_seat"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "payer"],
                condition=models.Q(ended_at=None),
                nulls_distinct=False,
                name="catalogue_one_seat",
            )
        ]
        indexes = [
            models.Index(fields=["person"], name="catalogue_seat_person"),
            models.Index(fields=["payer"], name="catalogue_seat_payer"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.id}"


class SeatEvent(models.Model):
    """One row of a seat's history; rows are only added.

    Seen by whoever sees the seat, and by the practice that pays or paid until then: its history stays whole when the
    seat moves on or the person leaves.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    payer_before = _payer()
    change = models.CharField(max_length=14, choices=[(c.value, c.value) for c in SeatChange])
    at = models.DateTimeField()
    plan = models.CharField(max_length=40)
    payer = _payer()
    trial_ends_at = models.DateTimeField(null=True)
    pays_after_trial = models.BooleanField(default=False)
    cycle = models.CharField(max_length=5, choices=[(c.value, c.value) for c in Cycle])
    reason = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "catalogue_seat_event"
        indexes = [
            models.Index(fields=["seat", "at"], name="catalogue_event_of"),
            models.Index(fields=["person", "plan"], name="catalogue_event_person"),
            models.Index(fields=["payer", "at"], name="catalogue_event_payer"),
            models.Index(fields=["payer_before", "at"], name="catalogue_event_before"),
        ]

    def __str__(self) -> str:
        return f"{self.change} {self.seat_id}"


class PracticePlan(TenantModel):
    """One row of the history of a practice's own plan; rows are only added, the newest that has begun counts.

    `begins_at` lies in the future for a change that waits for the next due date.
    """

    plan = models.CharField(max_length=40)
    cycle = models.CharField(max_length=5, choices=[(c.value, c.value) for c in Cycle], default=Cycle.MONTH)
    begins_at = models.DateTimeField()
    trial_ends_at = models.DateTimeField(null=True)
    pays_after_trial = models.BooleanField(default=False)
    decided_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "catalogue_practice_plan"
        indexes = [models.Index(fields=["practice", "begins_at"], name="catalogue_plan_of")]

    def __str__(self) -> str:
        return f"{self.plan} from {self.begins_at}"


class Contract(TenantModel):
    """A practice's own agreement with the operator (T12): its plan, what differs from it, and whom to ask."""

    plan = models.CharField(max_length=40)
    allowances = models.JSONField(default=dict)
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField()
    contact_phone = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_contract"
        constraints = [models.UniqueConstraint(fields=["practice"], name="catalogue_one_contract")]

    def __str__(self) -> str:
        return f"{self.plan} {self.practice_id}"


class AffiliateLink(models.Model):
    """The code in a person's affiliate link (T13). Codes are not secret: they are made to be shared."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_affiliate_link"

    def __str__(self) -> str:
        return self.code


class AffiliateSignUp(models.Model):
    """Somebody who signed up through an affiliate link, and what the catalogue gave for it at that time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    link = models.ForeignKey(AffiliateLink, on_delete=models.PROTECT, related_name="+")
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    trial_days = models.PositiveSmallIntegerField(default=0)
    discount_percent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "catalogue_affiliate_sign_up"

    def __str__(self) -> str:
        return str(self.id)
