from django.db import models
from django.db.models import Q

from kollega.platform.columns import TenantModel
from kollega.scheduling.enums import Mode


class Service(TenantModel):
    """What can be booked (B4). Archived ones stay for old appointments; the code is unique among the others.

    `group_size` is how many clients a group takes; null for what is no group.
    """

    names = models.JSONField()
    minutes = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=9, choices=[(m.value, m.value) for m in Mode])
    colour = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=3)
    buffer_before = models.PositiveSmallIntegerField(default=0)
    buffer_after = models.PositiveSmallIntegerField(default=0)
    notice_minutes = models.PositiveIntegerField(default=0)
    bookable_online = models.BooleanField(default=False)
    group_size = models.PositiveSmallIntegerField(null=True)
    price_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "scheduling_service"
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "code"], condition=Q(archived_at=None), name="scheduling_service_code_once"
            ),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=720), name="scheduling_service_minutes"),
            models.CheckConstraint(
                condition=Q(group_size=None) | Q(group_size__gte=2, group_size__lte=30), name="scheduling_group_size"
            ),
            models.CheckConstraint(condition=Q(colour__gte=1, colour__lte=8), name="scheduling_service_colour"),
        ]

    def __str__(self) -> str:
        return self.code


class Room(TenantModel):
    """A place where one appointment at a time is held; a calendar column.

    `shared_room` says that it is a room of a community (B6), which then occupies for all practices there.
    """

    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    shared_room = models.ForeignKey("communities.SharedRoom", on_delete=models.PROTECT, null=True, related_name="+")
    shared_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "scheduling_room"
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "name"], condition=Q(archived_at=None), name="scheduling_room_name_once"
            ),
            models.UniqueConstraint(
                fields=["practice", "shared_room"],
                condition=Q(shared_room__isnull=False),
                name="scheduling_room_shared_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
