"""Chromium for browser tests, with one patience for everything that is waited for.

Machines are slow and shared. A browser test waits for what it wants to see (`expect`), never for a time, and never
reads the page right after an action: between a press and its effect other processes may run for seconds.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

PATIENCE = 90_000
# Each theme and each width once; `make prove` crosses them.
PROVE = bool(os.environ.get("KOLLEGA_PROVE"))

expect.set_options(timeout=PATIENCE)


def program() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "Chromium is missing: make chromium"
    return found


def until(happened: Callable[[], object], what: str) -> None:
    """Ask again and again, for what no `expect` can see. (`page.wait_for_function` takes any promise for a yes.)"""
    end = time.monotonic() + PATIENCE / 1000
    while not happened():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.1)


@contextmanager
def running() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=["--no-sandbox"], timeout=PATIENCE)
        yield browser
        browser.close()


def patient(context: BrowserContext) -> BrowserContext:
    """Give every action and navigation of this context the time that a busy machine needs."""
    context.set_default_timeout(PATIENCE)
    return context


def new_page(browser: Browser, **options: Any) -> Page:
    """A page in a context of its own, which `page.context.close()` ends."""
    return patient(browser.new_context(**options)).new_page()
