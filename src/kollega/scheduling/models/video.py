from django.db import models
from django.db.models import Q

from kollega.platform.columns import TenantForeignKey, TenantModel


class VideoLink(TenantModel):
    """Where video visits are held: one address of a clinician, or the practice's for all who have none.

    `{room}` in it becomes a name of its own for each appointment.
    """

    membership = TenantForeignKey("practices.Membership", null=True)
    address = models.CharField(max_length=300)

    class Meta:
        db_table = "scheduling_video_link"
        constraints = [
            models.UniqueConstraint(fields=["practice", "membership"], name="scheduling_video_once_each"),
            models.UniqueConstraint(
                fields=["practice"], condition=Q(membership=None), name="scheduling_video_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
