"""A practice keeps the history of what it paid, and the operator learns which plans are stored anywhere."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
alter table catalogue_seat_event disable trigger only_grows;
update catalogue_seat_event event set person_id = seat.person_id from catalogue_seat seat where seat.id = event.seat_id;
update catalogue_seat_event event set payer_before_id = earlier.payer_id
    from (select id, lag(payer_id) over (partition by seat_id order by at, id) as payer_id from catalogue_seat_event)
        earlier
    where earlier.id = event.id;
set constraints all immediate;
set constraints all deferred;
alter table catalogue_seat_event enable trigger only_grows;
alter table catalogue_seat_event alter column person_id set not null;

drop policy tenant on catalogue_seat_event;
create policy tenant on catalogue_seat_event using (
    seat_id in (select id from catalogue_seat)
    or payer_id = (select nullif(current_setting('app.practice', true), '')::uuid)
    or payer_before_id = (select nullif(current_setting('app.practice', true), '')::uuid)
);

create function catalogue_stored_plans() returns table (kind text, plan text, number bigint)
    language sql stable security definer set search_path = pg_catalog, public as $$
    select 'seat', plan::text, count(*) from catalogue_seat where ended_at is null group by plan
    union all
    select 'practice', plan::text, count(*) from (
        select distinct on (practice_id) practice_id, plan from catalogue_practice_plan
        order by practice_id, begins_at desc, id desc
    ) newest group by plan
    union all
    select 'contract', plan::text, count(*) from catalogue_contract group by plan
$$;
"""

BACKWARD = """
drop function catalogue_stored_plans();
drop policy tenant on catalogue_seat_event;
create policy tenant on catalogue_seat_event using (seat_id in (select id from catalogue_seat));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_tenancy"),
        ("practices", "0004_team_settings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="seatevent",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="seatevent",
            name="payer_before",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practices.practice"
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARD, BACKWARD)],
            state_operations=[
                migrations.AlterField(
                    model_name="seatevent",
                    name="person",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="seatevent",
            index=models.Index(fields=["person", "plan"], name="catalogue_event_person"),
        ),
        migrations.AddIndex(
            model_name="seatevent",
            index=models.Index(fields=["payer", "at"], name="catalogue_event_payer"),
        ),
        migrations.AddIndex(
            model_name="seatevent",
            index=models.Index(fields=["payer_before", "at"], name="catalogue_event_before"),
        ),
    ]
