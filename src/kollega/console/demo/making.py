"""The whole demo, made or brought up to today."""

from datetime import timedelta

from django.db import connection

from kollega.console.demo.back_office import make_back_office
from kollega.console.demo.booking_page import open_booking
from kollega.console.demo.cards import fill_cards
from kollega.console.demo.days import fill, settle_past
from kollega.console.demo.documents import bring_documents
from kollega.console.demo.founding import found
from kollega.console.demo.lent_calendars import lend
from kollega.console.demo.messages import bring_messages
from kollega.console.demo.neighbours import share
from kollega.console.demo.other_programs import connect
from kollega.console.demo.together import bring_together
from kollega.kernel import clock
from kollega.web.demo.cast import PRACTICES

# One maker at a time: two starts must not book the same days twice.
LOCK = 0x6B6F6C6C64656D6F


def make() -> list[str]:
    """Make what is missing and return a line per practice that says whom to try."""
    now = clock.now().replace(second=0, microsecond=0)
    lines, places = [], {}
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
        # The log of three months needs its partitions before its rows.
        cursor.execute("select audit_ensure_partitions(%s, 8)", [(now - timedelta(days=150)).date()])
        try:
            for cast in PRACTICES:
                place = places[cast.slug] = found(cast, now)
                settle_past(place, now)
                bring_together(place, now)
                fill(place, now)
                open_booking(place)
                bring_documents(place)
                bring_messages(place, now)
                connect(place)
                fill_cards(place)
                lines.append(f"{cast.name}: {', '.join(person.name for person in cast.people)}")
            lines.append(share(places["praxis-weber"], places["praxis-krueger"], now))
            tilleuls, weber = places["cabinet-des-tilleuls"], places["praxis-weber"]
            lines.append(lend(tilleuls, tilleuls.cast.people[-1], reason="Secrétariat de Claire Dubois"))
            lines.append(lend(weber, places["praxis-krueger"].cast.people[0], reason="Urlaubsvertretung"))
            lines.append(make_back_office(places["fjordklinikken"], now))
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])
    return lines
