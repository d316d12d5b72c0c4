"""The addresses of one feed for calendar programs, and the tokens of sync."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse


def root() -> str:
    return reverse("caldav:root")


@dataclass(frozen=True, slots=True)
class Places:
    """Paths of the person, of the calendar and of events, as they stand in `href`."""

    feed_id: UUID

    @property
    def person(self) -> str:
        return reverse("caldav:person", args=[self.feed_id])

    @property
    def calendar(self) -> str:
        return reverse("caldav:calendar", args=[self.feed_id])

    def event(self, appointment_id: UUID) -> str:
        return reverse("caldav:event", args=[self.feed_id, appointment_id])

    def event_in(self, href: str) -> UUID | None:
        """Return the event that an address names, whole or as a path; None when it names none of this calendar."""
        path = href.strip().removeprefix(settings.PUBLIC_URL)
        name = path.removeprefix(self.calendar)
        if name == path or not name.endswith(".ics"):
            return None
        try:
            return UUID(name.removesuffix(".ics"))
        except ValueError:
            return None

    def token(self, revision: int) -> str:
        """Return the token of a revision: an address, because it has to look like one, where nothing is."""
        return f"{settings.PUBLIC_URL}{self.person}revision/{revision}"

    def revision_in(self, token: str) -> int | None:
        """Return the revision of a token of this feed; None for any other text."""
        begin = self.token(0)[:-1]
        number = token.strip().removeprefix(begin)
        known = token.strip().startswith(begin) and number.isascii() and number.isdigit() and len(number) < 10
        return int(number) if known else None
