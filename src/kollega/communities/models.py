"""What independent practices have in common. These tables cross practices and hold nothing else.

Their policies are in the first migration: a practice sees a community that it is in, its creator alone changes it.
"""

from django.db import models
from django.db.models import Q

from kollega.communities.enums import RUNNING, State
from kollega.kernel.ids import new_id
from kollega.platform.columns import TenantModel


class Community(models.Model):
    """Several practices that share rooms (B6). The name is chosen for all of them to read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    creator = models.ForeignKey("practices.Practice", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    dissolved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "communities_community"

    def __str__(self) -> str:
        return str(self.id)


class Partner(TenantModel):
    """A practice in a community; the creator is one too. The practice's id never leaves the database."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in State])
    code_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "communities_partner"
        constraints = [
            models.UniqueConstraint(
                fields=["community", "practice"], condition=Q(state__in=RUNNING), name="communities_one_partner"
            ),
            models.UniqueConstraint(fields=["practice", "code_id"], name="communities_code_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class JoiningCode(models.Model):
    """A code by which a practice asks to join, once. Only its hash is here; `made_by` is a membership of the creator.

    Whoever holds the code finds the row through `communities_code_of`, a function of the owner.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(unique=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "communities_code"

    def __str__(self) -> str:
        return str(self.id)


class SharedRoom(models.Model):
    """A room that the community shares, with its house rules. Quiet hours are local times of `zone`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    zone = models.CharField(max_length=60)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    fair_minutes = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "communities_shared_room"
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="communities_room_name_once"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="communities_quiet_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
