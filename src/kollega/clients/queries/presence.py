"""Whether there are any clients yet."""

from kollega.clients.queries.visibility import visible_clients
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query


@query(requires=Permission.CLIENT_LIST)
def has_clients(actor: Actor) -> bool:
    """Say whether the actor may know about at least one client; nobody is named, so nothing is logged."""
    return visible_clients(actor).exists()
