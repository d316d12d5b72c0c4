"""The people of the demo: who they are, where they work, what to try as them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kollega.kernel.permissions import Area, Role

R = Role


@dataclass(frozen=True, slots=True)
class Persona:
    """One card of the sign-in page. `key` is the local part of the address; nobody else has it."""

    key: str
    name: str
    title: str
    roles: frozenset[Role]
    areas: frozenset[Area]
    attempt: Promise

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


@dataclass(frozen=True, slots=True)
class DemoPractice:
    slug: str
    name: str
    country: str
    language: str
    people: tuple[Persona, ...]


_LEAD = frozenset({R.OWNER, R.ADMIN, R.CLINICIAN})
_CLINICIAN = frozenset({R.CLINICIAN})
_OFFICE = frozenset({R.OFFICE_STAFF})
_NO_AREAS: frozenset[Area] = frozenset()


def _clinician(key: str, name: str, title: str, attempt: Promise) -> Persona:
    return Persona(key, name, title, _CLINICIAN, _NO_AREAS, attempt)


_COLLEAGUE = _("See your day, and colleagues' times without their clients.")

PRACTICES: tuple[DemoPractice, ...] = (
    DemoPractice(
        "lind-psykologi",
        "Lind Psykologi",
        "SE",
        "sv",
        (
            Persona(
                "anna",
                "Anna Lind",
                "Legitimerad psykolog",
                _LEAD,
                _NO_AREAS,
                _("A practice of one: book, write and sign a note, see the log."),
            ),
        ),
    ),
    DemoPractice(
        "fjordklinikken",
        "Fjordklinikken",
        "NO",
        "nb",
        (
            Persona(
                "ingrid",
                "Ingrid Solberg",
                "Psykologspesialist",
                _LEAD,
                _NO_AREAS,
                _("Lead a clinic of five: members, rooms, hours, the log."),
            ),
            _clinician("kari", "Kari Dahl", "Psykolog", _COLLEAGUE),
            _clinician("ola", "Ola Nordli", "Familieterapeut", _COLLEAGUE),
            _clinician("maria", "Maria Haugen", "Psykolog", _COLLEAGUE),
            _clinician("erik", "Erik Lund", "Fysioterapeut", _COLLEAGUE),
            Persona(
                "tone",
                "Tone Berg",
                "Sekretær",
                _OFFICE,
                frozenset({Area.APPOINTMENTS}),
                _("The front desk of all five: greet, book, names and contact data, and no record."),
            ),
            Persona(
                "per",
                "Per Moen",
                "Regnskapsfører",
                _OFFICE,
                frozenset({Area.INVOICING, Area.FINANCES}),
                _("A bookkeeper sees no calendar and no client."),
            ),
        ),
    ),
    DemoPractice(
        "praxis-weber",
        "Praxis Weber",
        "DE",
        "de",
        (
            Persona(
                "julia",
                "Julia Weber",
                "Psychologische Psychotherapeutin",
                _LEAD,
                _NO_AREAS,
                _("One of two practices in one house, each on its own."),
            ),
        ),
    ),
    DemoPractice(
        "praxis-krueger",
        "Praxis Krüger",
        "DE",
        "de",
        (
            Persona(
                "thomas",
                "Thomas Krüger",
                "Heilpraktiker für Psychotherapie",
                _LEAD,
                _NO_AREAS,
                _("The other practice in the house. As a guest you may also use Julia's calendar, with initials only."),
            ),
        ),
    ),
    DemoPractice(
        "cabinet-des-tilleuls",
        "Cabinet des Tilleuls",
        "FR",
        "fr",
        (
            Persona(
                "claire",
                "Claire Dubois",
                "Psychologue clinicienne",
                _LEAD,
                _NO_AREAS,
                _("Lead a team of three: templates of the team, services, rooms."),
            ),
            _clinician("hugo", "Hugo Martin", "Psychologue", _COLLEAGUE),
            _clinician("ines", "Inès Laurent", "Psychomotricienne", _COLLEAGUE),
            Persona(
                "lea",
                "Léa Petit",
                "Assistante",
                frozenset({R.ASSISTANT}),
                _NO_AREAS,
                _("An assistant: book and move for Claire with initials only, until the access ends."),
            ),
        ),
    ),
)

OPERATOR = Persona(
    "olivia",
    "Olivia Strand",
    "",
    frozenset(),
    _NO_AREAS,
    _("Runs this installation: practices, contracts, requests."),
)
