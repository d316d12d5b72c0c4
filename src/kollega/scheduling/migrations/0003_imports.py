import datetime

from django.db import migrations, models

KINDS = [("visit", "visit"), ("block", "block")]
STATES = [
    (state, state) for state in ("reading", "checked", "running", "done", "failed", "undone")
]


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0002_occupancy")]
    operations = [
        migrations.RemoveField("calendarimport", "report"),
        migrations.RemoveField("calendarimport", "undone_at"),
        migrations.AlterField("calendarimport", "kind", models.CharField(choices=KINDS, max_length=5)),
        migrations.AddField(
            "calendarimport",
            "state",
            models.CharField(choices=STATES, default="done", max_length=8),
            preserve_default=False,
        ),
        migrations.AddField(
            "calendarimport",
            "since",
            models.DateField(default=datetime.date(2020, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            "calendarimport",
            "until",
            models.DateField(default=datetime.date(2020, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField("calendarimport", "file_sealed", models.BinaryField(null=True)),
        migrations.AddField("calendarimport", "report_sealed", models.BinaryField(null=True)),
        migrations.AddField("calendarimport", "counts", models.JSONField(default=dict)),
        migrations.AddField("calendarimport", "total", models.PositiveIntegerField(default=0)),
        migrations.AddField("calendarimport", "done", models.PositiveIntegerField(default=0)),
    ]
