from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("journal", "0005_carried_notes"), ("scheduling", "0005_participants")]
    operations = [
        migrations.RemoveConstraint("note", "journal_one_draft_per_visit"),
        migrations.AddConstraint(
            "note",
            models.UniqueConstraint(
                condition=Q(status="draft", binned_at=None),
                fields=("practice", "author", "appointment", "client"),
                name="journal_one_draft_per_visit",
            ),
        ),
    ]
