"""Notes as templates draw them: sections with their blocks, and the words of kinds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kollega.journal.queries.attachments import AttachmentView
from kollega.journal.queries.notes import CountersignView
from kollega.journal.rules.content import Content
from kollega.journal.rules.countersigning import SignKind
from kollega.journal.rules.markup import Block, blocks


@dataclass(frozen=True, slots=True)
class ShownSection:
    key: str
    heading: str
    text: str
    blocks: tuple[Block, ...]


def shown(content: Content | None) -> list[ShownSection]:
    return [ShownSection(s.key, s.heading, s.text, blocks(s.text)) for s in content or ()]


def kind_words(kind: str) -> str:
    """What a version came from, in the current language."""
    return {
        "started": _("Begun"),
        "autosave": _("Saved by itself"),
        "save": _("Saved"),
        "beside": _("Kept beside, from another device"),
        "restored": _("Earlier text taken again"),
        "signed": _("Signed"),
    }.get(kind, kind)


def editor_words() -> dict[str, str]:
    """The saving states and what the editor says; `{}` is a slot."""
    return {
        "saved": _("Saved {}"),
        "saving": _("Saving…"),
        "offline": _("Not saved: no connection, text kept on this device"),
        "offline_no_vault": _("Not saved: no connection. Leave this page open."),
        "signed_out": _("Signed out: sign in to save, text kept"),
        "changed": _("Changed elsewhere"),
        "refused": _("Not saved: {} Text kept on this device."),
        "back": _("Saved again"),
        "returned": _("Text of {} had not reached the server. It is back in the note and saved."),
        "this": _("This text"),
        "that": _("The other text"),
        "both": _("Both"),
        "mine": _("Typed here"),
        "theirs": _("Saved elsewhere"),
        "differs": _("differs"),
        "locked": _("The note was signed meanwhile. What you typed since is kept below: copy it into an addendum."),
        "empty": _("Nothing written"),
    }


def shown_attachments(attachments: Iterable[AttachmentView]) -> list[dict[str, Any]]:
    """Each with the name to show and what is wrong with it, if anything."""
    return [{"attachment": one, "name": one.name or _("A document"), "fault": _fault(one)} for one in attachments]


def _fault(one: AttachmentView) -> str:
    if one.in_bin:
        return _("In the bin")
    return "" if one.is_there else _("Missing")


def shown_countersigns(found: Iterable[CountersignView]) -> list[dict[str, object]]:
    """Each request with the word for what it is."""
    words = {SignKind.CO: _("Co-signature"), SignKind.COUNTER: _("Supervisor's signature")}
    return [{"one": one, "kind": words[SignKind(one.kind)]} for one in found]
