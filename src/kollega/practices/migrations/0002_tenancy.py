"""Who sees practices and memberships: the practice itself, and each person their own."""

from django.db import migrations

FORWARD = """
drop policy tenant on practices_membership;
create policy tenant on practices_membership
    using (
        practice_id = (select nullif(current_setting('app.practice', true), '')::uuid)
        or person_id = (select nullif(current_setting('app.person', true), '')::uuid)
    )
    with check (practice_id = (select nullif(current_setting('app.practice', true), '')::uuid));

alter table practices_practice enable row level security;
create policy tenant on practices_practice
    using (
        id = (select nullif(current_setting('app.practice', true), '')::uuid)
        or id in (
            select practice_id from practices_membership
            where person_id = (select nullif(current_setting('app.person', true), '')::uuid)
        )
    )
    with check (id = (select nullif(current_setting('app.practice', true), '')::uuid));

create function practices_all_ids() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
    select id from public.practices_practice order by id
$$;
"""

BACKWARD = """
drop function practices_all_ids();
drop policy tenant on practices_practice;
alter table practices_practice disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
