from kollega.kernel.errors import N_, BadInput, Conflict


class NamesNotConfirmed(BadInput):
    """Names of clients leave Kollega only when the person has said so."""

    code = "feed_names_not_confirmed"
    message = N_("Confirm that names may be read by the other program, or choose without names.")


class TooManyFeeds(Conflict):
    code = "too_many_feeds"
    message = N_("You already have ten of these. End one that you no longer use.")


class TooManySources(Conflict):
    code = "too_many_calendar_sources"
    message = N_("You already have ten of these calendars. Remove one that you no longer use.")
