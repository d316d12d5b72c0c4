from django.db import models
from django.db.models import Q

from kollega.notices.enums import Channel, NoticeKind, NoticeState, Wanted, Why
from kollega.platform.columns import TenantForeignKey, TenantModel

CHANNELS = [(channel.value, channel.value) for channel in Channel]


class AppointmentLink(TenantModel):
    """The secret by which a client comes to one appointment without an account, and its iCalendar UID.

    The secret is sealed, so that later mails can carry the same one, and is found by its digest.
    """

    appointment = TenantForeignKey("scheduling.Appointment", on_delete=models.CASCADE)
    client = TenantForeignKey("clients.Client", on_delete=models.CASCADE)
    uid = models.CharField(max_length=40)
    digest = models.BinaryField(unique=True)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "notices_link"
        constraints = [
            models.UniqueConstraint(fields=["practice", "appointment", "client"], name="notices_one_link"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Thread(TenantModel):
    """What one client was told about one appointment by one channel, from the invitation on.

    `told` holds the facts that the client knows, `settled` those that were last decided about (sent or withheld);
    None: nothing yet. `sequence` is that of the last calendar file. `open` is false once an invitation was withheld.
    """

    appointment = TenantForeignKey("scheduling.Appointment", on_delete=models.CASCADE)
    client = TenantForeignKey("clients.Client", on_delete=models.CASCADE)
    channel = models.CharField(max_length=5, choices=CHANNELS)
    open = models.BooleanField(default=True)
    told = models.JSONField(null=True)
    settled = models.JSONField(null=True)
    sequence = models.IntegerField(default=-1)
    invited_at = models.DateTimeField()
    invited_by = TenantForeignKey("practices.Membership", null=True)

    class Meta:
        db_table = "notices_thread"
        constraints = [
            models.UniqueConstraint(fields=["practice", "appointment", "client", "channel"], name="notices_one_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} about {self.appointment_id}"


class Notice(TenantModel):
    """One message to a client about an appointment. `due_at` is business time.

    `facts` is what it was planned for; what was said is sealed when it is sent. `hours` and `for_start` make a
    reminder that of one rule and one time. `message_id` names the mail or text message that carries it.
    """

    appointment = TenantForeignKey("scheduling.Appointment", on_delete=models.CASCADE)
    client = TenantForeignKey("clients.Client", on_delete=models.CASCADE)
    channel = models.CharField(max_length=5, choices=CHANNELS)
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in NoticeKind])
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in NoticeState])
    why = models.CharField(max_length=10, choices=[(w.value, w.value) for w in Why], blank=True)
    facts = models.JSONField()
    version = models.IntegerField()
    hours = models.PositiveSmallIntegerField(null=True)
    for_start = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = TenantForeignKey("practices.Membership", null=True)
    message_id = models.UUIDField(null=True)
    sealed = models.BinaryField(null=True)
    held = models.BooleanField(default=False)

    class Meta:
        db_table = "notices_notice"
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "appointment", "client", "channel"],
                condition=Q(state=NoticeState.WAITING),
                name="notices_one_waiting",
            ),
            models.UniqueConstraint(
                fields=["practice", "appointment", "client", "channel", "hours", "for_start"],
                condition=Q(kind=NoticeKind.REMINDER),
                name="notices_reminded_once",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state=NoticeState.WAITING), name="notices_due"),
            models.Index(fields=["practice", "-created_at", "-id"], name="notices_newest"),
            models.Index(fields=["practice", "appointment"], name="notices_of_appointment"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Settings(TenantModel):
    """What a practice tells its clients and how; without a row the defaults of `rules.settings` hold."""

    invite_by_default = models.BooleanField()
    silent = models.JSONField(default=list)
    names_clinician = models.BooleanField()
    names_service = models.BooleanField()
    where = models.CharField(max_length=200, blank=True)
    reminders = models.JSONField(default=list)
    remind_all = models.BooleanField()
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()
    wording = models.JSONField(default=dict)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "notices_settings"
        constraints = [models.UniqueConstraint(fields=["practice"], name="notices_one_settings")]

    def __str__(self) -> str:
        return str(self.practice_id)


class Preference(TenantModel):
    """How a client wants to be told; without a row: automatically, with reminders, in the practice's time zone."""

    client = TenantForeignKey("clients.Client", on_delete=models.CASCADE)
    wanted = models.CharField(max_length=9, choices=[(w.value, w.value) for w in Wanted], default=Wanted.AUTOMATIC)
    reminders = models.BooleanField(default=True)
    zone = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "notices_preference"
        constraints = [models.UniqueConstraint(fields=["practice", "client"], name="notices_one_preference")]

    def __str__(self) -> str:
        return f"{self.wanted} {self.client_id}"


class RemindersFrom(models.Model):
    """Reminders from before this moment are not sent: they were, before the machine was lost and restored."""

    at = models.DateTimeField()

    class Meta:
        db_table = "notices_reminders_from"

    def __str__(self) -> str:
        return self.at.isoformat()
