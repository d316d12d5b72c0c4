"""The page of personal API tokens."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import BadInput
from kollega.kernel.permissions import Permission
from kollega.practices.operations.tokens import create_token, revoke_token
from kollega.practices.queries.practices import practice
from kollega.practices.queries.tokens import own_tokens
from kollega.web.practices.forms import TokenForm
from kollega.web.refused import show_in


@practice_page(Permission.TOKEN_MANAGE)
def tokens(request: PracticeRequest) -> HttpResponse:
    """One's own tokens, and the form for a new one, which is shown once."""
    form = TokenForm(request.POST or None, own=request.actor.permissions)
    fresh = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            fresh = create_token(
                request.actor,
                name=data["name"],
                days=data["days"],
                scopes={Permission(scope) for scope in data["scopes"]},
            )
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            form = TokenForm(own=request.actor.permissions)
    context = {
        "form": form,
        "fresh": fresh,
        "tokens": own_tokens(request.actor),
        "facts": practice(request.actor),
        "area": "settings",
    }
    return render(request, "practices/tokens.html", context, status=422 if form.errors else 200)


@practice_page(Permission.TOKEN_MANAGE)
@require_POST
def revoke(request: PracticeRequest, token_id: UUID) -> HttpResponse:
    revoke_token(request.actor, token_id=token_id)
    messages.success(request, _("The token no longer works."))
    return redirect("practices:tokens", practice(request.actor).slug)
