from django.db import models

from kollega.accounts.models.people import Person
from kollega.kernel.ids import new_id


class LoginSession(models.Model):
    """One login of a person in one browser; dead when ended, idle too long or too old. All times are real."""

    class End(models.TextChoices):
        SIGNED_OUT = "signed_out"
        ENDED_BY_PERSON = "ended_by_person"
        ENDED_BY_ADMIN = "ended_by_admin"
        SECURITY_CHANGE = "security_change"
        IDLE = "idle"
        TOO_OLD = "too_old"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    second_factor = models.BooleanField()
    address = models.CharField(max_length=45)
    device = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=20, choices=End.choices, blank=True)

    class Meta:
        db_table = "accounts_login_session"
        indexes = [
            models.Index(fields=["person"], name="accounts_running_logins", condition=models.Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.device} {self.started_at}"
