"""Who is proposed to somebody who fills in the practice's matching questionnaire (C4); values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from kollega.kernel.errors import N_
from kollega.scheduling.enums import Place

MOST_PROPOSED = 3
MOST_TOPICS = 20
LONGEST_TOPIC = 60
LONGEST_ABOUT = 400
LONGEST_REASON = 2000
TOPICS_WRONG = N_("Write at most 20 different topics, one on each line, of at most 60 characters.")
REASON_MISSING = N_("Write in a few words why you look for help.")


class AgeGroup(StrEnum):
    CHILDREN = "children"
    YOUTH = "youth"
    ADULTS = "adults"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a clinician works with. No language, age group or place named means all of them."""

    clinician_id: UUID
    languages: frozenset[str]
    topics: frozenset[str]
    ages: frozenset[AgeGroup]
    places: frozenset[Place]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty means that it does not matter."""

    age: AgeGroup
    language: str = ""
    topics: frozenset[str] = frozenset()
    place: Place | None = None


def age_group(age: int) -> AgeGroup:
    """Until 12, from 13, from 18, from 65 years."""
    if age < 13:
        return AgeGroup.CHILDREN
    if age < 18:
        return AgeGroup.YOUTH
    return AgeGroup.ADULTS if age < 65 else AgeGroup.OLDER


def proposed(profiles: Iterable[Profile], wanted: Wanted) -> list[UUID]:
    """Return up to three clinicians who fit, those who share most topics first."""
    fitting = [one for one in profiles if _fits(one, wanted)]
    ordered = sorted(fitting, key=lambda one: (-len(one.topics & wanted.topics), one.clinician_id))
    return [one.clinician_id for one in ordered[:MOST_PROPOSED]]


def _fits(one: Profile, wanted: Wanted) -> bool:
    return (
        (not one.ages or wanted.age in one.ages)
        and (not wanted.language or not one.languages or wanted.language in one.languages)
        and (wanted.place is None or not one.places or wanted.place in one.places)
        and (not wanted.topics or not one.topics or bool(one.topics & wanted.topics))
    )


def topics_fit(topics: tuple[str, ...]) -> bool:
    return len(set(topics)) == len(topics) <= MOST_TOPICS and all(0 < len(each) <= LONGEST_TOPIC for each in topics)
