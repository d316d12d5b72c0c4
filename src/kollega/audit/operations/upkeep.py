"""The log's daily duties: tables for the months to come, and a check of what was sealed lately."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from kollega.audit.operations.signing import public_keys
from kollega.audit.queries.anchors import read_anchors
from kollega.audit.queries.verification import logged_practices, verify_practice
from kollega.kernel.clock import real_now

MONTHS_AHEAD = 24
CHECKED = timedelta(hours=26)


class LogWasChanged(Exception):
    """The daily check found something: `kollega verify audit` names it."""


def make_partitions(at: datetime) -> None:
    """Make the tables of two years ahead, by the business clock and by the real one."""
    with connection.cursor() as cursor:
        for moment in (at, real_now()):
            cursor.execute("select audit_ensure_partitions(%s, %s)", [moment.date(), MONTHS_AHEAD])


def verify_increment(at: datetime) -> None:
    """Check what was sealed since the check of yesterday; raises LogWasChanged, which raises an alarm."""
    anchors = read_anchors(settings.ANCHOR_FILE, public_keys())
    since = real_now() - CHECKED
    for practice_id in logged_practices():
        report = verify_practice(practice_id, anchors=anchors, known_keys=public_keys(), since=since)
        if report.findings:
            raise LogWasChanged
    if anchors.findings:
        raise LogWasChanged
