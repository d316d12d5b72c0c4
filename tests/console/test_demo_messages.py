"""The demo shows messages that went, that wait and that could not go."""

from django.db import transaction
from django.test import override_settings

from kollega.console.demo.days import fill
from kollega.console.demo.founding import found
from kollega.console.demo.messages import bring_messages
from kollega.kernel import clock
from kollega.notices.models import Notice
from kollega.platform.tenancy import tenant
from kollega.web.demo.cast import PRACTICES


def test_the_demo_has_messages_of_each_kind_once() -> None:
    now = clock.now().replace(second=0, microsecond=0)
    place = found(PRACTICES[-1], now)
    fill(place, now)
    with override_settings(SMS_URL="http://127.0.0.1:9"):
        for _ in range(2):
            bring_messages(place, now)
    with tenant(place.owner.practice_id), transaction.atomic():
        states = sorted(Notice.objects.values_list("channel", "state"))
    assert states == [("email", "sent"), ("email", "waiting"), ("sms", "sent"), ("sms", "unsent")]
