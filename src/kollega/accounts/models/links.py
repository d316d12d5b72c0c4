from django.db import models

from kollega.accounts.models.people import Person
from kollega.kernel.ids import new_id


class MailedLink(models.Model):
    """A wish that is answered by a mailed link. The token exists only in the mail; here is its hash.

    `address` is in normal form; the mail of a reset goes to the person's stored address. `former_address` is what a
    used change of address replaced. Signing up makes no person before the link was opened.
    """

    class Purpose(models.TextChoices):
        SIGN_UP = "sign_up"
        RESET = "reset"
        CHANGE_ADDRESS = "change_address"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    address = models.EmailField()
    former_address = models.EmailField(blank=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5)
    affiliate_code = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    requested_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    token_hash = models.BinaryField(null=True, unique=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_mailed_link"

    def __str__(self) -> str:
        return f"{self.purpose} {self.requested_at}"
