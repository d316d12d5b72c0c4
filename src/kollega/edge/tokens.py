"""From an API token to an Actor, re-read on each request."""

from django.http import HttpRequest

from kollega.edge.actors import actor_of
from kollega.kernel import clock
from kollega.kernel.actor import Actor, Source
from kollega.kernel.errors import N_, NotFound, Refusal
from kollega.practices.operations.tokens import note_use
from kollega.practices.queries.tokens import holder_of


class TokenRefused(Refusal):
    code = "token_refused"
    status = 401
    message = N_("The access token is missing, expired or revoked.")


class SecondFactorMissing(Refusal):
    """A token must not open what its person could not open without a second factor (AU-3, T11)."""

    code = "second_factor_missing"
    status = 401
    message = N_("The practice asks everybody for a second step. Set one up in your account, then the token works.")


def actor_of_token(request: HttpRequest) -> Actor:
    """Return the actor of the request's bearer token. Refuses with TokenRefused and SecondFactorMissing.

    Its rights are those of the person at this moment, cut down to the scopes of the token.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise TokenRefused
    now = clock.now()
    holder = holder_of(token.strip(), now)
    if holder is None or not holder.person_is_active:
        raise TokenRefused
    if holder.lacks_second_factor:
        raise SecondFactorMissing
    try:
        actor = actor_of(
            holder.membership,
            language=holder.language,
            source=Source.API,
            request_id=getattr(request, "request_id", ""),
            scopes=holder.scopes,
        )
    except NotFound as gone:
        raise TokenRefused from gone
    if holder.last_used_on != actor.at.date():
        note_use(holder.token_id, actor)
    return actor
