"""The matching questionnaire (C4): publishing, profiles, submitting, picking, accepting and declining."""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.operations.referred import create_referred, give_to
from kollega.clients.rules.birth_dates import age_on
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.online.acting import as_practice
from kollega.online.enums import ReferralState
from kollega.online.errors import ReferralOver
from kollega.online.limits import MATCHED_BY_CONTACT
from kollega.online.models import ClinicianProfile, MatchingVersion, Referral
from kollega.online.operations.confirming import contact_hash
from kollega.online.queries.matching import (
    answerable,
    as_rule,
    held_referral,
    listed_profiles,
    matching_of,
    open_matching,
    sealing_context,
    typed_in,
)
from kollega.online.rules.details import Details, checked_details, written
from kollega.online.rules.details import read as read_details
from kollega.online.rules.intake import Question, checked_answers, form_faults, stored
from kollega.online.rules.matching import (
    LONGEST_REASON,
    REASON_MISSING,
    TOPICS_WRONG,
    AgeGroup,
    Wanted,
    age_group,
    proposed,
    topics_fit,
)
from kollega.platform.crypto import seal
from kollega.platform.limits import hit
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.rules.tokens import digest, new_token
from kollega.scheduling.enums import Place

LANGUAGES = ("sv", "nb", "de", "fr", "en")


@dataclass(frozen=True, slots=True)
class ProfileData:
    """What a clinician says about their work; empty means everything of the kind."""

    is_listed: bool = False
    about: str = ""
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for, next to who they are; `place` empty for either."""

    reason: str
    language: str = ""
    topics: tuple[str, ...] = ()
    place: str = ""


@operation(requires=Permission.ONLINE_MANAGE)
def publish_matching(
    actor: Actor, *, is_on: bool, intro: str, topics: tuple[str, ...], questions: tuple[Question, ...]
) -> int:
    """Store the questionnaire as a new version and return its number. Refuses with BadInput."""
    faults = form_faults(questions)
    if not topics_fit(topics):
        faults["topics"] = TOPICS_WRONG
    if faults:
        raise BadInput(fields=faults)
    version = matching_of(actor).version + 1
    row = MatchingVersion(
        id=new_id(),
        practice_id=actor.practice_id,
        version=version,
        is_on=is_on,
        intro=intro.strip()[:1000],
        topics=list(topics),
        questions=stored(questions),
        by_id=actor.own_membership,
        at=actor.at,
    )
    row.save(force_insert=True)
    record(actor, Action.CHANGE, "matching_form", row.id, version=version, is_on=is_on)
    return version


@operation(requires=Permission.ONLINE_MANAGE_OWN)
def edit_profile(actor: Actor, *, profile: ProfileData) -> None:
    """Store the actor's own profile; what is no known language, topic, age group or place is left out."""
    topics = set(matching_of(actor).topics)
    values = {
        "is_listed": profile.is_listed,
        "about": profile.about.strip()[:400],
        "languages": [each for each in LANGUAGES if each in profile.languages],
        "topics": sorted(topics & set(profile.topics)),
        "ages": [each.value for each in AgeGroup if each in profile.ages],
        "places": [each.value for each in Place if each in profile.places],
    }
    ClinicianProfile.objects.update_or_create(
        practice_id=actor.practice_id,
        membership_id=actor.own_membership,
        defaults=values,
        create_defaults={"id": new_id(), **values},
    )
    record(actor, Action.CHANGE, "matching_profile", actor.own_membership, is_listed=profile.is_listed)


