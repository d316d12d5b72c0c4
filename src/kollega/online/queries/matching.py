"""The matching questionnaire: what visitors see, what the practice sets, who was referred, and the answers."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kollega.clients.queries.access import require_record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.online.enums import AnswerKind, ReferralState
from kollega.online.models import ClinicianProfile, MatchingVersion, Referral
from kollega.online.rules.intake import Answer, Question, read
from kollega.online.rules.matching import AgeGroup, Profile
from kollega.platform.crypto import open_sealed
from kollega.platform.operations import Action, Entry, query
from kollega.practices.queries.columns import calendar_members
from kollega.practices.queries.profile import profile_of
from kollega.practices.rules.tokens import digest
from kollega.scheduling.enums import Place

LASTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Matching:
    """The newest questionnaire; version 0 when there is none yet. `languages` are those the listed ones speak."""

    id: UUID | None
    version: int
    is_on: bool
    intro: str
    topics: tuple[str, ...]
    questions: tuple[Question, ...]
    practice_name: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A clinician as the questionnaire shows them."""

    clinician_id: UUID
    name: str
    title: str
    is_listed: bool
    about: str
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    ages: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """Whom the holder of the link may pick; `picked` is whom they picked."""

    practice_name: str
    state: ReferralState
    clinicians: list[ProfileRow]
    picked: str


@dataclass(frozen=True, slots=True)
class ReferralRow:
    id: UUID
    state: ReferralState
    client_id: UUID | None
    picked: str
    submitted_at: datetime
    may_answer: bool


@dataclass(frozen=True, slots=True)
class ReferralAnswers:
    """What the client answered: the reason for contact, then the practice's own questions."""

    client_id: UUID
    reason: str
    topics: tuple[str, ...]
    answers: tuple[Answer, ...]
    submitted_at: datetime
    version: int


def matching_of(actor: Actor) -> Matching:
    """Return the newest questionnaire; inside an operation or query."""
    row = MatchingVersion.objects.filter(practice_id=actor.practice_id).order_by("-version").first()
    name = profile_of(actor).name
    if row is None:
        return Matching(None, 0, False, "", (), (), name)
    spoken = sorted({language for one in listed_profiles(actor) for language in one.languages})
    questions = read(row.questions)
    return Matching(row.id, row.version, row.is_on, row.intro, tuple(row.topics), questions, name, tuple(spoken))


@query(requires=Permission.BOOKING_ONLINE)
def open_matching(actor: Actor) -> Matching:
    """Return the questionnaire as visitors see it. NotFound while it is off or nobody is listed."""
    found = matching_of(actor)
    if not found.is_on or not listed_profiles(actor):
        raise NotFound
    return found


@query(requires=Permission.ONLINE_MANAGE)
def matching_setup(actor: Actor) -> Matching:
    """Return the newest questionnaire for its settings."""
    return matching_of(actor)


@query(requires=Permission.ONLINE_MANAGE_OWN)
def own_profile(actor: Actor) -> tuple[ProfileRow, tuple[str, ...]]:
    """Return the actor's own profile and the topics to choose from."""
    rows = {one.clinician_id: one for one in _profiles(actor)}
    empty = ProfileRow(actor.own_membership, "", "", False, "", (), (), (), ())
    return rows.get(actor.own_membership, empty), matching_of(actor).topics


def listed_profiles(actor: Actor) -> list[ProfileRow]:
    """Return the clinicians who work here now and are listed, by name; inside an operation or query."""
    return sorted((one for one in _profiles(actor) if one.is_listed), key=lambda one: (one.name, one.clinician_id))


def _profiles(actor: Actor) -> list[ProfileRow]:
    members = {each.id: each for each in calendar_members(actor.practice_id) if each.sees_clients}
    rows = ClinicianProfile.objects.filter(practice_id=actor.practice_id, membership_id__in=members)
    return [
        ProfileRow(
            clinician_id=row.membership_id,
            name=members[row.membership_id].name,
            title=members[row.membership_id].title,
            is_listed=row.is_listed,
            about=row.about,
            languages=tuple(row.languages),
            topics=tuple(row.topics),
            ages=tuple(row.ages),
            places=tuple(row.places),
        )
        for row in rows
    ]


