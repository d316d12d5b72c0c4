"""The people around a client."""

from django.db import models

from kollega.clients.models.cards import Client
from kollega.clients.rules.contact_people import Relation
from kollega.platform.columns import TenantForeignKey, TenantModel


class ContactPerson(TenantModel):
    """Somebody to whom the practice may turn about a client; `key` is the folded name and organisation."""

    client = TenantForeignKey(Client, on_delete=models.CASCADE)
    relation = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Relation])
    name = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    key = models.CharField(max_length=300)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    may_be_told = models.CharField(max_length=300, blank=True)
    in_emergency = models.BooleanField(default=False)
    pays_invoices = models.BooleanField(default=False)
    is_guardian = models.BooleanField(default=False)
    guardian_from = models.DateField(null=True)
    guardian_until = models.DateField(null=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "clients_contact_person"
        constraints = [
            models.UniqueConstraint(fields=["practice", "client", "key"], name="clients_contact_person_once")
        ]

    def __str__(self) -> str:
        return f"{self.relation} of {self.client_id}"