@operation(requires=Permission.BOOKING_ONLINE)
def submit_referral(actor: Actor, *, details: Details, asked: Asked) -> str:
    """Keep what a visitor answered, propose clinicians, and return the secret of the link by which they pick one.

    Refuses with BadInput by field, TooMany; NotFound while the questionnaire is off.
    """
    form = open_matching(actor)
    today = actor.at.astimezone(actor.timezone).date()
    tidy = checked_details(details, today=today, language=actor.language)
    answers, wrong = checked_answers(form.questions, details.answers)
    faults = {f"answer_{number}": sentence for number, sentence in wrong.items()}
    reason = asked.reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        faults["reason"] = REASON_MISSING
    if faults or tidy.born_on is None or form.id is None:
        raise BadInput(fields=faults)
    hit(MATCHED_BY_CONTACT, contact_hash(actor, tidy).hex())
    topics = tuple(each for each in form.topics if each in asked.topics)
    wanted = Wanted(
        age=age_group(age_on(tidy.born_on, today)),
        language=asked.language if asked.language in form.languages else "",
        topics=frozenset(topics),
        place=Place(asked.place) if asked.place in list(Place) else None,
    )
    secret, referral_id = new_token(actor.practice_id), new_id()
    typed = {
        "details": written(tidy).decode(),
        "reason": reason,
        "topics": topics,
        "answers": [asdict(each) for each in answers],
    }
    Referral(
        id=referral_id,
        practice_id=actor.practice_id,
        version_id=form.id,
        state=ReferralState.PROPOSED,
        sealed=seal(actor.practice_id, json.dumps(typed).encode(), context=sealing_context(referral_id)),
        language=actor.language,
        digest=digest(secret),
        proposed=proposed([as_rule(one) for one in listed_profiles(actor)], wanted),
        submitted_at=actor.at,
    ).save(force_insert=True)
    record(actor, Action.CREATE, "referral", referral_id)
    emit("online.referral_made", practice_id=actor.practice_id, referral_id=str(referral_id))
    return secret


@operation(requires=Permission.BOOKING_ONLINE)
def pick_clinician(actor: Actor, *, secret: str, clinician_id: UUID) -> None:
    """Let the holder of the link pick one of those proposed; the client is referred to them from now on (C5).

    The first pick makes the client; after a decline the client goes to the next one. Refuses with NotFound,
    ReferralOver when somebody was picked already.
    """
    row = held_referral(actor, secret, lock=True)
    if row.state != ReferralState.PROPOSED:
        raise ReferralOver
    known = {one.clinician_id for one in listed_profiles(actor)}
    if clinician_id not in known or clinician_id not in row.proposed or clinician_id in row.declined:
        raise NotFound
    acting = as_practice(actor)
    if row.client_id is None:
        details = read_details(typed_in(row)["details"].encode())
        row.client_id = create_referred(acting, contact=details.contact(row.language), clinician_id=clinician_id)
    else:
        give_to(acting, client_id=row.client_id, clinician_id=clinician_id)
    row.state, row.picked_id = ReferralState.PICKED, clinician_id
    row.save(update_fields=["state", "picked", "client"])
    record(actor, Action.CHANGE, "referral", row.id, client_id=row.client_id, clinician=str(clinician_id))
    emit("online.referral_picked", practice_id=actor.practice_id, referral_id=str(row.id))


@operation(requires=Permission.CLIENT_OPEN)
def answer_referral(actor: Actor, *, referral_id: UUID, accept: bool) -> None:
    """Accept or decline a referred client, by the clinician who was picked or whoever sees every client.

    After a decline the client may pick another one of those proposed. Refuses with NotFound and ReferralOver.
    """
    row = answerable(actor).select_for_update(of=("self",), no_key=True).filter(id=referral_id).first()
    if row is None:
        raise NotFound
    if row.state != ReferralState.PICKED or row.picked_id is None:
        raise ReferralOver
    if accept:
        row.state = ReferralState.ACCEPTED
    else:
        row.state, row.declined = ReferralState.PROPOSED, [*row.declined, row.picked_id]
    row.answered_at = actor.at
    row.save(update_fields=["state", "declined", "answered_at"])
    record(actor, Action.CHANGE, "referral", row.id, client_id=row.client_id, accepted=accept)
    emit("online.referral_answered", practice_id=actor.practice_id, referral_id=str(row.id), accepted=accept)
