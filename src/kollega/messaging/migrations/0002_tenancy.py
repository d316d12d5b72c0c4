"""Who sees mail: a practice its own, and work outside any practice that of accounts."""

from django.db import migrations

FORWARD = """
alter table messaging_mail enable row level security;
create policy tenant on messaging_mail
    using (practice_id is not distinct from (select nullif(current_setting('app.practice', true), '')::uuid))
    with check (practice_id is not distinct from (select nullif(current_setting('app.practice', true), '')::uuid));

create function messaging_due_mails(moment timestamptz, most integer) returns table (practice_id uuid, id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select mail.practice_id, mail.id from public.messaging_mail mail
    where mail.state = 'waiting' and mail.try_at <= moment
        and (mail.leased_until is null or mail.leased_until < moment)
    order by mail.try_at limit most
$$;

create function messaging_mail_state(moment timestamptz)
returns table (waiting bigint, oldest timestamptz, lost bigint)
language sql stable security definer set search_path = pg_catalog, public as $$
    select
        (select count(*) from public.messaging_mail where state = 'waiting'),
        (select min(queued_at) from public.messaging_mail where state = 'waiting'),
        (select count(*) from public.messaging_mail
            where state in ('refused', 'given_up') and ended_at > moment - interval '1 day')
$$;
"""

BACKWARD = """
drop function messaging_mail_state(timestamptz);
drop function messaging_due_mails(timestamptz, integer);
drop policy tenant on messaging_mail;
alter table messaging_mail disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
