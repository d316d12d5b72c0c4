"""The line at the top of every page of the demo."""

from django.conf import settings
from django.urls import reverse

from kollega.web.shell import DemoStrip


def demo_strip() -> DemoStrip | None:
    """Return the ways to the demo's stand-ins, or None outside the demo."""
    return DemoStrip(mailbox_url=reverse("demo:mailbox"), panel_url=reverse("demo:panel")) if settings.DEMO else None
