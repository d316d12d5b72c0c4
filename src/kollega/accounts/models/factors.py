from django.db import models

from kollega.accounts.models.people import Person
from kollega.kernel.ids import new_id


class OneTimeCodes(models.Model):
    """The secret of a person's authenticator app, sealed, and the newest time step a code was used for."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    secret = models.BinaryField()
    last_step = models.BigIntegerField()
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_one_time_codes"

    def __str__(self) -> str:
        return str(self.person_id)


class Passkey(models.Model):
    """A WebAuthn credential: the public key of one device or password manager."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()
    sign_count = models.BigIntegerField()
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_passkey"

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """One of the codes that stand in for a lost factor; only its hash, and when it was used."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    code_hash = models.BinaryField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_recovery_code"
        constraints = [
            models.UniqueConstraint(fields=["person", "code_hash"], name="accounts_recovery_code_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)
