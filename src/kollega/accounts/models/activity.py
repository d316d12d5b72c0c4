from django.db import models

from kollega.accounts.models.people import Person
from kollega.kernel.ids import new_id


class AccountEvent(models.Model):
    """What happened to an account, in real time; shown to the person and to nobody else."""

    class Kind(models.TextChoices):
        SIGNED_UP = "signed_up"
        SIGNED_IN = "signed_in"
        SIGNED_OUT = "signed_out"
        CONFIRMED = "confirmed"
        PASSWORD_WRONG = "password_wrong"
        CODE_WRONG = "code_wrong"
        CODES_ADDED = "codes_added"
        CODES_REMOVED = "codes_removed"
        PASSKEY_ADDED = "passkey_added"
        PASSKEY_REMOVED = "passkey_removed"
        RECOVERY_CODES_MADE = "recovery_codes_made"
        RECOVERY_CODE_USED = "recovery_code_used"
        PASSWORD_CHANGED = "password_changed"
        PASSWORD_RESET = "password_reset"
        ADDRESS_CHANGE_WANTED = "address_change_wanted"
        ADDRESS_CHANGED = "address_changed"
        SESSION_ENDED = "session_ended"
        SESSIONS_ENDED = "sessions_ended"
        FACTORS_FORGOTTEN = "factors_forgotten"
        CLOSED = "closed"
        OPENED = "opened"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=30, choices=Kind.choices)
    address = models.CharField(max_length=45)
    device = models.CharField(max_length=80)
    request_id = models.CharField(max_length=40)

    class Meta:
        db_table = "accounts_event"
        indexes = [models.Index(fields=["person", "at"], name="accounts_event_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"
