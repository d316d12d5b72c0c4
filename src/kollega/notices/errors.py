"""Why something about messages to clients cannot be done."""

from kollega.kernel.errors import N_, BadInput, Changed, Conflict
from kollega.platform.operations import refuse_on


class NothingToTell(Conflict):
    """The visit has no client, is cancelled, or has begun."""

    code = "nothing_to_tell"
    message = N_("Nobody is told about this appointment: it has begun, is cancelled, or has no client.")


class AlreadyDecided(Conflict):
    """The message was sent, withheld or dropped in the meantime."""

    code = "notice_decided"
    message = N_("This message is no longer waiting. Look at what became of it.")


class UnknownPlaceholder(BadInput):
    """A text has something in braces that is replaced by nothing."""

    code = "unknown_placeholder"
    message = N_("{%(name)s} is not one of the placeholders. Choose one from the list.")


refuse_on("notices_one_settings", Changed)
refuse_on("notices_one_preference", Changed)
