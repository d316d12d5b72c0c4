from django.db import models

from kollega.platform.columns import TenantForeignKey, TenantModel


class Client(TenantModel):
    """The client card's contact data. Clinical words live in the client information and the notes."""

    class Origin(models.TextChoices):
        """Who brought the client (C5)."""

        OWN = "own"
        REFERRED = "referred"

    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    pronoun = models.CharField(max_length=30, blank=True)
    born_on = models.DateField(null=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=5)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.OWN)
    responsible = TenantForeignKey("practices.Membership")
    is_active = models.BooleanField(default=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "clients_client"

    def __str__(self) -> str:
        return str(self.id)


class Care(TenantModel):
    """Which clinicians take part in a client's care: the only ones who may open the record (C6)."""

    client = TenantForeignKey(Client, on_delete=models.CASCADE)
    clinician = TenantForeignKey("practices.Membership")
    since = models.DateTimeField()

    class Meta:
        db_table = "clients_care"
        constraints = [models.UniqueConstraint(fields=["practice", "client", "clinician"], name="clients_care_once")]

    def __str__(self) -> str:
        return f"{self.clinician_id} for {self.client_id}"
