"""Appointments that repeat; working hours that hold in some weeks only.

Nothing was ever stored in the old column `recurrence_id`.
"""

import django.db.models.deletion
import kollega.kernel.ids
import kollega.platform.columns
import kollega.scheduling.enums
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0002_imports'),
        ('practices', '0004_team_settings'),
        ('scheduling', '0006_shared_rooms'),
    ]

    operations = [
        migrations.CreateModel(
            name='Recurrence',
            fields=[
                ('id', models.UUIDField(default=kollega.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('every', models.CharField(choices=[('week', 'week'), ('month_day', 'month_day'), ('month_weekday', 'month_weekday')], max_length=13)),
                ('interval', models.PositiveSmallIntegerField()),
                ('weekdays', models.JSONField(default=list)),
                ('week_start', models.PositiveSmallIntegerField(default=0)),
                ('month_day', models.PositiveSmallIntegerField(default=0)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('first_day', models.DateField()),
                ('starts', models.TimeField()),
                ('zone', models.CharField(max_length=60)),
                ('count', models.PositiveSmallIntegerField(null=True)),
                ('until', models.DateField(null=True)),
                ('skipped', models.JSONField(default=list)),
                ('submit_key', models.CharField(max_length=80, null=True)),
                ('created_at', models.DateTimeField()),
                ('version', models.IntegerField(default=1)),
                ('continues', kollega.platform.columns.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.recurrence')),
                ('created_by', kollega.platform.columns.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practices.membership')),
                ('practice', kollega.platform.columns.PracticeKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practices.practice')),
            ],
            options={
                'db_table': 'scheduling_recurrence',
            },
        ),
        migrations.CreateModel(
            name='RecurrenceChange',
            fields=[
                ('id', models.UUIDField(default=kollega.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('change', models.CharField(choices=[('booked', 'booked'), ('moved', 'moved'), ('resized', 'resized'), ('edited', 'edited'), ('status', 'status'), ('cancelled', 'cancelled'), ('undone', 'undone'), ('deleted', 'deleted'), ('extended', 'extended')], max_length=9)),
                ('at', models.DateTimeField()),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', kollega.platform.columns.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practices.membership')),
                ('practice', kollega.platform.columns.PracticeKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practices.practice')),
                ('recurrence', kollega.platform.columns.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.recurrence')),
            ],
            options={
                'db_table': 'scheduling_recurrence_change',
            },
        ),
        migrations.RemoveField(
            model_name='appointment',
            name='recurrence_id',
        ),
        migrations.AddField(
            model_name='appointment',
            name='recurrence_day',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='appointment',
            name='settled_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='workinghours',
            name='rhythm',
            field=models.CharField(choices=[('every', 'every'), ('odd', 'odd'), ('even', 'even'), ('second', 'second')], default=kollega.scheduling.enums.Rhythm['EVERY'], max_length=6),
        ),
        migrations.AlterField(
            model_name='appointmentchange',
            name='change',
            field=models.CharField(choices=[('booked', 'booked'), ('moved', 'moved'), ('resized', 'resized'), ('edited', 'edited'), ('status', 'status'), ('cancelled', 'cancelled'), ('undone', 'undone'), ('deleted', 'deleted'), ('extended', 'extended')], max_length=9),
        ),
        migrations.AddField(
            model_name='appointment',
            name='recurrence',
            field=kollega.platform.columns.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.recurrence'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(condition=models.Q(('recurrence__isnull', False)), fields=('practice', 'recurrence', 'recurrence_day'), name='scheduling_one_of_each_day'),
        ),
        migrations.AddField(
            model_name='appointmentchange',
            name='whole',
            field=kollega.platform.columns.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.recurrencechange'),
        ),
        migrations.AddConstraint(
            model_name='recurrence',
            constraint=models.UniqueConstraint(condition=models.Q(('submit_key__isnull', False)), fields=('practice', 'submit_key'), name='scheduling_one_recurrence_submit'),
        ),
    ]
