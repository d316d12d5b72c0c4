"""What comes round by itself: offers that ran out, and kept times and drafts nobody finished."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from kollega.online.models import Draft
from kollega.online.operations.offering import expire_offer
from kollega.online.queries.waiting import due_offers
from kollega.online.rules.times import DRAFT_HOURS
from kollega.platform.jobs.reactions import actor_for
from kollega.platform.tenancy import tenant
from kollega.practices.queries.installation import all_practice_ids
from kollega.scheduling.operations.holding import drop_past

log = logging.getLogger(__name__)


def expire_offers(at: datetime) -> None:
    """End the offers whose time ran out and ask the next ones; one that fails does not stop the others."""
    for practice_id, offer_id in due_offers(at):
        try:
            expire_offer(replace(actor_for(practice_id), at=at), offer_id=offer_id)
        except Exception:
            log.exception("offer %s could not be ended", offer_id)


def tidy(at: datetime) -> None:
    """Delete holds that are over and drafts that were left alone, with what was typed in them."""
    for practice_id in all_practice_ids():
        with tenant(practice_id), transaction.atomic():
            drop_past(replace(actor_for(practice_id), at=at))
            Draft.objects.filter(practice_id=practice_id, made_at__lte=at - timedelta(hours=DRAFT_HOURS)).delete()
