"""Where a visitor stands on the way to a booking: what is chosen, kept in the address, and the steps around it."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from kollega.kernel.errors import NotFound
from kollega.online.queries.drafts import DraftView
from kollega.online.queries.pages import OpenClinician, OpenPage
from kollega.online.queries.times import offering, places_open
from kollega.scheduling.enums import Place
from kollega.scheduling.queries.offers import ServiceRow

ANYONE = "any"
STEP_WORDS: dict[str, str | Promise] = {
    "service": _("What is it about?"),
    "who": _("Who would you like to see?"),
    "place": _("Where?"),
    "time": _("Choose a time"),
    "details": _("Your details"),
    "confirm": _("Check and book"),
}


@dataclass(frozen=True, slots=True)
class Path:
    """`who` is a clinician's word in addresses or ANYONE; `only` that of the clinician's own page; `draft` the secret
    of a booking under way, so that a changed choice keeps what was typed."""

    slug: str
    page: OpenPage
    service: ServiceRow | None = None
    who: str = ""
    place: Place | None = None
    only: str = ""
    draft: str = ""

    @property
    def clinician(self) -> OpenClinician | None:
        return next((one for one in self.page.clinicians if one.slug == (self.only or self.who)), None)

    @property
    def clinicians(self) -> tuple[OpenClinician, ...]:
        """Who may be chosen for the service."""
        if self.service is None:
            return ()
        return tuple(one for one in offering(self.page, self.service) if self.only in ("", one.slug))

    @property
    def places(self) -> list[Place]:
        """Where the service can be had of whom was chosen."""
        if self.service is None:
            return []
        chosen = [self.clinician] if self.clinician else self.clinicians
        open_places = places_open(self.service, [one for one in chosen if one])
        return [place for place in Place if place in open_places]

    def steps(self) -> list[str]:
        """The steps of this visitor; what leaves no choice is none. Before the service the usual ones are expected."""
        if self.service is None and self.page.services:
            return replace(self, service=self.page.services[0]).steps()
        steps = ["service"]
        if len(self.clinicians) > 1 and not self.only:
            steps.append("who")
        if len(self.places) > 1:
            steps.append("place")
        return [*steps, "time", "details", "confirm"]

    def missing(self) -> str:
        """The first step before the time that still needs an answer, or `time`."""
        if self.service is None:
            return "service"
        if len(self.clinicians) > 1 and not (self.who == ANYONE or self.clinician):
            return "who"
        if len(self.places) > 1 and self.place is None:
            return "place"
        return "time"

    def before(self, step: str) -> str:
        """The address of the step before this one, empty for the first."""
        steps = self.steps()
        number = steps.index(step) if step in steps else 0
        return self.url(steps[number - 1]) if number else ""

    def url(self, step: str, **extra: str) -> str:
        """The address of a step with everything chosen so far."""
        if step in ("details", "confirm"):
            return reverse(f"online:{step}", args=[self.slug, self.draft])
        chosen = {
            "service": str(self.service.id) if self.service else "",
            "who": self.who,
            "place": self.place.value if self.place else "",
            "with": self.only,
            "draft": self.draft,
            **extra,
        }
        query = urlencode({name: value for name, value in chosen.items() if value})
        address = reverse(f"online:{step}", args=[self.slug])
        return f"{address}?{query}" if query else address

    def choosing(self, **values: object) -> "Path":
        return replace(self, **values)  # type: ignore[arg-type]  # the fields of this class


def path_from(request: HttpRequest, slug: str, page: OpenPage) -> Path:
    """Read what was chosen from the address. NotFound for what the page does not offer."""
    asked = request.GET
    service = _service(asked, page)
    path = Path(
        slug=slug,
        page=page,
        service=service,
        who=asked.get("who", ""),
        only=asked.get("with", ""),
        place=_place(asked),
        draft=asked.get("draft", ""),
    )
    named = path.only or (path.who if path.who != ANYONE else "")
    if named and (path.clinician is None or (service is not None and path.clinician not in path.clinicians)):
        raise NotFound
    if path.place is not None and service is not None and path.place not in path.places:
        raise NotFound
    return path


def path_of_draft(slug: str, page: OpenPage, draft: DraftView, secret: str) -> Path:
    """The same for a booking under way. NotFound when the page no longer offers it."""
    service, clinician = page.service(draft.service_id), page.clinician(draft.clinician_id)
    only = page.clinician(draft.only_id)
    if service is None or clinician is None:
        raise NotFound
    return Path(
        slug=slug,
        page=page,
        service=service,
        who=ANYONE if draft.anyone else clinician.slug,
        place=draft.place,
        only=only.slug if only else "",
        draft=secret,
    )


def _service(asked: QueryDict, page: OpenPage) -> ServiceRow | None:
    given = asked.get("service", "")
    if not given:
        return None
    try:
        found = page.service(UUID(given))
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found


def _place(asked: QueryDict) -> Place | None:
    try:
        given = asked.get("place", "")
        return Place(given) if given else None
    except ValueError as error:
        raise NotFound from error


def day_asked(asked: QueryDict, today: date, last: date) -> date:
    """The first day to show: what the address says, kept between today and the last bookable day."""
    try:
        day = date.fromisoformat(asked.get("from", ""))
    except ValueError:
        return today
    return min(max(day, today), last)
