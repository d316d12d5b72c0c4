"""Whether the log has its tables for the time to come."""

from datetime import date, timedelta

from django.db import connection

WANTED_AHEAD = timedelta(days=62)


def has_partitions_ahead(today: date) -> bool:
    """True when the log has its own table for the month two months from `today`, and for this one.

    A missing one does not stop the product: the default partition takes the rows.
    """
    names = [f"audit_entry_{day:%Y_%m}" for day in (today, today + WANTED_AHEAD)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM unnest(%s::text[]) AS name WHERE to_regclass(name) IS NOT NULL", [names])
        row = cursor.fetchone()
    return row is not None and row[0] == len(names)
