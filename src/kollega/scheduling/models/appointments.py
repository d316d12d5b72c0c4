from django.db import models
from django.db.models import F, Q

from kollega.platform.columns import TenantForeignKey, TenantModel
from kollega.scheduling.enums import Change, Kind, Place, Status


class Appointment(TenantModel):
    """A visit or a private block. Times are instants plus the zone they were meant in (B17).

    `busy_from` and `busy_until` are the times with buffers; a trigger keeps table `scheduling_occupancy` in step,
    whose exclusion constraint is the last judge of overlaps (B2). `long` marks what lasts over a day, so that a range
    read finds it without scanning. `several` marks that clients share it: table `scheduling_participant` then holds all
    of them, and `client` is the first. `withdrawn_at` hides a booking that was undone. `touched_at` is real time, for
    polling only. `settled_at` is set by who signs or invoices it: repeated changes leave it alone from then on. A
    trigger sets `shared_room`: the room that practices share which the visit takes up (B6).
    """

    kind = models.CharField(max_length=5, choices=[(k.value, k.value) for k in Kind])
    status = models.CharField(max_length=14, choices=[(s.value, s.value) for s in Status])
    client = TenantForeignKey("clients.Client", null=True)
    service = TenantForeignKey("scheduling.Service", null=True)
    clinician = TenantForeignKey("practices.Membership")
    room = TenantForeignKey("scheduling.Room", null=True)
    shared_room = models.ForeignKey(
        "communities.SharedRoom", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    busy_from = models.DateTimeField()
    busy_until = models.DateTimeField()
    zone = models.CharField(max_length=60)
    place = models.CharField(max_length=9, choices=[(p.value, p.value) for p in Place], default=Place.IN_PERSON)
    length_overridden = models.BooleanField(default=False)
    blocking = models.BooleanField(default=True)
    long = models.BooleanField(default=False)
    several = models.BooleanField(default=False)
    internal_line = models.CharField(max_length=200, blank=True)
    title_sealed = models.BinaryField(null=True)
    outside_hours_reason = models.CharField(max_length=200, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    submit_key = models.CharField(max_length=80, null=True)
    imported_by = TenantForeignKey("scheduling.CalendarImport", null=True)
    import_key = models.CharField(max_length=64, blank=True)
    recurrence = TenantForeignKey("scheduling.Recurrence", null=True)
    recurrence_day = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    series_id = models.UUIDField(null=True)
    version = models.IntegerField(default=1)
    created_by = TenantForeignKey("practices.Membership", null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        db_table = "scheduling_appointment"
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "submit_key"], condition=Q(submit_key__isnull=False), name="scheduling_one_submit"
            ),
            models.UniqueConstraint(
                fields=["practice", "clinician", "import_key"],
                condition=~Q(import_key="") & Q(withdrawn_at=None),
                name="scheduling_one_import",
            ),
            models.UniqueConstraint(
                fields=["practice", "recurrence", "recurrence_day"],
                condition=Q(recurrence__isnull=False),
                name="scheduling_one_of_each_day",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="scheduling_ends_after_start"),
            models.CheckConstraint(
                condition=Q(busy_from__lte=F("starts_at"), busy_until__gte=F("ends_at")), name="scheduling_busy_covers"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.VISIT) | Q(client=None, service=None), name="scheduling_block_without_client"
            ),
        ]
        indexes = [
            models.Index(fields=["practice", "clinician", "starts_at"], name="scheduling_by_clinician"),
            models.Index(
                fields=["practice", "room", "starts_at"], name="scheduling_by_room", condition=Q(room__isnull=False)
            ),
            models.Index(
                fields=["practice", "client", "starts_at"],
                name="scheduling_by_client",
                condition=Q(client__isnull=False),
            ),
            models.Index(fields=["practice", "starts_at"], name="scheduling_by_start"),
            models.Index(fields=["practice", "ends_at"], name="scheduling_long", condition=Q(long=True)),
            models.Index(
                fields=["shared_room", "busy_from"],
                name="scheduling_by_shared_room",
                condition=Q(shared_room__isnull=False),
            ),
            models.Index(fields=["practice", "touched_at"], name="scheduling_by_touch"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Participant(TenantModel):
    """One of several clients of an appointment. `status` is their own where it differs from the appointment's."""

    appointment = TenantForeignKey(Appointment, on_delete=models.CASCADE)
    client = TenantForeignKey("clients.Client")
    position = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=14, choices=[(s.value, s.value) for s in Status], blank=True)

    class Meta:
        db_table = "scheduling_participant"
        constraints = [
            models.UniqueConstraint(fields=["practice", "appointment", "client"], name="scheduling_participant_once")
        ]
        indexes = [models.Index(fields=["practice", "client"], name="scheduling_participant_client")]

    def __str__(self) -> str:
        return f"{self.client_id} in {self.appointment_id}"


class AppointmentChange(TenantModel):
    """One row of an appointment's history: who, when, and the changed columns before and after (ids, times, codes).

    It is what an undo restores; `version` is the appointment's version after this change. `whole` is the change of many
    dates that it was part of; only that is undone then.
    """

    appointment = TenantForeignKey(Appointment, on_delete=models.CASCADE)
    change = models.CharField(max_length=9, choices=[(c.value, c.value) for c in Change])
    at = models.DateTimeField()
    by = TenantForeignKey("practices.Membership", null=True)
    version = models.IntegerField()
    whole = TenantForeignKey("scheduling.RecurrenceChange", null=True)
    before = models.JSONField()
    after = models.JSONField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "scheduling_change"
        indexes = [models.Index(fields=["practice", "appointment"], name="scheduling_change_of")]

    def __str__(self) -> str:
        return f"{self.change} {self.appointment_id}"
