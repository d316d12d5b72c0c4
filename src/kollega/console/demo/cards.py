"""What client cards of the demo hold besides contact data: people around, a share, a merge, a referred client."""

from dataclasses import replace
from datetime import date

from kollega.clients.operations.care import share_client
from kollega.clients.operations.contact_people import add_contact_person
from kollega.clients.operations.merging import merge_clients
from kollega.clients.operations.registering import create_client
from kollega.clients.queries.card import client_card
from kollega.clients.queries.contact_people import contact_people
from kollega.clients.rules.contact import ContactData
from kollega.clients.rules.contact_people import ContactPersonData, Relation
from kollega.console.demo.founding import Place, clients_of
from kollega.kernel.permissions import Permission
from kollega.online.enums import AnswerKind
from kollega.online.operations.matching import (
    Asked,
    ProfileData,
    edit_profile,
    pick_clinician,
    publish_matching,
    submit_referral,
)
from kollega.online.queries.matching import proposals
from kollega.online.rules.details import Details
from kollega.online.rules.intake import Question

# Told to the partner, told to the doctor's surgery, its name, topics, introduction, a question, the reason given.
Told = tuple[str, str, str, tuple[str, ...], str, str, str]
WORDS: dict[str, Told] = {
    "sv": (
        "Att mötena hålls, inget annat",
        "Att behandlingen pågår",
        "Vårdcentralen Ekbacken",
        ("Sömn", "Stress", "Sorg", "Relationer"),
        "Berätta kort vad du söker hjälp med, så föreslår vi vem som kan passa dig.",
        "Hur väl sover du just nu?",
        "Jag sover dåligt sedan i våras och orkar inte med jobbet.",
    ),
    "nb": (
        "At timene holdes, ikke noe annet",
        "At behandlingen pågår",
        "Ekebakken legesenter",
        ("Søvn", "Stress", "Sorg", "Relasjoner"),
        "Fortell kort hva du søker hjelp med, så foreslår vi hvem som kan passe for deg.",
        "Hvor godt sover du nå?",
        "Jeg sover dårlig siden i vår og orker ikke jobben.",
    ),
    "de": (
        "Dass Termine stattfinden, sonst nichts",
        "Dass die Behandlung läuft",
        "Hausarztpraxis am Eichberg",
        ("Schlaf", "Stress", "Trauer", "Beziehungen"),
        "Schreiben Sie kurz, wobei Sie Hilfe suchen. Wir schlagen vor, wer passen könnte.",
        "Wie gut schlafen Sie derzeit?",
        "Ich schlafe seit dem Frühjahr schlecht und schaffe die Arbeit kaum.",
    ),
    "fr": (
        "Que les rendez-vous ont lieu, rien d'autre",
        "Que le suivi est en cours",
        "Cabinet médical des Chênes",
        ("Sommeil", "Stress", "Deuil", "Relations"),
        "Dites en quelques mots ce que vous cherchez, nous proposons qui pourrait convenir.",
        "Comment dormez-vous en ce moment ?",
        "Je dors mal depuis le printemps et le travail m'épuise.",
    ),
    "en": (
        "That appointments are kept, nothing else",
        "That treatment goes on",
        "Oakhill Surgery",
        ("Sleep", "Stress", "Grief", "Relationships"),
        "Tell us briefly what you look for, and we propose who could suit you.",
        "How well do you sleep these days?",
        "I have slept badly since spring and cannot cope with work.",
    ),
}


def fill_cards(place: Place) -> None:
    """Do it for the first clinician's first clients, unless it was done before."""
    clinician = place.clinicians[0]
    first = clients_of(clinician)[0]
    if contact_people(clinician, client_id=first):
        return
    family = client_card(clinician, client_id=first).head.name.family_name
    words = WORDS.get(place.cast.language, WORDS["en"])
    partner = ContactPersonData(
        Relation.PARTNER, f"Kim {family}", phone="+46 70 123 45 67", may_be_told=words[0], in_emergency=True
    )
    surgery = ContactPersonData(
        Relation.DOCTOR, organisation=words[2], email="reception@surgery.example", may_be_told=words[1]
    )
    for person in (partner, surgery):
        add_contact_person(clinician, client_id=first, person=person)
    if len(place.clinicians) > 1:
        share_client(clinician, client_id=first, clinician_id=place.clinicians[1].own_membership)
    _merge(place)
    _refer(place, words)


def _merge(place: Place) -> None:
    """The second client came twice: once more with a nickname and another number."""
    clinician = place.clinicians[0]
    known = clients_of(clinician)[1]
    head = client_card(clinician, client_id=known).head
    contact = ContactData(
        f"{head.name.given_name[:3]}a",
        head.name.family_name,
        head.language,
        born_on=head.born_on,
        phone="070-555 66 77",
    )
    again = create_client(clinician, contact=contact, despite_duplicates=True)
    merge_clients(clinician, client_id=known, other_client_id=again)


def _refer(place: Place, words: Told) -> None:
    """Two people answered the questionnaire: one picked the first clinician, one has not picked yet."""
    _, _, _, topics, intro, question, reason = words
    asked = (Question(AnswerKind.SCALE, question, required=True),)
    publish_matching(place.owner, is_on=True, intro=intro, topics=topics, questions=asked)
    for number, clinician in enumerate(place.clinicians):
        profile = ProfileData(True, languages=(place.cast.language, "en"), topics=topics[number % 2 :])
        edit_profile(clinician, profile=profile)
    visitor = replace(
        place.owner,
        person_id=None,
        membership_id=None,
        roles=frozenset(),
        permissions=frozenset({Permission.BOOKING_ONLINE}),
        language=place.cast.language,
    )
    for given in ("Robin", "Kim"):
        details = Details(given, "Alm", date(1990, 3, 14), f"{given.lower()}@client.example", answers={"0": "3"})
        secret = submit_referral(visitor, details=details, asked=Asked(reason, topics=topics[:1]))
        proposed = proposals(visitor, secret=secret).clinicians
        if given == "Robin" and proposed:
            pick_clinician(visitor, secret=secret, clinician_id=proposed[0].clinician_id)
