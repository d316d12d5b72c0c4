"""The frame around a signed-in page: menu, practice, person. Plain values in, no database.

The guard of a view builds a ``Shell`` with ``build_shell`` and sets it as ``request.shell``; the context
processor ``shell`` hands it to every template. A page without one (sign-in, public pages) gets an empty frame.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kollega.web.appearance import read_appearance

Words: TypeAlias = str | Promise


@dataclass(frozen=True, kw_only=True)
class Area:
    """One place of the left menu. ``chord`` is the key sequence that goes there."""

    key: str
    label: Words
    icon: str
    chord: str = ""
    phone_label: Words = ""


AREAS = (
    Area(key="today", label=_("Today"), icon="house", chord="g d"),
    Area(key="desk", label=_("Front desk"), icon="door-open", chord="g d"),
    Area(key="calendar", label=_("Calendar"), icon="calendar", chord="g k"),
    Area(key="requests", label=_("Requests"), icon="inbox", chord="g b"),
    Area(key="clients", label=_("Clients"), icon="users", chord="g c"),
    Area(key="notes", label=_("Notes to sign"), icon="signature", chord="g n", phone_label=_("To sign")),
    Area(key="shared", label=_("Shared with me"), icon="share-2", chord="g h"),
    Area(key="colleagues", label=_("Colleagues' notes"), icon="book-open", chord="g o"),
    Area(key="invoices", label=_("Invoices"), icon="receipt-text", chord="g i"),
    Area(key="insurance", label=_("Insurance"), icon="shield-check", chord="g f"),
    Area(key="reports", label=_("Reports"), icon="chart-column", chord="g r"),
    Area(key="log", label=_("Log"), icon="scroll-text", chord="g l"),
    Area(key="team", label=_("Team"), icon="user-cog", chord="g m"),
    Area(key="settings", label=_("Settings"), icon="settings", chord="g s"),
)


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    key: str
    label: Words
    url: str
    icon: str
    count: int | None = None
    current: bool = False
    chord: str = ""
    phone_label: Words = ""


@dataclass(frozen=True, kw_only=True)
class PracticeChoice:
    """A practice this person works in. ``role`` is the translated name of the role there."""

    name: str
    role: Words
    url: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class PersonView:
    name: str
    account_url: str = ""
    sign_out_url: str = ""


@dataclass(frozen=True, kw_only=True)
class ActingFor:
    """The strip shown while somebody works for somebody else. ``words`` is one whole translated sentence.

    After ``ends_in`` milliseconds the next access ends: the strip then says ``ended_title``, and a page that only this
    access opened (``whole``) is taken away for ``ended_words`` and the way on.
    """

    words: Words
    url: str = ""
    ends_in: int | None = None
    ended_title: Words = ""
    ended_words: Words = ""
    whole: bool = False
    go_on_url: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoStrip:
    mailbox_url: str = ""
    panel_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Shell:
    """``house`` names a frame without a practice, as the back office has it."""

    house: Words = ""
    practice: PracticeChoice | None = None
    practices: Sequence[PracticeChoice] = ()
    person: PersonView | None = None
    menu: Sequence[MenuItem] = ()
    new_url: str = ""
    new_in_panel: bool = False
    search_url: str = ""
    sign_in_url: str = ""
    sign_in_dialog_url: str = ""
    teams_url: str = ""
    acting_for: ActingFor | None = None
    demo: DemoStrip | None = None

    @property
    def search_page_url(self) -> str:
        """Where search leads without script: the list of clients, else the search address itself."""
        return next((item.url for item in self.menu if item.key == "clients"), self.search_url)

    @property
    def phone_places(self) -> Sequence[MenuItem]:
        """Up to three places of the phone's bar beside New and More: today (desk, calendar), clients, to sign."""
        places = {item.key: item for item in self.menu}
        first = next((key for key in ("today", "desk") if key in places), "calendar")
        wanted = (first, "clients", "notes")
        found = [places[key] for key in wanted if key in places]
        rest = [item for item in self.menu if item.key not in wanted]
        return [*found, *rest][:3]


def build_shell(
    *,
    person: PersonView | None = None,
    practice: PracticeChoice | None = None,
    practices: Sequence[PracticeChoice] = (),
    urls: Mapping[str, str] | None = None,
    counts: Mapping[str, int] | None = None,
    current: str = "",
    new_url: str = "",
    new_in_panel: bool = False,
    search_url: str = "",
    sign_in_url: str = "",
    sign_in_dialog_url: str = "",
    teams_url: str = "",
    acting_for: ActingFor | None = None,
    demo: DemoStrip | None = None,
) -> Shell:
    """Build the frame.

    ``urls`` maps the key of an area to its address and holds only areas this person may open: an area that is
    absent does not appear. ``counts`` maps keys to numbers (zero is not shown); ``current`` is the open area.
    ``teams_url`` lists all practices of the person.
    ``new_url`` opens the form for a new appointment, ``search_url`` answers the palette's search (``?q=``).
    """
    urls = urls or {}
    counts = counts or {}
    menu = [
        MenuItem(
            key=area.key,
            label=area.label,
            url=urls[area.key],
            icon=area.icon,
            count=counts.get(area.key) or None,
            current=area.key == current,
            chord=area.chord,
            phone_label=area.phone_label or area.label,
        )
        for area in AREAS
        if area.key in urls
    ]
    return Shell(
        practice=practice,
        practices=practices,
        person=person,
        menu=menu,
        new_url=new_url,
        new_in_panel=new_in_panel,
        search_url=search_url,
        sign_in_url=sign_in_url,
        sign_in_dialog_url=sign_in_dialog_url,
        teams_url=teams_url,
        acting_for=acting_for,
        demo=demo,
    )


def shell(request: HttpRequest) -> dict[str, object]:
    """Context processor: the frame, and which layout a dialog or panel page extends for this request."""
    frame = getattr(request, "shell", None)
    if not isinstance(frame, Shell):
        frame = Shell()
    look = read_appearance(request)
    target = request.headers.get("HX-Target", "")
    return {
        "shell": frame,
        "menu": frame.menu,
        "practice": frame.practice,
        "practices": frame.practices,
        "person": frame.person,
        "look": look,
        "theme": look.theme,
        "language": get_language() or "en",
        "dialog_layout": "ui/dialog.html" if target == "dialog-host" else "ui/page_dialog.html",
        "panel_layout": "ui/panel.html" if target == "panel-host" else "ui/page_panel.html",
    }
