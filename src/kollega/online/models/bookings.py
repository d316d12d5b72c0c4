from django.db import models

from kollega.platform.columns import TenantForeignKey, TenantModel
from kollega.scheduling.enums import Place

_PLACES = [(place.value, place.value) for place in Place]


class OnlineBooking(TenantModel):
    """What belongs to a visit that was booked online: which policy was agreed to, the answers, who is new.

    `contact` is the keyed hash of the address that booked. The secret link is that of the notices.
    """

    appointment = TenantForeignKey("scheduling.Appointment")
    client = TenantForeignKey("clients.Client")
    contact = models.BinaryField()
    policy = TenantForeignKey("online.PolicyVersion", null=True)
    accepted_at = models.DateTimeField(null=True)
    answers_sealed = models.BinaryField(null=True)
    new_client = models.BooleanField()
    language = models.CharField(max_length=5)
    at = models.DateTimeField()

    class Meta:
        db_table = "online_booking"
        constraints = [models.UniqueConstraint(fields=["practice", "appointment"], name="online_one_booking")]
        indexes = [
            models.Index(fields=["practice", "contact"], name="online_booking_by_contact"),
            models.Index(fields=["practice", "client"], name="online_booking_by_client"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Draft(TenantModel):
    """A booking that somebody is about to make: the chosen time, the hold on it, and sealed what was typed so far.

    It is found by the secret in its address. `code` is the keyed hash of the code that went to a known client's
    address; `known_client` is set only when somebody may be matched, `verified_at` once the code was right.
    """

    digest = models.BinaryField(unique=True)
    service = TenantForeignKey("scheduling.Service")
    clinician = TenantForeignKey("practices.Membership")
    anyone = models.BooleanField()
    only = TenantForeignKey("practices.Membership", null=True)
    place = models.CharField(max_length=9, choices=_PLACES)
    starts_at = models.DateTimeField()
    hold_id = models.UUIDField(null=True)
    held_until = models.DateTimeField()
    prolonged = models.BooleanField(default=False)
    sealed = models.BinaryField(null=True)
    code = models.BinaryField(null=True)
    known_client = TenantForeignKey("clients.Client", null=True)
    verified_at = models.DateTimeField(null=True)
    booking = TenantForeignKey(OnlineBooking, null=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "online_draft"
        indexes = [models.Index(fields=["practice", "made_at"], name="online_draft_by_age")]

    def __str__(self) -> str:
        return str(self.id)
