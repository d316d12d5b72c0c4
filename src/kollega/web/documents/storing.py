"""Storing what the form for a new document brought; shared with the attachments of notes."""

from uuid import UUID

from kollega.documents.operations.adding import add_document
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Refusal
from kollega.web.documents.forms import NewDocumentForm
from kollega.web.refused import show_in


def store_sent(actor: Actor, client_id: UUID, form: NewDocumentForm) -> UUID:
    """Return the new document's id; refuses as `add_document` does."""
    given = form.cleaned_data
    return add_document(
        actor,
        client_id=client_id,
        source=given["file"].file,
        name=given["file"].name or "",
        title=given["title"],
        kind=given["kind"],
        dated_on=given["dated_on"],
    )


def refused_in(form: NewDocumentForm, refusal: Refusal) -> int:
    """Show the refusal in the form; return a status with which the page takes the form in: 409, else 422."""
    return 409 if show_in(form, refusal) == 409 else 422
