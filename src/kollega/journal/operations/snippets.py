"""Making, changing and deleting snippets (N6)."""

import re
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.journal.models import Snippet
from kollega.journal.queries.snippets import may_edit_snippet, usable_snippet
from kollega.journal.rules.content import cleaned
from kollega.journal.rules.placeholders import NAMES, Placeholder, named, unknown
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, Forbidden
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation

_WORD = re.compile(r"[^\W_][\w-]{0,29}")
LONGEST_TEXT = 4000
BAD_WORD = N_("Enter one word of letters, digits and hyphens, at most 30 characters.")
BAD_TEXT = N_("Enter a text of at most 4,000 characters.")
UNKNOWN = N_("Only {client} and {date} can stand in braces.")


@operation(requires=Permission.TEMPLATE_USE)
def create_snippet(actor: Actor, *, word: str, text: str) -> UUID:
    """Make an own snippet and return its id. Refuses with BadInput, SnippetWordTaken."""
    made = _create(actor, *_checked(word, text))
    record(actor, Action.CREATE, "snippet", made.id)
    return made.id


@operation(requires=Permission.TEMPLATE_USE)
def change_snippet(actor: Actor, *, snippet_id: UUID, word: str, text: str) -> UUID:
    """Change it; who may not edit the team's gets an own copy. Returns the id of the changed one.

    Refuses with BadInput, SnippetWordTaken, NotFound.
    """
    word, text = _checked(word, text)
    found = usable_snippet(actor, snippet_id)
    if not may_edit_snippet(actor, found):
        copy = _create(actor, word, text)
        record(actor, Action.CREATE, "snippet", copy.id, copy_of=str(found.id))
        return copy.id
    found.word, found.text, found.changed_at = word, text, actor.at
    found.save(update_fields=["word", "text", "changed_at"])
    record(actor, Action.CHANGE, "snippet", found.id)
    return found.id


@operation(requires=Permission.TEMPLATE_MANAGE_TEAM)
def give_snippet_to_team(actor: Actor, *, snippet_id: UUID) -> None:
    """Make an own snippet one of the team's. Refuses with SnippetWordTaken, NotFound."""
    found = usable_snippet(actor, snippet_id)
    found.owner_id = None
    found.save(update_fields=["owner"])
    record(actor, Action.CHANGE, "snippet", found.id, team=True)


@operation(requires=Permission.TEMPLATE_USE)
def delete_snippet(actor: Actor, *, snippet_id: UUID) -> None:
    """Delete it; notes keep what was inserted. Refuses with Forbidden for the team's without that right, NotFound."""
    found = usable_snippet(actor, snippet_id)
    if not may_edit_snippet(actor, found):
        raise Forbidden
    record(actor, Action.DELETE, "snippet", found.id)
    found.delete()


def _create(actor: Actor, word: str, text: str) -> Snippet:
    return Snippet.objects.create(
        practice_id=actor.practice_id, word=word, text=text, owner_id=actor.own_membership, changed_at=actor.at
    )


def _checked(word: str, text: str) -> tuple[str, str]:
    word, text = word.strip().removeprefix("/").casefold(), cleaned(text).strip("\n")
    fields = {}
    if not _WORD.fullmatch(word):
        fields["word"] = BAD_WORD
    if not text.strip() or len(text) > LONGEST_TEXT:
        fields["text"] = BAD_TEXT
    elif unknown([text]) or _names_last_note(text):
        fields["text"] = UNKNOWN
    if fields:
        raise BadInput(fields=fields)
    return word, text


def _names_last_note(text: str) -> bool:
    return Placeholder.LAST_NOTE in {NAMES.get(" ".join(name.casefold().split())) for name in named(text)}
