from django.db import models

from kollega.kernel.ids import new_id
from kollega.platform.columns import TenantModel


class Mail(models.Model):
    """A mail on its way. Receiver and text are sealed, and gone as soon as it was sent or given up.

    A practice's mail is seen in that practice's scope, an account's mail (no practice) outside of any; row-level
    security is set in the migration. All times are real time.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        REFUSED = "refused"
        GIVEN_UP = "given_up"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    practice_id = models.UUIDField(null=True)
    kind = models.TextField()
    person_id = models.UUIDField(null=True)
    client_id = models.UUIDField(null=True)
    state = models.TextField(choices=State.choices, default=State.WAITING)
    sealed = models.BinaryField()
    tries = models.IntegerField(default=0)
    failure = models.TextField(default="")
    queued_at = models.DateTimeField()
    try_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    give_up_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messaging_mail"
        indexes = [models.Index(fields=["try_at"], condition=models.Q(state="waiting"), name="messaging_mail_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class TextAccount(TenantModel):
    """The practice's account with the SMS service. `sender` is the name clients see; the key is sealed."""

    sender = models.CharField(max_length=11)
    sealed = models.BinaryField()
    on = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "messaging_text_account"
        constraints = [models.UniqueConstraint(fields=["practice"], name="messaging_one_text_account")]

    def __str__(self) -> str:
        return self.sender


class TextMessage(TenantModel):
    """An SMS on its way; its id is the reference by which the service sends it once. All times are real time.

    Number and text are sealed, and gone as soon as it was taken, refused or given up.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        DELIVERED = "delivered"
        UNDELIVERED = "undelivered"
        REFUSED = "refused"
        GIVEN_UP = "given_up"

    kind = models.TextField()
    client_id = models.UUIDField(null=True)
    state = models.TextField(choices=State.choices, default=State.WAITING)
    sealed = models.BinaryField()
    parts = models.PositiveSmallIntegerField()
    tries = models.IntegerField(default=0)
    failure = models.TextField(default="")
    queued_at = models.DateTimeField()
    try_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    give_up_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messaging_text"
        indexes = [
            models.Index(fields=["try_at"], condition=models.Q(state="waiting"), name="messaging_text_waiting"),
            models.Index(fields=["practice", "kind", "-queued_at"], name="messaging_text_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
