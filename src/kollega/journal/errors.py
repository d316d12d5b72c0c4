"""What the record refuses."""

from kollega.kernel.errors import N_, BadInput, Changed, Conflict, Forbidden
from kollega.platform.operations import refuse_on


class AlreadySigned(Conflict):
    """The note is locked; what remains to be said is an addendum."""

    code = "note_already_signed"
    message = N_("The note is signed and can no longer be changed. Write an addendum instead.")


class NotSigned(Conflict):
    """An addendum belongs to a signed note."""

    code = "note_not_signed"
    message = N_("The note is not signed yet. Write in the note itself.")


class AlreadyMarkedInError(Conflict):
    """Once is enough; the mark stays."""

    code = "note_already_marked_in_error"
    message = N_("The note is marked as entered in error already.")


class NotTheirsToMark(Forbidden):
    """Whoever wrote a note, or is responsible for the client, says that it was entered in error (JR-8)."""

    code = "note_not_yours_to_mark"
    message = N_("Only the author or the responsible clinician can mark this note as entered in error.")


class NoteChanged(Changed):
    """The note moved on since the version the caller names; details carry `revision`."""

    code = "note_changed_elsewhere"
    message = N_("The note was also changed elsewhere. Compare both texts before you go on.")


class NotTheAuthor(Forbidden):
    """Only the author writes in a note and signs it (JR-5)."""

    code = "not_the_author"
    message = N_("Only the author can write in this note and sign it.")


class SharedToRead(Forbidden):
    """The note was shared for reading, not for writing (N7)."""

    code = "note_shared_to_read"
    message = N_("The note is shared with you for reading only.")


class NotTheirsToShare(Forbidden):
    """The author shares a note, and who was given full rights to it (N7)."""

    code = "note_not_yours_to_share"
    message = N_("Only the author, or a colleague with full rights to the note, can share it.")


class AlreadyAsked(Conflict):
    """The colleague was asked to sign this note, or has signed it."""

    code = "already_asked_to_sign"
    message = N_("This colleague has been asked to sign the note already.")


class RequestAnswered(Conflict):
    """The request to sign was answered or taken back meanwhile."""

    code = "sign_request_answered"
    message = N_("This request has been answered or taken back already.")


class NoteInBin(Conflict):
    """The draft was discarded and waits in the bin."""

    code = "note_in_bin"
    message = N_("The draft is in the bin. Take it back before you write in it.")


class NoteLocked(Conflict):
    """A saved draft that nobody touched for the team's number of days (T11): it is signed as it is."""

    code = "note_locked"
    message = N_("The draft is locked as unsigned. Sign it as it is; what is missing goes into an addendum.")


class ConsentNotConfirmed(BadInput):
    """The team asks for the client's consent before a note is begun (T11)."""

    code = "consent_not_confirmed"
    message = N_("Confirm that the client knows of the note and agrees.")

    def __init__(self) -> None:
        super().__init__(fields={"consent_confirmed": self.message})


class TooManyAttachments(Conflict):
    """A note has its largest number of attachments."""

    code = "too_many_attachments"
    message = N_("A note may have at most %(most)s attachments.")


class SnippetWordTaken(BadInput):
    """A word finds one own snippet and one of the team's at most."""

    code = "snippet_word_taken"
    message = N_("There is a snippet with this word already.")

    def __init__(self) -> None:
        super().__init__(fields={"word": self.message})


class TemplateInUse(Conflict):
    """The practice's standard template stays until another one takes its place."""

    code = "template_is_default"
    message = N_("This is the standard template. Choose another standard first.")


refuse_on("journal_signed_once", AlreadySigned)
refuse_on("journal_marked_in_error_once", AlreadyMarkedInError)
refuse_on("journal_asked_to_sign_once", AlreadyAsked)
refuse_on("journal_countersigned_once", RequestAnswered)
refuse_on("journal_snippet_word_once", SnippetWordTaken)
refuse_on("journal_team_snippet_word_once", SnippetWordTaken)
