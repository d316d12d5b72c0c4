from django.conf import settings
from django.db import models

from kollega.kernel.ids import new_id


class Operator(models.Model):
    """Somebody who runs this installation; made on the console only. It opens the back office and no record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "operator_operator"
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(ended_at=None), name="operator_once")
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class LargeTeamRequest(models.Model):
    """What somebody wrote in the form for large teams (T12): it goes to the operator, who answers outside."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey("practices.Practice", on_delete=models.PROTECT, related_name="+", db_index=False)
    members = models.PositiveIntegerField()
    phone = models.CharField(max_length=40, blank=True)
    message = models.CharField(max_length=2000, blank=True)
    asked_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "operator_large_team_request"
        indexes = [
            models.Index(fields=["asked_at"], condition=models.Q(handled_at=None), name="operator_large_team_open"),
            models.Index(fields=["about"], name="operator_large_team_about"),
        ]

    def __str__(self) -> str:
        return str(self.id)
