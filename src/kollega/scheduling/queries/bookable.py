"""In whose columns an actor may book, and which clients. Undecorated: for use inside a query or operation."""

from collections.abc import Collection
from uuid import UUID

from kollega.clients.queries.access import in_care_of, met_names, readable_client_ids
from kollega.kernel.actor import Actor
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import ClientFields, Permission
from kollega.scheduling.queries.sight import shown_fields


def may_book_in(actor: Actor, column: UUID) -> bool:
    """Own column, everybody's by area T, or by a grant to book."""
    if not actor.may(Permission.APPOINTMENT_BOOK):
        return False
    if column == actor.membership_id or actor.may(Permission.APPOINTMENT_BOOK_ANY):
        return True
    return actor.granted(column, Deed.BOOK)


def may_register_in(actor: Actor, column: UUID) -> bool:
    """Who books in a column by a grant with contact data may also add a client there: with name and contact alone."""
    return actor.granted(column, Deed.BOOK) and shown_fields(actor, column) is ClientFields.CONTACT


def columns_to_register_in(actor: Actor) -> list[tuple[UUID, str]]:
    """Return the columns of others where the actor may add clients, with the names of their owners."""
    owners = {grant.owner_id: grant.owner_name for grant in actor.grants}
    return [(id_, name) for id_, name in owners.items() if may_register_in(actor, id_)]


def may_book_clients(actor: Actor, client_ids: Collection[UUID], *, column: UUID | None) -> bool:
    """Clients whom the actor may know; by area T any; by a grant those in the care of the column's owner.

    All of them or False. `column` None asks for any of the columns in which the actor may book.
    """
    rest = set(client_ids) - readable_client_ids(actor, client_ids)
    if rest and actor.may(Permission.APPOINTMENT_BOOK_ANY):
        rest -= met_names(actor, rest).keys()
    granted = {grant.owner_id for grant in actor.grants if actor.granted(grant.owner_id, Deed.BOOK)}
    for owner in granted if column is None else granted & {column}:
        rest -= in_care_of(actor, owner, rest)
    return not rest
