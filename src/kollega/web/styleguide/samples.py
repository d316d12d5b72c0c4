"""What the styleguide page shows: made-up people, long words, every state."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kollega.web.shell import ActingFor, DemoStrip, PersonView, PracticeChoice, Shell, build_shell


@dataclass(frozen=True, kw_only=True)
class Tab:
    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    name: str
    born: str
    clinician: str
    next_visit: str
    status: str
    open_amount: str


@dataclass(frozen=True, kw_only=True)
class Result:
    label: str
    url: str
    icon: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Event:
    time: str
    name: str
    code: str
    hue: str
    room: str


def frame(address: str) -> Shell:
    """A frame with every part of it in use."""
    practices = [
        PracticeChoice(name="Praxis am Lindenplatz", role=_("Owner"), url=address, current=True),
        PracticeChoice(name="Psychotherapeutische Gemeinschaftspraxis Süd", role=_("Therapist"), url=address),
    ]
    areas = ("today", "calendar", "clients", "notes", "invoices", "insurance", "reports", "team", "settings")
    return build_shell(
        person=PersonView(name="Anna Lindqvist", account_url=address, sign_out_url=address),
        practice=practices[0],
        practices=practices,
        urls=dict.fromkeys(areas, address),
        counts={"notes": 3},
        current="clients",
        new_url=f"{address}panel/",
        new_in_panel=True,
        search_url=f"{address}search/",
        sign_in_url=address,
        acting_for=ActingFor(words=_("For Anna Berg: book and move, initials only, until 30 June 17:00")),
        demo=DemoStrip(mailbox_url=address),
    )


def tabs(address: str) -> list[Tab]:
    """The tabs of a client card."""
    names = (_("Overview"), _("Appointments"), _("Notes"), _("Documents"), _("Invoices"), _("Insurance"), _("Settings"))
    counts = (None, 12, 9, 2, 4, 1, None)
    return [
        Tab(label=name, url=address, current=number == 0, count=count)
        for number, (name, count) in enumerate(zip(names, counts, strict=True))
    ]


ROWS = (
    Row(
        name="Anna Berg",
        born="1984-05-02",
        clinician="A. Lindqvist",
        next_visit="2027-03-03 10:00",
        status="not_registered",
        open_amount="0,00",
    ),
    Row(
        name="Maximilian-Alexander von Hohenstein-Wagner",
        born="1971-11-28",
        clinician="J. Öberg",
        next_visit="2027-03-03 11:15",
        status="attended",
        open_amount="1 240,00",
    ),
    Row(
        name="Åse Ødegård",
        born="1992-01-15",
        clinician="A. Lindqvist",
        next_visit="2027-03-04 09:00",
        status="no_show",
        open_amount="85,50",
    ),
    Row(
        name="Ève Lœwenstein",
        born="1966-07-09",
        clinician="M. Dubois",
        next_visit="",
        status="cancelled",
        open_amount="0,00",
    ),
)

EVENTS = (
    Event(time="09:00", name="A. Berg", code="FU", hue="blue", room="Raum 2"),
    Event(time="10:00", name="M. Wagner", code="EG", hue="amber", room="Video"),
    Event(time="11:15", name="Å. Ødegård", code="PA", hue="green", room="Raum 1"),
    Event(time="12:00", name="È. Lœwenstein", code="SV", hue="violet", room="Raum 2"),
    Event(time="13:00", name="J. Öberg", code="TE", hue="teal", room="Raum 3"),
    Event(time="14:00", name="L. Brandt", code="GR", hue="brick", room="Raum 1"),
    Event(time="15:00", name="S. Holm", code="DI", hue="plum", room="Video"),
    Event(time="16:00", name="K. Weiß", code="KR", hue="olive", room="Raum 2"),
)

RESULTS = (
    Result(label="Anna Berg", url="?client=1", icon="user-round", detail="1984-05-02"),
    Result(label="Anna-Lena Bergström", url="?client=2", icon="user-round", detail="1990-10-12"),
)
