"""The duties of the platform itself: what has served its time goes."""

from datetime import datetime, timedelta

from kollega.kernel.clock import real_now
from kollega.platform.jobs.rescue import rescue_stalled
from kollega.platform.models import HandledEvent, LimitCounter

HANDLED_DAYS = 40
LIMIT_SECONDS = 2 * 86_400  # twice the longest window of any limit


def rescue(at: datetime) -> None:
    rescue_stalled()


def expire(at: datetime) -> None:
    """Forget events that were handled 40 days ago and limits whose window is long over. Real time."""
    now = real_now()
    HandledEvent.objects.filter(handled_at__lt=now - timedelta(days=HANDLED_DAYS)).delete()
    LimitCounter.objects.filter(started__lt=int(now.timestamp()) - LIMIT_SECONDS).delete()
