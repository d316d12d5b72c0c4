from django.db import models

from kollega.platform.columns import TenantModel


class Look(TenantModel):
    """What a practice's public pages show of it: a colour as `#rrggbb`, a logo as its bytes with what they are.

    `digest` is the beginning of the logo's SHA-256, empty without one: another picture has another address.
    """

    accent = models.CharField(max_length=7, blank=True)
    logo = models.BinaryField(null=True)
    media = models.CharField(max_length=8, blank=True)
    digest = models.CharField(max_length=16, blank=True)

    class Meta:
        db_table = "online_look"
        constraints = [models.UniqueConstraint(fields=["practice"], name="online_one_look")]

    def __str__(self) -> str:
        return self.accent
