from django.db import models

from kollega.kernel.ids import new_id


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
