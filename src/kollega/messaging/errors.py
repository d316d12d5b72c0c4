"""Why text messages cannot be set up or sent."""

from kollega.kernel.errors import N_, Conflict


class NoTextService(Conflict):
    """The installation names no SMS service, or the practice has no account that is on."""

    code = "no_text_service"
    message = N_("No SMS can be sent: there is no SMS account that is switched on.")
