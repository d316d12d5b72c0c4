import django.contrib.postgres.fields
from django.db import migrations, models

ROLES = ["owner", "admin", "clinician", "assistant", "template_manager", "office_staff", "guest"]


class Migration(migrations.Migration):
    dependencies = [("practices", "0004_team_settings")]
    operations = [
        migrations.AddField(
            model_name="membership",
            name="area_fields",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="membership",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=[(role, role) for role in ROLES], max_length=20), size=None
            ),
        ),
    ]
