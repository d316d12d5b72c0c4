"""A person's own account: what is set, and what happened."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kollega.accounts.queries.activity import recent_activity
from kollega.accounts.queries.factors import factors_of
from kollega.accounts.queries.sessions import own_sessions
from kollega.edge.access import signed_in
from kollega.edge.login_sessions import login_of
from kollega.edge.visits import visit_of


@signed_in
@require_GET
def account(request: HttpRequest) -> HttpResponseBase:
    login = login_of(request)
    context = {
        "factors": factors_of(login.person_id),
        "sessions": own_sessions(login, now=visit_of(request).at),
        "activity": recent_activity(login.person_id),
    }
    return render(request, "accounts/account.html", context)
