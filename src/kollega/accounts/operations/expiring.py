"""Forgetting what accounts no longer need: old links, ended logins, old activity, browsers' expired sessions."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q

from kollega.accounts.models import AccountEvent, LoginSession, MailedLink
from kollega.accounts.rules.sessions import LONGEST
from kollega.kernel.clock import real_now

LINKS_KEPT = timedelta(days=7)
LOGINS_KEPT = timedelta(days=180)
ACTIVITY_KEPT = timedelta(days=180)


def expire(at: datetime) -> None:
    """A duty; `at` is business time, which does not count here."""
    now = real_now()
    MailedLink.objects.filter(expires_at__lt=now - LINKS_KEPT).delete()
    AccountEvent.objects.filter(at__lt=now - ACTIVITY_KEPT).delete()
    over = Q(ended_at__lt=now - LOGINS_KEPT) | Q(started_at__lt=now - LOGINS_KEPT - LONGEST)
    LoginSession.objects.filter(over).delete()
    Session.objects.filter(expire_date__lt=now).delete()
