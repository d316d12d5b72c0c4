from django.db import migrations, models
from django.db.models import Q

import kollega.kernel.ids
import kollega.platform.columns


def _key() -> models.UUIDField:
    return models.UUIDField(default=kollega.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)


def _practice() -> models.ForeignKey:
    return kollega.platform.columns.PracticeKey(
        db_index=False, editable=False, on_delete=models.PROTECT, related_name="+", to="practices.practice"
    )


def _membership(null: bool) -> models.ForeignKey:
    return kollega.platform.columns.TenantForeignKey(
        null=null, on_delete=models.PROTECT, related_name="+", to="practices.membership"
    )


class Migration(migrations.Migration):
    dependencies = [("practices", "0004_team_settings"), ("scheduling", "0007_recurrences")]
    operations = [
        migrations.CreateModel(
            "VideoLink",
            [
                ("id", _key()),
                ("practice", _practice()),
                ("membership", _membership(null=True)),
                ("address", models.CharField(max_length=300)),
            ],
            options={"db_table": "scheduling_video_link"},
        ),
        migrations.AddConstraint(
            "videolink",
            models.UniqueConstraint(fields=("practice", "membership"), name="scheduling_video_once_each"),
        ),
        migrations.AddConstraint(
            "videolink",
            models.UniqueConstraint(
                condition=Q(membership=None), fields=("practice",), name="scheduling_video_once_for_all"
            ),
        ),
        migrations.CreateModel(
            "ColumnSet",
            [
                ("id", _key()),
                ("practice", _practice()),
                ("membership", _membership(null=False)),
                ("name", models.CharField(max_length=40)),
                ("columns", models.JSONField()),
            ],
            options={"db_table": "scheduling_column_set"},
        ),
        migrations.AddConstraint(
            "columnset",
            models.UniqueConstraint(fields=("practice", "membership", "name"), name="scheduling_column_set_once"),
        ),
    ]
