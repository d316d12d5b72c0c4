"""A table of reactions for the tests of this folder."""

from datetime import timedelta

from kollega.config.reactions import job_actor_in
from kollega.platform.jobs.reactions import Duty

__all__ = ["DUTIES", "REACTIONS", "job_actor_in"]
HANDLERS = "tests.platform.jobs.handlers"

REACTIONS = {
    "test.happened": (f"{HANDLERS}.leave_a_mark",),
    "test.twofold": (f"{HANDLERS}.leave_a_mark", f"{HANDLERS}.note_scope"),
    "test.slow": (f"{HANDLERS}.leave_a_slow_mark",),
    "test.broken": (f"{HANDLERS}.mark_then_fail",),
}
DUTIES = (
    Duty("test.rescue", timedelta(seconds=1), "kollega.platform.jobs.tidying.rescue"),
    Duty("test.unheld", timedelta(hours=1), "kollega.platform.jobs.tidying.rescue", unheld=True),
    Duty("test.broken", timedelta(hours=1), f"{HANDLERS}.fail"),
    Duty("test.hourly", timedelta(hours=1), f"{HANDLERS}.note_moment"),
)
