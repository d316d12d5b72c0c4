"""The visit a note is about becomes a key of its own, over the practice."""

import django.db.models.deletion
from django.db import migrations, models

import kollega.platform.columns

FORWARD = """
alter table journal_note add constraint journal_note_appointment_fk
    foreign key (practice_id, appointment_id) references scheduling_appointment (practice_id, id)
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_locks"), ("scheduling", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(FORWARD, "alter table journal_note drop constraint journal_note_appointment_fk")
            ],
            state_operations=[
                migrations.RemoveConstraint("Note", "journal_one_draft_per_visit"),
                migrations.RemoveIndex("Note", "journal_note_of_visit"),
                migrations.RemoveField("Note", "appointment_id"),
                migrations.AddField(
                    "Note",
                    "appointment",
                    kollega.platform.columns.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.appointment",
                    ),
                ),
                migrations.AddConstraint(
                    "Note",
                    models.UniqueConstraint(
                        condition=models.Q(("binned_at", None), ("status", "draft")),
                        fields=("practice", "author", "appointment"),
                        name="journal_one_draft_per_visit",
                    ),
                ),
                migrations.AddIndex(
                    "Note", models.Index(fields=["practice", "appointment"], name="journal_note_of_visit")
                ),
            ],
        )
    ]
