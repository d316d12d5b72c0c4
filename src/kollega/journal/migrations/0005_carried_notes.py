"""Copies of what an author signed in another practice; the database refuses to change or lose them."""

import django.db.models.deletion
from django.db import migrations, models

import kollega.kernel.ids
import kollega.platform.columns

FORWARD = """
create trigger journal_keep before update or delete on journal_carried_note
    for each row execute function journal_refuse();
create trigger journal_whole before truncate on journal_carried_note
    for each statement execute function journal_refuse();
"""
BACKWARD = """
drop trigger journal_whole on journal_carried_note;
drop trigger journal_keep on journal_carried_note;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_locked_drafts"), ("practices", "0004_team_settings")]
    operations = [
        migrations.CreateModel(
            name="CarriedNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kollega.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("origin", models.UUIDField()),
                ("origin_name", models.CharField(max_length=120)),
                ("original", models.UUIDField()),
                ("addendum", models.UUIDField(null=True)),
                ("number", models.BigIntegerField()),
                ("digest", models.BinaryField()),
                ("tag", models.BinaryField()),
                ("key_id", models.UUIDField()),
                ("signed_name", models.CharField(max_length=200)),
                ("signed_at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("client_sealed", models.BinaryField()),
                ("carried_at", models.DateTimeField()),
                (
                    "carried_by",
                    kollega.platform.columns.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practices.membership"
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
            options={
                "db_table": "journal_carried_note",
                "indexes": [
                    models.Index(fields=["practice", "carried_by", "-signed_at"], name="journal_carried_newest")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("practice", "digest"), name="journal_carried_once")
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
