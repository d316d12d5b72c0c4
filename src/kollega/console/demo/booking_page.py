"""The demo's public booking pages: on, with terms, and one form of questions."""

from django.db import transaction

from kollega.console.demo.founding import Place
from kollega.online.enums import AnswerKind
from kollega.online.operations.settings import change_clinician, change_intake, change_page, change_policy
from kollega.online.queries.settings import online_setup
from kollega.online.rules.intake import Question
from kollega.online.rules.settings import ClinicianSettings, PageSettings
from kollega.practices.rules.slugs import slug_of
from kollega.scheduling.operations.services import change_service
from kollega.scheduling.rules.offers import ServiceValues

TERMS = {
    "en": "Cancel at least 24 hours before, else the appointment is charged.\n\nWhat you tell us stays here.",
    "sv": "Avboka senast 24 timmar före besöket, annars debiteras det.\n\nDet du berättar stannar på mottagningen.",
    "nb": "Avlys senest 24 timer før timen, ellers belastes den.\n\nDet du forteller, blir i praksisen.",
    "de": "Bitte sagen Sie mindestens 24 Stunden vorher ab, sonst wird der Termin berechnet.\n\n"
    "Was Sie uns mitteilen, bleibt in der Praxis.",
    "fr": "Annulez au moins 24 heures avant, sinon la séance est facturée.\n\nCe que vous nous dites reste au cabinet.",
}
QUESTIONS: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "sv": (
        "Vad vill du ha hjälp med?",
        "Hur hittade du oss?",
        ("Rekommendation", "Webben", "Annat"),
        "Har du varit här förut?",
    ),
    "nb": (
        "Hva ønsker du hjelp med?",
        "Hvordan fant du oss?",
        ("Anbefaling", "Nettet", "Annet"),
        "Har du vært her før?",
    ),
    "de": (
        "Wobei wünschen Sie Hilfe?",
        "Wie haben Sie uns gefunden?",
        ("Empfehlung", "Internet", "Anderes"),
        "Waren Sie schon einmal hier?",
    ),
    "fr": (
        "Pour quoi souhaitez-vous de l'aide ?",
        "Comment nous avez-vous trouvés ?",
        ("Recommandation", "Internet", "Autre"),
        "Êtes-vous déjà venu ?",
    ),
}


def open_booking(place: Place) -> None:
    """Switch the practice's page on, below the practice's own word, unless it was set up before."""
    with transaction.atomic():
        if online_setup(place.owner).version == 0:
            _open(place)


def _open(place: Place) -> None:
    owner = place.owner
    setup = online_setup(owner)
    for one in [one.service for one in setup.services][:3]:
        values = ServiceValues(
            **{name: getattr(one, name) for name in ServiceValues.__dataclass_fields__ if name != "bookable_online"},
            bookable_online=True,
        )
        change_service(owner, service_id=one.id, values=values)
    change_page(owner, wanted=PageSettings(slug=place.cast.slug, is_on=True, notice_minutes=240, waiting_list=True))
    for clinician in setup.clinicians:
        wanted = ClinicianSettings(slug=slug_of(clinician.name), is_on=True)
        change_clinician(owner, membership_id=clinician.membership_id, wanted=wanted)
    change_policy(owner, texts=TERMS)
    if setup.services:
        why, how, ways, before = QUESTIONS.get(place.cast.language, QUESTIONS["sv"])
        asked = (
            Question(AnswerKind.LONG_TEXT, why, required=True),
            Question(AnswerKind.CHOICE, how, choices=ways),
            Question(AnswerKind.YES_NO, before),
        )
        change_intake(owner, service_id=setup.services[0].service.id, questions=asked)
