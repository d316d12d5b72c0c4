"""Manage billing: the practice's plan, who has which seat, what is used, what happened."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.rules.offers import Offer
from kollega.catalogue.rules.plans import Allowance, Cycle, Entitlement
from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.kernel.errors import Conflict, NotFound
from kollega.kernel.permissions import Permission
from kollega.practices.queries.practices import practice
from kollega.scheduling.queries.usage import usage
from kollega.teams.operations.paying import pay_for_member, stop_paying_for_member
from kollega.teams.queries.billing import MemberSeat, Payer, allowances, billing
from kollega.web.plans.history import day_words, practice_lines
from kollega.web.plans.prices import price_of_practice_plan, price_words
from kollega.web.plans.words import OBSTACLES, PAYERS, STATUSES, days_left_words, plan_name


@dataclass(frozen=True, slots=True)
class Meter:
    """How much of a limit is used. `most` None: without limit, so there is no bar."""

    name: str
    used: int
    most: int | None

    @property
    def full(self) -> bool:
        return self.most is not None and self.used >= self.most


@practice_page(Permission.BILLING_MANAGE)
def billing_page(request: PracticeRequest) -> HttpResponse:
    """Everything about plan and seats on one page."""
    return _show(request)


@practice_page(Permission.BILLING_MANAGE)
@require_POST
def pay(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    """The practice pays for a member, now or after their trial, on the account type chosen beside it."""
    after, plan_id = request.POST.get("when") == Offer.AFTER_TRIAL, request.POST.get("plan") or None
    try:
        pay_for_member(request.actor, membership_id=membership_id, plan_id=plan_id, after_trial=after)
    except Conflict as refusal:
        return _show(request, refused=sentence(refusal))
    messages.success(request, _("The practice pays after the trial.") if after else _("The practice pays from now on."))
    return redirect("plans:billing", practice(request.actor).slug)


@practice_page(Permission.BILLING_MANAGE)
def stop(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    """Ask first, saying what the member keeps; then stop paying."""
    seat = next((one for one in billing(request.actor).seats if one.membership_id == membership_id), None)
    if seat is None:
        raise NotFound
    slug = practice(request.actor).slug
    if request.method != "POST":
        context = {"area": "settings", "slug": slug, "seat": seat, "plan": plan_name(seat.plan)}
        return render(request, "plans/stop.html", context | {"trial_day": day_words(seat.trial_ends_at)})
    try:
        stop_paying_for_member(request.actor, membership_id=membership_id)
    except Conflict as refusal:
        return _show(request, refused=sentence(refusal))
    messages.success(request, _("The practice no longer pays for this member."))
    return redirect("plans:billing", slug)


def _show(request: PracticeRequest, *, refused: str = "") -> HttpResponse:
    actor, facts, found = request.actor, practice(request.actor), billing(request.actor)
    now, types = found.plan, catalogue().clinician_types_of(found.plan.plan)
    context: dict[str, Any] = {
        "area": "settings",
        "facts": facts,
        "catalogue_bills": catalogue().billing,
        "now": now,
        "now_name": plan_name(now.plan),
        "price": price_of_practice_plan(now.plan, facts.currency, now.cycle),
        "days_left": days_left_words(now.trial_ends_at, actor.at) if now.trial_ends_at else "",
        "trial_day": day_words(now.trial_ends_at),
        "contract": now.contract,
        "rows": [_row(seat, facts.currency, now.cycle) for seat in found.seats],
        **_used(request),
        "limited": catalogue().limits(Entitlement.APPOINTMENTS_A_MONTH) or catalogue().limits(Entitlement.ROOMS),
        "types": [(one.id, plan_name(one)) for one in types] if len(types) > 1 else [],
        "history": practice_lines(actor.practice_id, found.history, found.decisions, found.names),
        "refused": refused,
    }
    return render(request, "plans/billing.html", context, status=409 if refused else 200)


def _used(request: PracticeRequest) -> dict[str, Any]:
    used = usage(request.actor)
    allowed = allowances(request.actor, person_ids=[one.person_id for one in used.clinicians])
    most = {one.id: _most(allowed.appointments[one.person_id]) for one in used.clinicians}
    return {
        "visits": [Meter(one.name, used.visits[one.id], most[one.id]) for one in used.clinicians],
        "rooms": Meter("", used.rooms, _most(allowed.rooms)),
    }


def _most(allowed: Allowance) -> int | None:
    return None if allowed is None else int(allowed)


def _row(seat: MemberSeat, currency: str, cycle: Cycle) -> dict[str, Any]:
    label, tone, icon = STATUSES[seat.status]
    here = seat.payer is Payer.PRACTICE and seat.plan.is_paid
    return {
        "id": seat.membership_id,
        "name": seat.name,
        "plan_id": seat.plan.id,
        "plan": plan_name(seat.plan),
        "payer": PAYERS[seat.payer] if seat.plan.is_paid else "",
        "price": price_words(seat.plan, currency, cycle) if here else "",
        "status": label,
        "tone": tone,
        "icon": icon,
        "trial_day": day_words(seat.trial_ends_at),
        "may_pay_now": Offer.NOW in seat.may_pay,
        "may_pay_after": Offer.AFTER_TRIAL in seat.may_pay,
        "why_not": OBSTACLES[seat.obstacle] if seat.obstacle else "",
        "may_stop": seat.may_stop and here,
    }
