"""The public booking page of the measured practice: switched on for all its clinicians, and asked as visitors do."""

import time
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from django.db import transaction

from kollega.kernel.permissions import Permission
from kollega.online.operations.settings import change_clinician, change_page
from kollega.online.queries.times import times
from kollega.online.rules.settings import ClinicianSettings, PageSettings
from kollega.platform.tenancy import tenant
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.enums import Place
from kollega.scheduling.models import Service
from kollega.scheduling.rules.localtime import local_day
from tests.benchmarks.load import Answer, Ask, Next, Result
from tests.benchmarks.people import Asker

STEP = 15
WEEKS = timedelta(days=27)
# What one address may look at in ten minutes bounds how much can be asked.
MOST = 160


def open_page(asker: Asker) -> None:
    """Let every clinician of the practice be booked online, by the quarter of an hour, eight weeks ahead."""
    with tenant(asker.actor.practice_id), transaction.atomic():
        Service.objects.filter(practice_id=asker.actor.practice_id).update(bookable_online=True)
        members = [one.id for one in calendar_members(asker.actor.practice_id) if one.sees_clients]
    change_page(asker.actor, wanted=PageSettings(slug=asker.slug, is_on=True, step_minutes=STEP))
    for number, member in enumerate(members):
        wanted = ClinicianSettings(slug=f"clinician-{number}", is_on=True)
        change_clinician(asker.actor, membership_id=member, wanted=wanted)


def page_of_times(people: list[Asker], who: str) -> Next:
    """The page with a week of free times of one clinician, or of whoever is free first (`any`)."""
    asked = {"service": people[0].services[0], "who": who, "place": Place.IN_PERSON.value}

    def ask(number: int, turn: int, before: Answer | None) -> Ask:
        return Ask("GET", f"/book/{people[0].slug}/time/?{urlencode(asked)}")

    return ask


def four_weeks(asker: Asker, *, anyone: bool, turns: int = 20) -> Result:
    """Ask in this process, one after the other, for all free times of four weeks, with rooms."""
    actor = replace(asker.actor, permissions=frozenset({Permission.BOOKING_ONLINE}))
    first = local_day(actor.at, actor.timezone)
    result, began = Result(), time.monotonic()
    for _ in range(turns):
        start = time.monotonic()
        times(
            actor,
            service_id=asker.services[0],
            clinician_id=None if anyone else asker.actor.own_membership,
            place=Place.IN_PERSON,
            first=first,
            last=first + WEEKS,
        )
        result.seconds.append(time.monotonic() - start)
    result.lasted = time.monotonic() - began
    return result
