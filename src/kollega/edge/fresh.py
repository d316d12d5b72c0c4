"""Fresh authentication of a call that has no login session: password and one-time code come with it."""

from dataclasses import replace

from django.http import HttpRequest

from kollega.accounts.operations.second_step import check_code
from kollega.accounts.operations.signing_in import check_password
from kollega.accounts.queries.people import address_of
from kollega.edge.visits import visit_of
from kollega.kernel.actor import Actor
from kollega.kernel.errors import FreshLoginNeeded


def freshly_authenticated(request: HttpRequest, actor: Actor, *, password: str, code: str) -> Actor:
    """Return the actor as authenticated at this moment, after checking both factors of its person.

    Refuses with FreshLoginNeeded without them, else as signing in does; the same limits count.
    """
    if actor.person_id is None or not password or not code:
        raise FreshLoginNeeded
    visit = visit_of(request)
    check_password(address=address_of(actor.person_id), password=password, visit=visit)
    check_code(actor.person_id, code=code, visit=visit)
    return replace(actor, authenticated_at=visit.at)
