from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kollega.online.enums import OfferState, PartOfDay, WaitingState
from kollega.platform.columns import TenantForeignKey, TenantModel
from kollega.scheduling.enums import Place

_PLACES = [(place.value, place.value) for place in Place]


class WaitingEntry(TenantModel):
    """Somebody who waits for a time (B13). Empty weekdays or parts of the day mean any; no clinician means any.

    Who was put on it by staff is a client; a visitor's contact data stays sealed until a time is accepted.
    """

    client = TenantForeignKey("clients.Client", null=True)
    contact_sealed = models.BinaryField(null=True)
    contact = models.BinaryField(default=b"")
    service = TenantForeignKey("scheduling.Service")
    clinician = TenantForeignKey("practices.Membership", null=True)
    place = models.CharField(max_length=9, choices=_PLACES)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list)
    parts = ArrayField(models.CharField(max_length=9, choices=[(p.value, p.value) for p in PartOfDay]), default=list)
    until = models.DateField()
    language = models.CharField(max_length=5)
    state = models.CharField(
        max_length=7, choices=[(s.value, s.value) for s in WaitingState], default=WaitingState.WAITING
    )
    added_by = TenantForeignKey("practices.Membership", null=True)
    added_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "online_waiting"
        constraints = [
            models.CheckConstraint(
                condition=Q(client__isnull=False) | Q(contact_sealed__isnull=False) | Q(state=WaitingState.REMOVED),
                name="online_waiting_somebody",
            )
        ]
        indexes = [models.Index(fields=["practice", "state", "added_at"], name="online_waiting_by_age")]

    def __str__(self) -> str:
        return str(self.id)


class Offer(TenantModel):
    """A time kept for one entry of the waiting list until `until`; the first accept wins."""

    entry = TenantForeignKey(WaitingEntry)
    digest = models.BinaryField(null=True, unique=True)
    hold_id = models.UUIDField()
    clinician = TenantForeignKey("practices.Membership")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in OfferState], default=OfferState.OPEN)
    appointment = TenantForeignKey("scheduling.Appointment", null=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "online_offer"
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "entry"], condition=Q(state=OfferState.OPEN), name="online_one_open_offer"
            ),
            models.UniqueConstraint(fields=["practice", "entry", "clinician", "starts_at"], name="online_offered_once"),
        ]
        indexes = [models.Index(fields=["practice", "state", "until"], name="online_offer_by_end")]

    def __str__(self) -> str:
        return str(self.id)
