"""Who sees seats: the person, the payer, and the practices the person is a member of. Histories only grow."""

from django.db import migrations

FORWARD = """
alter table catalogue_seat enable row level security;
create policy tenant on catalogue_seat using (
    person_id = (select nullif(current_setting('app.person', true), '')::uuid)
    or payer_id = (select nullif(current_setting('app.practice', true), '')::uuid)
    or person_id in (
        select person_id from practices_membership
        where practice_id = (select nullif(current_setting('app.practice', true), '')::uuid) and ended_at is null
    )
);

alter table catalogue_seat_event enable row level security;
create policy tenant on catalogue_seat_event using (seat_id in (select id from catalogue_seat));

create function catalogue_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'catalogue: % of % is refused', lower(tg_op), tg_table_name
        using errcode = 'integrity_constraint_violation';
end $$;

create trigger only_grows before update or delete on catalogue_seat_event
    for each row execute function catalogue_refuse();
create trigger only_grows before update or delete on catalogue_practice_plan
    for each row execute function catalogue_refuse();
create trigger stays before delete on catalogue_seat
    for each row execute function catalogue_refuse();
"""

BACKWARD = """
drop trigger stays on catalogue_seat;
drop trigger only_grows on catalogue_practice_plan;
drop trigger only_grows on catalogue_seat_event;
drop function catalogue_refuse();
drop policy tenant on catalogue_seat_event;
alter table catalogue_seat_event disable row level security;
drop policy tenant on catalogue_seat;
alter table catalogue_seat disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial"), ("practices", "0004_team_settings")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
