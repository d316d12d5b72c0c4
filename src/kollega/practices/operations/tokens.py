"""Personal API tokens: made once, shown once, revoked any time."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.platform.tenancy import tenant
from kollega.practices.models import AccessToken
from kollega.practices.rules.tokens import digest, new_token

LONGEST = timedelta(days=366)


@operation(requires=Permission.TOKEN_MANAGE)
def create_token(actor: Actor, *, name: str, scopes: Collection[Permission], days: int) -> str:
    """Return a new token of the actor's own membership, valid for `days` (1 to 366). It is not shown again.

    Refuses with BadInput when the name is missing, the time is out of range, or a scope is not the actor's own.
    """
    fields = {}
    if not name.strip():
        fields["name"] = N_("Enter a name for the token.")
    if not 1 <= days <= LONGEST.days:
        fields["days"] = N_("Choose between 1 and 366 days.")
    if not scopes or not set(scopes) <= actor.permissions:
        fields["scopes"] = N_("Choose rights that you have yourself.")
    if fields:
        raise BadInput(fields=fields)
    token, token_id = new_token(actor.practice_id), new_id()
    AccessToken.objects.create(
        id=token_id,
        practice_id=actor.practice_id,
        membership_id=actor.own_membership,
        name=name.strip()[:80],
        digest=digest(token),
        scopes=sorted(scopes),
        created_at=actor.at,
        expires_at=actor.at + timedelta(days=days),
    )
    record(actor, Action.CREATE, "access_token", token_id, scopes=sorted(scopes), days=days)
    return token


@operation(requires=Permission.TOKEN_MANAGE)
def revoke_token(actor: Actor, *, token_id: UUID) -> None:
    """End one of the actor's own tokens at once; NotFound for anybody else's."""
    own = AccessToken.objects.filter(id=token_id, membership_id=actor.own_membership, revoked_at=None)
    if not own.update(revoked_at=actor.at):
        raise NotFound
    record(actor, Action.DELETE, "access_token", token_id)


def note_use(token_id: UUID, actor: Actor) -> None:
    """Remember the day of the last use, once a day; what the token did is in the log."""
    today = actor.at.date()
    with tenant(actor.practice_id):
        AccessToken.objects.filter(id=token_id).exclude(last_used_on=today).update(last_used_on=today)
