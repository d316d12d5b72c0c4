import django.db.models.deletion
from django.db import migrations, models

import kollega.kernel.ids
import kollega.platform.columns


class Migration(migrations.Migration):
    initial = True

    dependencies = [("practices", "0004_team_settings")]

    operations = [
        migrations.CreateModel(
            name="Community",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kollega.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("created_at", models.DateTimeField()),
                ("dissolved_at", models.DateTimeField(null=True)),
                (
                    "creator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practices.practice"
                    ),
                ),
            ],
            options={"db_table": "communities_community"},
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kollega.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("approved", "approved"),
                            ("leaving", "leaving"),
                            ("declined", "declined"),
                            ("left", "left"),
                        ],
                        max_length=8,
                    ),
                ),
                ("code_id", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("since", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community"
                    ),
                ),
                (
                    "practice",
                    kollega.platform.columns.PracticeKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.practice",
                    ),
                ),
            ],
            options={"db_table": "communities_partner"},
        ),
        migrations.CreateModel(
            name="JoiningCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kollega.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.BinaryField(unique=True)),
                ("made_by", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community"
                    ),
                ),
            ],
            options={"db_table": "communities_code"},
        ),
        migrations.CreateModel(
            name="SharedRoom",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kollega.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("zone", models.CharField(max_length=60)),
                ("quiet_from", models.TimeField(null=True)),
                ("quiet_until", models.TimeField(null=True)),
                ("fair_minutes", models.PositiveIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                ("version", models.IntegerField(default=1)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community"
                    ),
                ),
            ],
            options={"db_table": "communities_shared_room"},
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("asked", "approved", "leaving"))),
                fields=("community", "practice"),
                name="communities_one_partner",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(fields=("practice", "code_id"), name="communities_code_once"),
        ),
        migrations.AddConstraint(
            model_name="sharedroom",
            constraint=models.UniqueConstraint(fields=("community", "name"), name="communities_room_name_once"),
        ),
        migrations.AddConstraint(
            model_name="sharedroom",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quiet_from", None), ("quiet_until", None)),
                    models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                    _connector="OR",
                ),
                name="communities_quiet_whole",
            ),
        ),
    ]