def as_rule(row: ProfileRow) -> Profile:
    return Profile(
        row.clinician_id,
        frozenset(row.languages),
        frozenset(row.topics),
        frozenset(AgeGroup(each) for each in row.ages),
        frozenset(Place(each) for each in row.places),
    )


def held_referral(actor: Actor, secret: str, *, lock: bool = False) -> Referral:
    """Return the referral whose link this is, for thirty days; NotFound else."""
    mark = digest(secret)
    rows = Referral.objects.filter(practice_id=actor.practice_id, submitted_at__gt=actor.at - LASTS)
    rows = rows.select_for_update(of=("self",), no_key=True) if lock else rows
    row = rows.filter(Q(digest=mark) | Q(mail_digest=mark)).first()
    if row is None:
        raise NotFound
    return row


@query(requires=Permission.BOOKING_ONLINE)
def proposals(actor: Actor, *, secret: str) -> Proposals:
    """Return whom the holder of the link may pick. NotFound for a link that does not hold."""
    row = held_referral(actor, secret)
    known = {one.clinician_id: one for one in listed_profiles(actor)}
    names = {each.id: each.name for each in calendar_members(actor.practice_id)}
    return Proposals(
        practice_name=profile_of(actor).name,
        state=ReferralState(row.state),
        clinicians=[known[id_] for id_ in row.proposed if id_ in known and id_ not in row.declined],
        picked=names.get(row.picked_id, "") if row.picked_id else "",
    )


def answerable(actor: Actor) -> "QuerySet[Referral]":
    """The referrals an actor may know about: who picked them, and for whoever sees every client all of them."""
    rows = Referral.objects.filter(practice_id=actor.practice_id)
    if actor.may(Permission.CLIENT_CONTACT_ANY):
        return rows
    return rows.filter(picked_id=actor.membership_id) if actor.membership_id else rows.none()


def _listed(actor: Actor, result: list[ReferralRow], given: dict[str, Any]) -> Entry | None:
    clients = [str(row.client_id) for row in result if row.client_id]
    return Entry(Action.READ, "referral_list", detail={"clients": clients}) if result else None


@query(requires=Permission.CLIENT_OPEN, logs=_listed)
def referrals(actor: Actor) -> list[ReferralRow]:
    """Return who was referred and waits: for an answer, or still for a choice of their own; the latest first."""
    rows = answerable(actor).filter(state__in=(ReferralState.PROPOSED, ReferralState.PICKED))
    return [
        ReferralRow(
            row.id,
            ReferralState(row.state),
            row.client_id,
            row.picked.display_name if row.picked else "",
            row.submitted_at,
            row.state == ReferralState.PICKED,
        )
        for row in rows.select_related("picked").order_by("-submitted_at", "-id")[:200]
    ]


def _answers(actor: Actor, result: ReferralAnswers | None, given: dict[str, Any]) -> Entry | None:
    return Entry(Action.READ, "referral", client_id=result.client_id) if result else None


@query(requires=Permission.CLIENT_INFORMATION, logs=_answers)
def referral_of_client(actor: Actor, *, client_id: UUID) -> ReferralAnswers | None:
    """Return what the client answered in the questionnaire, None for who never did. NotFound outside the care."""
    require_record(actor, client_id)
    row = Referral.objects.filter(practice_id=actor.practice_id, client_id=client_id).select_related("version").first()
    if row is None:
        return None
    typed = typed_in(row)
    answers = tuple(Answer(each["label"], each["text"], AnswerKind(each["kind"])) for each in typed["answers"])
    topics = tuple(typed["topics"])
    return ReferralAnswers(client_id, typed["reason"], topics, answers, row.submitted_at, row.version.version)


def typed_in(row: Referral) -> dict[str, Any]:
    """Return what was typed into the questionnaire; inside an operation or query that may know."""
    plain = open_sealed(row.practice_id, bytes(row.sealed), context=sealing_context(row.id))
    return dict(json.loads(plain))


def sealing_context(referral_id: UUID) -> bytes:
    return b"online referral|" + referral_id.bytes
