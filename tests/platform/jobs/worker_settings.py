"""Settings of the worker that the tests kill: the tests' reactions, and little patience with silent workers."""

from kollega.config.settings import *  # noqa: F403 - settings are made this way

REACTIONS = "tests.platform.jobs.reactions"
JOB_HEARTBEAT_SECONDS = 0.5
JOB_SILENT_SECONDS = 2.0
