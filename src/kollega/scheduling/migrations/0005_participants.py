from django.db import migrations, models
from django.db.models import Q

import kollega.kernel.ids
import kollega.platform.columns

STATUSES = [
    (status, status)
    for status in (
        "requested",
        "booked",
        "confirmed",
        "arrived",
        "completed",
        "no_show",
        "late_cancelled",
        "cancelled",
    )
]


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0002_imports"),
        ("practices", "0004_team_settings"),
        ("scheduling", "0004_holds"),
    ]
    operations = [
        migrations.CreateModel(
            "Participant",
            [
                (
                    "id",
                    models.UUIDField(
                        default=kollega.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "practice",
                    kollega.platform.columns.PracticeKey(
                        db_index=False,
                        editable=False,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="practices.practice",
                    ),
                ),
                (
                    "appointment",
                    kollega.platform.columns.TenantForeignKey(
                        on_delete=models.CASCADE, related_name="+", to="scheduling.appointment"
                    ),
                ),
                (
                    "client",
                    kollega.platform.columns.TenantForeignKey(
                        on_delete=models.PROTECT, related_name="+", to="clients.client"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("status", models.CharField(blank=True, choices=STATUSES, max_length=14)),
            ],
            options={"db_table": "scheduling_participant"},
        ),
        migrations.AddIndex(
            "participant", models.Index(fields=["practice", "client"], name="scheduling_participant_client")
        ),
        migrations.AddConstraint(
            "participant",
            models.UniqueConstraint(fields=("practice", "appointment", "client"), name="scheduling_participant_once"),
        ),
        migrations.AddField("appointment", "several", models.BooleanField(default=False)),
        migrations.AddField("service", "group_size", models.PositiveSmallIntegerField(null=True)),
        migrations.AddConstraint(
            "service",
            models.CheckConstraint(
                condition=Q(group_size=None) | Q(group_size__gte=2, group_size__lte=30), name="scheduling_group_size"
            ),
        ),
    ]
