"""All practices, and one of them: facts, plan, contract, seats. Nothing of a client is in reach here."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.rules.plans import Scope
from kollega.edge.access import OperatorRequest, operator_page
from kollega.edge.actors import operator_actor
from kollega.kernel import clock
from kollega.kernel.actor import Actor
from kollega.operator.queries.accounts import PracticeAccount, account_of
from kollega.operator.queries.practices import PAGE, PracticeOfAll, PracticesPage, practice_of_all, practices
from kollega.web.operator.frame import back_office
from kollega.web.operator.words import ENTITLEMENT_WORDS, allowance_words, country_words
from kollega.web.plans.history import practice_lines
from kollega.web.plans.words import name_of, plan_name


@operator_page
@require_GET
def practices_page(request: OperatorRequest) -> HttpResponse:
    """Practices by name, with a search over names and addresses."""
    words, number = request.GET.get("q", "").strip()[:100], request.GET.get("page", "1")
    found = practices(words=words, number=int(number) if number.isdecimal() else 1, at=clock.now())
    context = {
        "rows": [_row(row) for row in found.rows],
        "words": words,
        "count_words": ngettext("%(number)s practice", "%(number)s practices", found.total) % {"number": found.total},
        **_pages(found, words),
    }
    return back_office(request, "operator/practices.html", context, place="practices")


@operator_page
@require_GET
def practice_page(request: OperatorRequest, practice_id: UUID) -> HttpResponse:
    facts, actor = practice_for(request, practice_id)
    account = account_of(actor)
    context = {
        "facts": _row(facts),
        "account": account,
        "plan": plan_name(account.plan.plan),
        "seats": [{"seat": seat, "plan": plan_name(seat.plan)} for seat in account.seats],
        "contract": _contract(account, actor),
        "history": practice_lines(actor.practice_id, account.history, account.decisions, account.names),
        "may_choose": len(catalogue().of_scope(Scope.PRACTICE)) > 1,
    }
    return back_office(request, "operator/practice.html", context, place="practices", zone=actor.timezone)


def practice_for(request: OperatorRequest, practice_id: UUID) -> tuple[PracticeOfAll, Actor]:
    """Return the practice and the operator's actor in it. Refuses with NotFound."""
    facts = practice_of_all(practice_id, at=clock.now())
    return facts, operator_actor(request, facts.id, zone=facts.zone)


def _row(row: PracticeOfAll) -> dict[str, Any]:
    return {"of": row, "country": country_words(row.country), "plan": plan_name(row.plan)}


def _contract(account: PracticeAccount, actor: Actor) -> dict[str, Any] | None:
    stored = account.contract
    if stored is None or stored.is_over(actor.at):
        return None
    return {
        "of": stored,
        "plan": name_of(stored.plan_id),
        "differs": [(ENTITLEMENT_WORDS[name], allowance_words(value)) for name, value in stored.allowances.items()],
        "last_day": (stored.ends_at - timedelta(microseconds=1)) if stored.ends_at else None,
        "waits": not stored.is_running(actor.at),
    }


def _pages(found: PracticesPage, words: str) -> dict[str, str]:
    first = (found.number - 1) * PAGE + 1
    around = {"first": first, "last": first + len(found.rows) - 1, "total": found.total}
    return {
        "range_words": _("%(first)s to %(last)s of %(total)s") % around,
        "previous_url": _address(words, found.number - 1) if found.number > 1 else "",
        "next_url": _address(words, found.number + 1) if found.has_next else "",
    }


def _address(words: str, number: int) -> str:
    given = {"q": words, "page": str(number)}
    return f"{reverse('operator:practices')}?{urlencode({name: value for name, value in given.items() if value})}"
