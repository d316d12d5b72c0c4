"""Which offers of the waiting list have run out, in all practices: ids only, for the duty that ends them."""

from django.db import migrations

FORWARD = """
create function online_due_offers(moment timestamptz, most integer) returns table (practice_id uuid, id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
    select offer.practice_id, offer.id from public.online_offer offer
    where offer.state = 'open' and offer.until <= moment
    order by offer.until limit most
$$;
"""
BACKWARD = "drop function online_due_offers(timestamptz, integer);"


class Migration(migrations.Migration):
    dependencies = [("online", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
