"""Snippets a member may use: own ones and the team's (N6)."""

from dataclasses import dataclass
from uuid import UUID

from babel.dates import format_date
from django.db.models import Q, QuerySet

from kollega.clients.queries.access import ClientName
from kollega.journal.models import Snippet
from kollega.journal.rules.placeholders import Placeholder, filled_in
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.locales import locale_of
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query


@dataclass(frozen=True, slots=True)
class SnippetRow:
    """`may_edit`: own ones, and the team's for admins and template managers."""

    id: UUID
    word: str
    text: str
    is_mine: bool
    may_edit: bool


@query(requires=Permission.TEMPLATE_USE)
def snippets(actor: Actor) -> list[SnippetRow]:
    """Return the actor's own snippets and the team's, by word."""
    return [_row(actor, one) for one in _usable(actor).order_by("word", "id")]


@query(requires=Permission.TEMPLATE_USE)
def snippet(actor: Actor, *, snippet_id: UUID) -> SnippetRow:
    """Return one, or refuse with NotFound when it is somebody else's own."""
    return _row(actor, usable_snippet(actor, snippet_id))


@query(requires=Permission.TEMPLATE_USE)
def snippets_for(actor: Actor, *, client: ClientName) -> dict[str, str]:
    """Return the texts by word with client and today's date filled in; an own one goes before the team's."""
    values = {Placeholder.CLIENT: client.full, Placeholder.DATE: day_words(actor)}
    rows = sorted(_usable(actor), key=lambda one: one.owner_id is not None)
    return {one.word: filled_in(one.text, values) for one in rows}


def day_words(actor: Actor) -> str:
    """Today, as the actor's language writes it."""
    day = actor.at.astimezone(actor.timezone).date()
    return format_date(day, "long", locale=locale_of(actor.language))


def usable_snippet(actor: Actor, snippet_id: UUID) -> Snippet:
    """Inside an operation or query: the snippet, or NotFound."""
    found = _usable(actor).filter(id=snippet_id).first()
    if found is None:
        raise NotFound
    return found


def may_edit_snippet(actor: Actor, of: Snippet) -> bool:
    if of.owner_id is None:
        return actor.may(Permission.TEMPLATE_MANAGE_TEAM)
    return of.owner_id == actor.membership_id


def _usable(actor: Actor) -> "QuerySet[Snippet]":
    mine = Q(owner_id=None) | Q(owner_id=actor.membership_id)
    return Snippet.objects.filter(mine, practice_id=actor.practice_id)


def _row(actor: Actor, of: Snippet) -> SnippetRow:
    return SnippetRow(of.id, of.word, of.text, of.owner_id is not None, may_edit_snippet(actor, of))
